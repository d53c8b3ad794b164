// What a party is: names, users, where it listens and how it finds the other side.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sansio/network.hpp"
#include "sansio/time.hpp"
#include "simulators/kit/dialect.hpp"

namespace kit {

struct User {
    std::string address;       // "bob@fabrikam.com"
    std::string display_name;  // "Bob"
};

/// RFC 3261 §17; a scenario with scaled timers divides all of them.
struct TimerValues {
    sansio::Duration t1 = std::chrono::milliseconds{500};
    sansio::Duration t2 = std::chrono::seconds{4};
    sansio::Duration dns_retry = std::chrono::seconds{1};  // one of three tries
};

/// Everything goes to one place: how a home server reaches its edge.
struct FixedHop {
    sansio::Endpoint endpoint;
    std::string expected_name;  // must stand in the peer's certificate; empty: not checked
};

/// SRV _sipfederationtls._tcp.<domain>, then A or AAAA of the target, which must stand in the peer's certificate.
struct FoundBySrv {
    sansio::Endpoint resolver;
};

struct PartySettings {
    std::string name;       // in the journal: "fabrikam"
    std::string domain;     // SIP domain: "fabrikam.com"
    std::string host_name;  // own FQDN: "sip.fabrikam.com"
    std::vector<User> users;
    sansio::Endpoint listen;
    sansio::TlsProfile profile{0};  // as server and as client
    std::variant<FixedHop, FoundBySrv> next_hop;
    Dialect const* dialect = nullptr;
    TimerValues timers;
    /// Names of which an accepted peer's certificate must hold one; empty: any peer that TLS let in.
    std::vector<std::string> accepted_names;
    /// Header lines added to each request outside of a dialog, as the party's own servers would.
    std::vector<std::string> request_headers;
    std::optional<bool> record_routes;  // overrides the dialect's trait
    /// 404 to an unknown user carries the dialect's diagnostics (a home server inside) or not (what crosses an edge).
    bool shows_diagnostics = false;
    std::size_t queue_size_max = 1'000;  // requests that wait for one connection
    std::uint64_t seed = 1;
};

}  // namespace kit
