// The edge's connections: who is at the other end, what is read from it and what waits to be sent.
#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>

#include "edge/policy/verdict.hpp"
#include "edge/sip/framing.hpp"
#include "sansio/byte_buffer.hpp"
#include "sansio/fifo_timers.hpp"
#include "sansio/network.hpp"

namespace edge {

/// Which side of the edge a connection is on. It decides what its requests may do and which headers cross.
enum class Side : std::uint8_t { outside, inside };

struct Link {
    sansio::ConnectionId connection{};
    Side side = Side::outside;
    sansio::Endpoint remote;
    sansio::PeerIdentity identity;
    std::string peer;  // the host that we verified to be there; empty on a link that the peer opened
    std::string
        domain;  // the partner's domain that it was opened for; empty: the inside, or opened by the peer
    policy::Partner partner = policy::Partner::listed;  // how that domain came to be allowed
    sip::Framer framer;
    sansio::ByteBuffer out;
    sansio::Time last_used{};
    std::uint64_t taken = 0;    // bytes that the driver took since the beginning
    std::uint64_t turn = 0;     // the turn of the latest write
    std::size_t left_over = 0;  // of `out` when that turn began: what the peer did not take
    bool announced = false;     // the driver knows that `out` is not empty
    bool closing = false;       // Close was asked for: nothing more is read or written
};

class Links {
public:
    Links(sansio::Duration idle, std::size_t hard_cap) : idle_timers_(idle), hard_cap_(hard_cap) {}

    Link& add(sansio::ConnectionId connection, Side side, sansio::Endpoint remote,
              sansio::PeerIdentity identity, sansio::Time now);
    Link* find(sansio::ConnectionId connection);
    Link const* find(sansio::ConnectionId connection) const;
    void remove(sansio::ConnectionId connection) { links_.erase(connection); }
    std::size_t size() const { return links_.size(); }
    /// Nothing waits to be sent anywhere.
    bool all_sent() const;

    /// To be called before each write. What a turn itself adds is no backlog: the driver takes it at the turn's end.
    /// A peer that leaves the hard cap lying is cut (design.md §1.4).
    void about_to_write(Link& link);
    /// `link.out` has grown: the driver is told, once.
    void written(Link& link);
    /// The driver has all actions of this turn.
    void end_turn() { ++turn_; }
    void set_hard_cap(std::size_t hard_cap) { hard_cap_ = hard_cap; }
    void sent(sansio::ConnectionId connection, std::size_t count);
    void close(Link& link, sansio::Close::Way way);
    /// Closes every link for which `which` is true, in the order they came to be.
    void close_if(std::function<bool(Link const&)> const& which, sansio::Close::Way way);

    /// Closes what has been silent for the idle time (facts/wire.md §1.3).
    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const { return idle_timers_.next(); }
    std::optional<sansio::Action> poll_action();

private:
    std::unordered_map<sansio::ConnectionId, std::unique_ptr<Link>> links_;
    sansio::FifoTimers<sansio::ConnectionId> idle_timers_;
    std::deque<sansio::Action> actions_;
    std::size_t hard_cap_;
    std::uint64_t turn_ = 1;
};

}  // namespace edge
