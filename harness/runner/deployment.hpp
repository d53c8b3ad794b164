// What a scenario's cast means for its world: the edge's first topology and everybody's DNS records.
#pragma once
#include <functional>
#include <string>

#include "edge/topology/topology.hpp"
#include "harness/runner/network_plan.hpp"
#include "harness/script/scenario.hpp"
#include "simulators/internet/dns_server.hpp"

namespace runner {

/// Names of the certificate files that the topology of first_topology() mentions.
inline constexpr auto external_chain_file = "external.pem";
inline constexpr auto external_key_file = "external.key";
inline constexpr auto internal_chain_file = "internal.pem";
inline constexpr auto internal_key_file = "internal.key";
inline constexpr auto authorities_file = "authorities.pem";

/// As it is before the first management command: no federation at all.
topology::Topology first_topology(script::Scenario const& scenario, NetworkPlan const& network,
                                  unsigned timer_scale);

/// SRV and A of the organisation's edge.
void add_records(internet::Zone& zone, script::Organisation const& organisation, NetworkPlan const& network);
/// A of the edge's inner side and of the home server.
void add_inside(internet::Zone& zone, script::Organisation const& organisation, NetworkPlan const& network);
/// What DNS says of a partner, instead of what it said before `before` was changed to `now`.
void set_records(internet::Zone& zone, script::Partner const& partner, sansio::Endpoint server,
                 script::DnsChange const& before, script::DnsChange const& now);

/// `address_of` knows the machines of the cast and nobody.
internet::DnsRecord zone_record(script::DnsRecord const& record,
                                std::function<sansio::IpAddress(std::string const& id)> const& address_of);
internet::DnsFault server_fault(script::DnsFault const& fault);

}  // namespace runner
