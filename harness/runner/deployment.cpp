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
    // One for all deployments: dialogs outlive a restart of the edge (Set-FedproofEdge gives it another).
    topology.route_keys.current = "5d1f0a2c6b7e88943c0d9a41e2f7b6580914c3d2a5e6f7b8190a2b3c4d5e6f70";
    return topology;
}

void add_records(internet::Zone& zone, script::Organisation const& organisation, NetworkPlan const& network) {
    add_service(zone, organisation.domain, organisation.external_edge, network.edge_external().port);
    add_address(zone, organisation.external_edge, network.edge_external());
}

void add_inside(internet::Zone& zone, script::Organisation const& organisation, NetworkPlan const& network) {
    add_address(zone, organisation.internal_edge, network.edge_internal());
    add_address(zone, organisation.pool, network.home_server());
}

void set_records(internet::Zone& zone, script::Partner const& partner, sansio::Endpoint server,
                 script::DnsChange const& before, script::DnsChange const& now) {
    using Srv = script::DnsChange::Srv;
    if (partner.machine_of.empty()) zone.remove(service_name(partner.domain), internet::RecordType::srv);
    zone.remove(partner.server, internet::RecordType::a);
    if (!now.records.empty()) return;
    if (before.srv == Srv::other) zone.remove(before.target, internet::RecordType::a);
    // Without its SRV record the server is still there: who knows its name finds it.
    std::string const& target = now.srv == Srv::other ? now.target : partner.server;
    bool const has_service = now.srv != Srv::missing && partner.machine_of.empty();
    if (has_service) add_service(zone, partner.domain, target, now.port.value_or(server.port));
    if (!now.address) return;
    add_address(zone, partner.server, server);
    if (target != partner.server) add_address(zone, target, server);
}

internet::DnsRecord zone_record(script::DnsRecord const& record,
                                std::function<sansio::IpAddress(std::string const& id)> const& address_of) {
    using Type = script::DnsRecord::Type;
    internet::DnsRecord made{.name = record.name, .data = internet::SoaRecord{}, .ttl_s = record.ttl_s};
    switch (record.type) {
        case Type::a:
        case Type::aaaa: {
            auto const written = sansio::IpAddress::parse(record.address);
            made.data = written ? *written : address_of(record.address);
            break;
        }
        case Type::cname:
            made.data = internet::CnameRecord{record.target};
            break;
        case Type::srv:
            made.data = internet::SrvRecord{record.priority, record.weight, record.port,
                                            record.target == "." ? std::string() : record.target};
            break;
        case Type::soa:
            made.data = internet::SoaRecord{record.ttl_s};
            break;
    }
    return made;
}

internet::DnsFault server_fault(script::DnsFault const& fault) {
    using Kind = script::DnsFault::Kind;
    using Made = internet::DnsFault::Kind;
    using Over = script::DnsFault::Over;
    using Transport = internet::DnsFault::Transport;
    constexpr std::pair<Kind, Made> kinds[] = {{Kind::silent, Made::silent},
                                               {Kind::server_failure, Made::server_failure},
                                               {Kind::refused, Made::refused},
                                               {Kind::name_error, Made::name_error},
                                               {Kind::delay, Made::delay},
                                               {Kind::truncated, Made::truncated},
                                               {Kind::garbage, Made::garbage},
                                               {Kind::half, Made::half},
                                               {Kind::wrong_id, Made::wrong_id},
                                               {Kind::wrong_question, Made::wrong_question},
                                               {Kind::wrong_case, Made::wrong_case},
                                               {Kind::wrong_source, Made::wrong_source},
                                               {Kind::cut, Made::cut}};
    constexpr std::pair<script::DnsRecord::Type, internet::RecordType> types[] = {
        {script::DnsRecord::Type::a, internet::RecordType::a},
        {script::DnsRecord::Type::aaaa, internet::RecordType::aaaa},
        {script::DnsRecord::Type::cname, internet::RecordType::cname},
        {script::DnsRecord::Type::srv, internet::RecordType::srv},
        {script::DnsRecord::Type::soa, internet::RecordType::soa}};
    internet::DnsFault made;
    for (auto const& [kind, other] : kinds)
        if (kind == fault.kind) made.kind = other;
    for (auto const& [type, other] : types)
        if (fault.type == type) made.type = other;
    made.delay = fault.delay;
    if (fault.over != Over::both) made.over = fault.over == Over::udp ? Transport::udp : Transport::tcp;
    made.times = fault.times;
    made.server = fault.server;
    return made;
}

}  // namespace runner
