// All connections of one host: their limits, their deadlines, and which of them have something to be written.
#pragma once
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "drivers/asio/connection.hpp"
#include "sansio/fifo_timers.hpp"

namespace drivers {

class ConnectionTable {
public:
    explicit ConnectionTable(Seat& seat);

    void connect(sansio::Connect const& wanted, std::shared_ptr<tls::Context const> context);
    void accept(sansio::ListenerId listener, Connection::Socket socket, sansio::Endpoint remote,
                std::shared_ptr<tls::Context const> context);
    void close(sansio::Close const& wanted);
    void mark_dirty(sansio::ConnectionId id);
    void mark_dirty(Connection& connection);
    bool dirty() const { return !dirty_.empty(); }
    /// One flush for each connection that is marked; what they mark meanwhile waits for the next call.
    void flush_dirty();

    std::optional<sansio::Time> next_deadline();
    void expire(sansio::Time now);
    void kill_all();
    /// Destroys what is gone; never while a connection of the table is at work.
    void sweep();

    /// `connection` has just left the phase `last`.
    void on_phase(Connection& connection, Connection::Phase last);

private:
    /// A phase is entered at most once, so a timer counts only while its connection is still in it.
    struct Armed {
        sansio::ConnectionId id;
        Connection::Phase phase;
    };
    using Timers = sansio::FifoTimers<Armed>;

    Connection* find(sansio::ConnectionId id);
    Timers* timers_of(Connection const& connection);
    void evict_oldest_handshake();
    Connection& add(sansio::ConnectionId id, std::shared_ptr<tls::Context const> context);

    Seat& seat_;
    std::unordered_map<sansio::ConnectionId, std::unique_ptr<Connection>> connections_;
    std::vector<Connection*> dirty_;
    std::vector<Connection*> flushing_;
    std::vector<sansio::ConnectionId> gone_;
    std::uint64_t next_accepted_ = 1;
    std::size_t handshakes_ = 0;
    Timers connecting_;
    Timers handshaking_;
    Timers being_accepted_;
    Timers closing_;
    Timers lingering_;
};

}  // namespace drivers
