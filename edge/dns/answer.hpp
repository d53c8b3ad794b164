// What DNS said to one question, in plain values.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sansio/address.hpp"
#include "sansio/time.hpp"

namespace dns {

enum class Type : std::uint16_t { a = 1, aaaa = 28, srv = 33 };

/// RFC 2782. `target` has no dot at the end; the root, which means "no such service here", is an empty target.
struct SrvRecord {
    std::uint16_t priority = 0;
    std::uint16_t weight = 0;
    std::uint16_t port = 0;
    std::string target;
    bool operator==(SrvRecord const&) const = default;
};

struct Answer {
    enum class Outcome : std::uint8_t {
        found,
        no_data,         // the name exists, without a record of this type
        no_such_name,    // NXDOMAIN
        server_failure,  // SERVFAIL, REFUSED and every other code
        timed_out,       // no answer to any try
        truncated,       // the answer does not fit into a datagram, and none came over TCP
        malformed,       // its CNAMEs lead in a circle, or too far
        overloaded,      // not asked: too many questions are open
        bad_name,        // not asked: not a name that DNS can carry
    };
    Outcome outcome = Outcome::timed_out;
    std::vector<SrvRecord> services;           // in the order of the message
    std::vector<sansio::IpAddress> addresses;  // in the order of the message
    sansio::Time expires{};  // until when it may be used again; not after `now`: this once only
    bool is_stale = false;   // its time is over, and no server could say anything newer (RFC 8767)
    std::string text;        // for people, when nothing was found

    bool found() const { return outcome == Outcome::found; }
    /// DNS has answered that there is no such record, as opposed to not having answered usefully.
    bool is_absent() const { return outcome == Outcome::no_data || outcome == Outcome::no_such_name; }
    bool operator==(Answer const&) const = default;
};

}  // namespace dns
