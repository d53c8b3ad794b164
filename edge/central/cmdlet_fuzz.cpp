// Any script: it is read or refused with faults, and what it does to a topology, its document can hold.
#include "edge/central/shell.hpp"
#include "edge/topology/reader.hpp"
#include "edge/topology/writer.hpp"
#include "sansio/check.hpp"

namespace {

topology::Topology smallest() {
    topology::Topology topology;
    topology.sip_domains.add({"contoso.com"});
    topology.external = {"sip.contoso.com", {sansio::IpAddress::v4(127, 0, 1, 10), 5061}};
    topology.internal = {"edge-int.contoso.com", {sansio::IpAddress::v4(127, 0, 1, 11), 5061}};
    topology.next_hop = {"pool01.contoso.com", {sansio::IpAddress::v4(127, 0, 1, 20), 5061}};
    topology.external_certificate = {"a.pem", "a.key", "a.ca"};
    topology.internal_certificate = {"b.pem", "b.key", "b.ca"};
    return topology;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const script(reinterpret_cast<char const*>(data), size);
    central::Outcome const outcome = central::run(script, smallest());
    auto const again = topology::read(topology::write(outcome.topology), "again.xml");
    sansio::check(again.has_value() && **again == outcome.topology,
                  "the document holds what the cmdlets did");
    static_cast<void>(central::list_text(outcome.records));
    return 0;
}
