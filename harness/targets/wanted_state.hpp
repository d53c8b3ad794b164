// What a scenario wants of a target: as the JSON that its hooks get, and held against the facts that it declares.
//
//   {"action": "start",
//    "scenario": "sip/hello-in",
//    "domains": ["contoso.com"],
//    "external": {"fqdn": "sip.contoso.com", "address": "127.64.1.10", "port": 5061,
//                 "chain": "/…/external.pem", "key": "/…/external.key", "authorities": "/…/authorities.pem"},
//    "internal": {…},
//    "next_hop": {"fqdn": "pool01.contoso.com", "address": "127.64.1.20", "port": 5061},
//    "dns": ["127.64.1.2:10053", "127.64.1.3:10053"],
//    "federation": true, "discovery": false,
//    "allowed": [{"domain": "fabrikam.com"}, {"domain": "litware.com", "proxy_fqdn": "sip.litware.com"}],
//    "blocked": ["spam.example"],
//    "timers": {"t1_ms": 500, "t2_ms": 4000, "t4_ms": 5000, "scale": 1},
//    "folder": "/…",                          a folder of the scenario's own
//    "settings": {"limits": true}}            what is asked for besides, by its name; a hook that does not know one cannot apply it
#pragma once
#include <string>
#include <vector>

#include "edge/topology/topology.hpp"
#include "harness/script/scenario.hpp"
#include "harness/targets/target.hpp"
#include "sansio/address.hpp"

namespace targets {

struct WantedState {
    std::string action;    // "start", "stop", "apply"
    std::string scenario;  // id
    topology::Topology topology;
    std::string certificates_folder;  // where the files lie that the topology names
    std::vector<sansio::Endpoint> resolvers;
    std::string folder;
};

/// One JSON object and a line end.
std::string to_json(WantedState const& wanted);

/// Why a target of these facts is not in the state that the scenario wants; empty when it is. Compared are the names of its
/// two sides and its own domains, the two switches, and what its lists say of each domain of the cast and of the wanted lists.
std::string difference(Target const& target, topology::Topology const& wanted,
                       script::Scenario const& scenario);

}  // namespace targets
