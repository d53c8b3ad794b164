#include "harness/runner/deployment.hpp"

namespace runner {
namespace {

std::string service_name(std::string const& domain) {
    return "_sipfederationtls._tcp." + domain;
}

void add_address(internet::Zone& zone, std::string const& name, sansio::Endpoint const& endpoint) {
    zone.add({.name = name, .data = endpoint.address});
}

void add_service(internet::Zone& zone, std::string const& domain, std::string const& target,
                 std::uint16_t port) {
    zone.add({.name = service_name(domain), .data = internet::SrvRecord{.port = port, .target = target}});
}

}  // namespace

topology::Topology first_topology(script::Scenario const& scenario, NetworkPlan const& network,
                                  unsigned timer_scale) {
    auto const& organisation = scenario.cast.organisation;
    topology::Topology topology;
    topology.sip_domains.add({organisation.domain});
    topology.external = {organisation.external_edge, network.edge_external()};
    topology.internal = {organisation.internal_edge, network.edge_internal()};
    topology.next_hop = {organisation.pool, network.home_server()};
    topology.external_certificate = {external_chain_file, external_key_file, authorities_file};
    topology.internal_certificate = {internal_chain_file, internal_key_file, authorities_file};
    topology.timers.scale = timer_scale;
    return topology;
}

void add_records(internet::Zone& zone, script::Organisation const& organisation, NetworkPlan const& network) {
    add_service(zone, organisation.domain, organisation.external_edge, network.edge_external().port);
    add_address(zone, organisation.external_edge, network.edge_external());
}

void set_records(internet::Zone& zone, script::Partner const& partner, sansio::Endpoint server,
                 script::DnsChange const& before, script::DnsChange const& now) {
    using Srv = script::DnsChange::Srv;
    zone.remove(service_name(partner.domain), internet::RecordType::srv);
    zone.remove(partner.server, internet::RecordType::a);
    if (before.srv == Srv::other) zone.remove(before.target, internet::RecordType::a);
    // Without its SRV record the server is still there: who knows its name finds it.
    std::string const& target = now.srv == Srv::other ? now.target : partner.server;
    if (now.srv != Srv::missing) add_service(zone, partner.domain, target, now.port.value_or(server.port));
    if (!now.address) return;
    add_address(zone, partner.server, server);
    if (target != partner.server) add_address(zone, target, server);
}

}  // namespace runner
