// One end of a connection, as its host's driver sees it: a channel (TLS, its twin or raw) on a simulated TCP.
#pragma once
#include <functional>
#include <memory>
#include <optional>

#include "drivers/tls/channel.hpp"
#include "drivers/virtual/network.hpp"
#include "sansio/host.hpp"

namespace drivers::simulation {

/// What one look at a connection brought, in the order of the members.
struct Reading {
    std::optional<sansio::PeerIdentity> established;
    sansio::ByteBuffer plain;
    bool peer_closed = false;  // in order: nothing more is read, flush() ends the connection
    bool ended = false;
    std::optional<sansio::ConnectionFault> fault;  // only with `ended`
};

class VirtualConnection {
public:
    enum class State : std::uint8_t { connecting, handshaking, open, closing, gone };
    using MakeChannel = std::function<std::unique_ptr<tls::Channel>()>;
    using Sent = std::function<void(std::span<std::byte const>)>;

    /// `make_channel` is called when TCP is open.
    VirtualConnection(std::shared_ptr<Tcp> tcp, Side side, MakeChannel make_channel);

    Reading read(Network& network);
    /// Takes plain bytes from `host` while fewer than `backlog_max` wait here, and hands on what the window takes.
    void flush(sansio::Host& host, Network& network, std::size_t backlog_max, Sent const& sent);
    /// Nothing more is read for the host; flush() ends the connection once all is sent.
    void close() { state_ = State::closing; }
    void abort(Network& network);
    /// The network has ended it already.
    void forget() { state_ = State::gone; }

    State state() const { return state_; }
    bool established() const { return state_ == State::open; }
    std::size_t backlog() const { return channel_ ? channel_->unsent().size() : 0; }
    sansio::ConnectionId id() const { return tcp_->end(side_).connection; }
    Side side() const { return side_; }
    Tcp& tcp() const { return *tcp_; }
    sansio::Endpoint local() const { return tcp_->end(side_).endpoint; }
    sansio::Endpoint remote() const { return tcp_->end(other(side_)).endpoint; }

    bool read_queued = false;  // its host will look at it in the next turn
    bool flush_queued = false;
    bool paused = false;                // not read because its host owes it too much
    std::optional<sansio::Time> limit;  // of the connect, the handshake or the close

private:
    void take_events(Reading& reading);
    void hand_on(Network& network);
    void end(Network& network);

    std::shared_ptr<Tcp> tcp_;
    Side side_;
    State state_ = State::connecting;
    MakeChannel make_channel_;
    std::unique_ptr<tls::Channel> channel_;
    bool end_seen_ = false;
    bool peer_closed_ = false;
    bool close_sent_ = false;
};

}  // namespace drivers::simulation
