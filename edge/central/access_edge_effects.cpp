// The cmdlets of the one access edge configuration: Get-CsAccessEdgeConfiguration, Set-CsAccessEdgeConfiguration.
#include <array>
#include <optional>

#include "edge/central/effects.hpp"
#include "edge/topology/values.hpp"
#include "sansio/domain_name.hpp"

namespace central {
namespace {

using topology::AccessEdge;

struct Switch {
    std::string_view name;
    bool AccessEdge::*member;
};
constexpr std::string_view tls_count_name = "OutgoingTlsCountForFederatedPartners";
constexpr std::array<Switch, 4> switches{
    {{"AllowFederatedUsers", &AccessEdge::allow_federated_users},
     {"EnablePartnerDiscovery", &AccessEdge::enable_partner_discovery},
     {"EnableArchivingDisclaimer", &AccessEdge::enable_archiving_disclaimer},
     {"MarkSourceVerifiableOnOutgoingMessages", &AccessEdge::mark_source_verifiable_on_outgoing_messages}}};

/// There is one configuration, and it is called global.
std::optional<Fault> refuse_other_identity(Command const& command) {
    Argument const* const identity = command.find("Identity");
    if (!identity || sansio::equal_ignoring_case(identity->value, "global")) return std::nullopt;
    return Fault{identity->place,
                 "there is no access edge configuration \"" + identity->value + "\", only global"};
}

}  // namespace

sansio::Result<Records, Fault> get_access_edge_configuration(Command const& command,
                                                             topology::Topology& topology) {
    if (auto fault = refuse_other_identity(command)) return sansio::unexpected(std::move(*fault));
    Record record{{"Identity", "Global"}, {"RoutingMethod", "UseDnsSrvRouting"}};
    for (Switch const& one : switches)
        record.emplace_back(one.name, topology.access_edge.*one.member ? "True" : "False");
    record.emplace_back(tls_count_name,
                        std::to_string(topology.access_edge.outgoing_tls_count_for_federated_partners));
    return Records{std::move(record)};
}

sansio::Result<Records, Fault> set_access_edge_configuration(Command const& command,
                                                             topology::Topology& topology) {
    if (auto fault = refuse_other_identity(command)) return sansio::unexpected(std::move(*fault));
    for (Switch const& one : switches)
        if (Argument const* const argument = command.find(one.name))
            topology.access_edge.*one.member = argument->value == "True";
    if (Argument const* const argument = command.find(tls_count_name))
        if (auto const count = topology::TlsCountValue::parse(argument->value))
            topology.access_edge.outgoing_tls_count_for_federated_partners = *count;
    return Records{};
}

}  // namespace central
