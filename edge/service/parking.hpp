// Messages that wait for a look-up or a connection (design.md §1.3): copied once, with a deadline, capped per place and in all.
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "edge/dns/srv_selection.hpp"
#include "sansio/network.hpp"

namespace edge {

/// What a message waits for.
struct Awaited {
    enum class What : std::uint8_t { service, destination };
    What what = What::service;
    std::string name;  // the domain; empty: the inside
    auto operator<=>(Awaited const&) const = default;
};

struct ParkedMessage {
    sansio::ConnectionId from{};
    std::string wire;
    sansio::Time arrived{};  // at the edge; its waits add up from there
    std::optional<std::uint64_t>
        transaction{};  // the caller's own name for the transaction it belongs to; an ACK has none
    std::vector<dns::ServiceTarget> tried{};  // the servers it was sent to before (RFC 3263 §4.3)
    bool operator==(ParkedMessage const&) const = default;
};

struct ParkingLimits {
    std::uint64_t per_place = 1024 * 1024;  // bytes
    std::uint64_t in_all = 64 * 1024 * 1024;
};

class Parking {
public:
    Parking(ParkingLimits limits, sansio::Duration wait) : limits_(limits), wait_(wait) {}

    /// False, and nothing is kept, when the place or the whole is full.
    bool park(Awaited const& awaited, ParkedMessage message);
    /// All that waited for it, in the order they came.
    std::vector<ParkedMessage> release(Awaited const& awaited);
    /// One message whose time is up; nothing when none is.
    std::optional<ParkedMessage> take_expired(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const;

    bool empty() const { return places_.empty(); }
    std::uint64_t bytes() const { return bytes_; }
    void set_limits(ParkingLimits limits) { limits_ = limits; }

private:
    struct Held {
        std::uint64_t serial;
        ParkedMessage message;
    };
    struct Place {
        std::deque<Held> queue;
        std::uint64_t bytes = 0;
    };
    using Deadline = std::pair<sansio::Time, std::uint64_t>;  // and the serial

    ParkingLimits limits_;
    sansio::Duration wait_;
    std::map<Awaited, Place> places_;
    std::map<Deadline, Awaited> deadlines_;
    std::uint64_t bytes_ = 0;
    std::uint64_t serial_ = 0;
};

}  // namespace edge
