// <dns>: what the simulated internet says of a partner's names.
#include <algorithm>

#include "harness/script/parts.hpp"
#include "sansio/address.hpp"
#include "sansio/domain_name.hpp"

namespace script {
namespace {

using Kind = DnsFault::Kind;
constexpr Word<Kind> kind_words[] = {
    {"silent", Kind::silent},
    {"server-failure", Kind::server_failure},
    {"refused", Kind::refused},
    {"name-error", Kind::name_error},
    {"delay", Kind::delay},
    {"truncated", Kind::truncated},
    {"garbage", Kind::garbage},
    {"half", Kind::half},
    {"wrong-id", Kind::wrong_id},
    {"wrong-question", Kind::wrong_question},
    {"wrong-case", Kind::wrong_case},
    {"wrong-source", Kind::wrong_source},
    {"cut", Kind::cut},
};
constexpr Word<DnsRecord::Type> type_words[] = {
    {"A", DnsRecord::Type::a},     {"AAAA", DnsRecord::Type::aaaa}, {"CNAME", DnsRecord::Type::cname},
    {"SRV", DnsRecord::Type::srv}, {"SOA", DnsRecord::Type::soa},
};

/// SRV names begin with labels that no host has.
bool is_record_name(std::string_view name) {
    while (name.starts_with('_')) {
        auto const dot = name.find('.');
        if (dot == std::string_view::npos || dot < 2) return false;
        name.remove_prefix(dot + 1);
    }
    return sansio::is_domain_name(name);
}

DnsRecord read_record(Element const& element) {
    using Type = DnsRecord::Type;
    element.allow({"name", "type", "target", "address", "priority", "weight", "port", "ttl"});
    element.allow_nothing_inside();
    DnsRecord record;
    record.name = element.required("name");
    if (!record.name.empty() && !is_record_name(record.name))
        element.report("name",
                       "\"" + record.name + "\" is not a name such as _sipfederationtls._tcp.fabrikam.com");
    element.required("type");
    record.type = element.word<Type>("type", std::span<Word<Type> const>(type_words), Type::a);
    bool const points = record.type == Type::srv || record.type == Type::cname;
    bool const is_address = record.type == Type::a || record.type == Type::aaaa;
    if (points) {
        record.target = element.required("target");
        if (!record.target.empty() && record.target != "." && !is_record_name(record.target))
            element.report("target",
                           "\"" + record.target + "\" is not a domain name such as sip.fabrikam.com");
    } else if (element.has("target")) {
        element.report("target", "only SRV and CNAME have a target");
    }
    if (is_address)
        record.address = element.required("address");
    else if (element.has("address"))
        element.report("address", "only A and AAAA have an address");
    for (auto const* const word : {"priority", "weight", "port"})
        if (record.type != Type::srv && element.has(word))
            element.report(word, std::string("only SRV has a ") + word);
    auto const small = [&](std::string_view word, unsigned otherwise) {
        return static_cast<std::uint16_t>(element.number(word, 0, 65535).value_or(otherwise));
    };
    record.priority = small("priority", 0);
    record.weight = small("weight", 0);
    record.port = small("port", 5061);
    record.ttl_s = element.number("ttl", 0, 2'147'483'647).value_or(3600);
    return record;
}

DnsFault read_fault(Element const& element) {
    using Over = DnsFault::Over;
    element.allow({"kind", "name", "delay", "type", "over", "times", "server"});
    element.allow_nothing_inside();
    DnsFault fault;
    element.required("kind");
    fault.kind = element.word<Kind>("kind", std::span<Word<Kind> const>(kind_words), Kind::silent);
    fault.name = element.find("name").value_or("");
    if (element.has("name") && !is_record_name(fault.name))
        element.report("name", "\"" + fault.name + "\" is not a name such as sip.fabrikam.com");
    fault.delay = element.duration("delay").value_or(sansio::Duration{});
    if (element.has("delay") != (fault.kind == Kind::delay))
        element.report("kind=\"delay\" and delay=\"…\" belong together");
    if (element.has("type"))
        fault.type = element.word<DnsRecord::Type>("type", std::span<Word<DnsRecord::Type> const>(type_words),
                                                   DnsRecord::Type::a);
    fault.over = element.word<Over>("over", {{"udp", Over::udp}, {"tcp", Over::tcp}}, Over::both);
    if (auto const times = element.number("times", 1, 100'000)) fault.times = *times;
    if (auto const server = element.number("server", 1, 2)) fault.server = *server - 1;
    return fault;
}

/// An address is that of a machine of the cast, of nobody, or written down.
void check_address(Element const& element, DnsRecord const& record, Names const& names) {
    if (record.address.empty() || record.address == "nobody" || names.is_partner(record.address)) return;
    auto const parsed = sansio::IpAddress::parse(record.address);
    if (!parsed)
        element.report("address", "address is the id of a partner, nobody, or an IP address; \"" +
                                      record.address + "\" is none of them");
}

}  // namespace

std::string_view to_text(DnsFault::Kind kind) {
    for (auto const& [word, value] : kind_words)
        if (value == kind) return word;
    return "silent";
}

DnsChange read_dns(Element const& element, Names const& names) {
    element.allow({"of", "srv", "port", "address"});
    element.allow_children({"record", "fault"});
    element.allow_no_text();
    DnsChange change;
    change.partner = names.partner(element, "of");
    if (auto const srv = element.find("srv"); srv && *srv == "missing") {
        change.srv = DnsChange::Srv::missing;
    } else if (srv && *srv != "usual") {
        change.srv = DnsChange::Srv::other;
        change.target = *srv;
        if (!sansio::is_domain_name(*srv))
            element.report("srv", "srv is usual, missing or the name that the record shall hold");
    }
    if (auto const port = element.number("port", 1, 65535)) change.port = static_cast<std::uint16_t>(*port);
    change.address = element.word<bool>("address", {{"usual", true}, {"missing", false}}, true);
    if (change.srv == DnsChange::Srv::missing && (change.port || !change.address))
        element.report("without an SRV record neither port nor address is asked for");
    for (auto const& child : element.children("record")) {
        change.records.push_back(read_record(child));
        check_address(child, change.records.back(), names);
    }
    if (!change.records.empty() && (element.has("srv") || element.has("port") || element.has("address")))
        element.report(
            "<record>s stand for all that DNS says of the partner: no srv, port or address beside them");
    for (auto const& child : element.children("fault")) change.faults.push_back(read_fault(child));
    return change;
}

}  // namespace script
