// What will happen in a simulated world and when: the network's doings first, then the turns of hosts in drawn order.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "drivers/virtual/tcp.hpp"

namespace drivers::simulation {

/// A SYN reaches the server's address.
struct SynDue {
    std::shared_ptr<Tcp> tcp;
};
/// The first segment under way to `to` arrives.
struct SegmentDue {
    std::shared_ptr<Tcp> tcp;
    Side to;
};
/// Word of room in the window reaches `sender`.
struct WindowDue {
    std::shared_ptr<Tcp> tcp;
    Side sender;
};
/// The network gives up a connection for one side: no route, or nothing acknowledged for too long.
struct GiveUpDue {
    std::shared_ptr<Tcp> tcp;
    Side side;
    bool no_route;
};
struct DatagramDue {
    sansio::Endpoint from;
    sansio::Endpoint to;
    Link const* link;
    std::string bytes;
};
/// A limit of time that the driver set to a connection.
struct LimitDue {
    HostId host;
    sansio::ConnectionId connection;
};
/// The host may have reached its deadline.
struct DeadlineDue {
    HostId host;
};
/// The host has something to do.
struct TurnDue {
    HostId host;
};

using Event =
    std::variant<SynDue, SegmentDue, WindowDue, GiveUpDue, DatagramDue, LimitDue, DeadlineDue, TurnDue>;

class EventQueue {
public:
    explicit EventQueue(sansio::Random random) : random_(random) {}

    /// Events of one instant happen in the order of push(), turns after all others and among each other by lot.
    void push(sansio::Time due, Event event);
    std::optional<sansio::Time> next() const;
    /// The first event; there is one.
    Event pop();
    std::size_t size() const { return heap_.size(); }

private:
    struct Entry {
        sansio::Time due;
        std::uint64_t lot;  // 0 for all but turns
        std::uint64_t sequence;
        Event event;
    };
    static bool later(Entry const& a, Entry const& b);

    sansio::Random random_;
    std::uint64_t pushed_ = 0;
    std::vector<Entry> heap_;
};

}  // namespace drivers::simulation
