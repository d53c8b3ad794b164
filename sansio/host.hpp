// The contract of an aggregate core that lives on a network: the edge and every simulated party (style.md §2.1).
#pragma once
#include <optional>
#include <span>

#include "sansio/network.hpp"

namespace sansio {

/// Driven in turns: inputs and expiries go in, then poll_action() until it is empty, then the driver takes unsent bytes
/// of each connection that a Send named, as far as the peer takes them, and says how many with sent().
/// The driver takes bytes only while its own backlog of that connection is small, so that a slow peer's bytes stay with
/// the host, which sees them in unsent(connection).size() and decides what to refuse.
/// Whoever else changes a host (a command of a scenario, a new configuration) tells the driver by Driver::touch.
class Host {
public:
    Host() = default;
    Host(Host const&) = delete;
    Host& operator=(Host const&) = delete;
    virtual ~Host() = default;

    /// Called once, before anything else: the host emits its Listen and OpenSocket actions.
    virtual void start(Time now) = 0;
    virtual void handle(Input const& input, Time now) = 0;
    /// now >= *next_deadline(). Too early a call does nothing.
    virtual void expire(Time now) = 0;
    virtual std::optional<Time> next_deadline() const = 0;
    virtual std::optional<Action> poll_action() = 0;
    /// Plain bytes that wait for `connection`, one contiguous run, valid until the next call that is not const.
    virtual std::span<std::byte const> unsent(ConnectionId connection) const = 0;
    virtual void sent(ConnectionId connection, std::size_t count) = 0;
};

}  // namespace sansio
