// One TCP connection of a host: a socket, the channel on it, and their common life from the request to the last FIN.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/ip/tcp.hpp>

#include "drivers/asio/endpoints.hpp"
#include "drivers/asio/seat.hpp"

namespace drivers {

class ConnectionTable;

class Connection : public SocketPart {
public:
    /// The core knows the connection's id while it is `open` or `closing`, and after a Connect of its own before that.
    enum class Phase : std::uint8_t {
        created,
        connecting,
        handshaking,
        open,
        closing,    // everything of the core's is still sent
        lingering,  // told to the core as gone; our last bytes and the peer's FIN are still under way
        gone,
    };
    using Socket = boost::asio::ip::tcp::socket;

    /// `context` null: plain TCP.
    Connection(Seat& seat, ConnectionTable& table, sansio::ConnectionId id,
               std::shared_ptr<tls::Context const> context);

    void connect(sansio::Connect const& wanted);
    void accept(sansio::ListenerId listener, Socket socket, sansio::Endpoint remote);

    /// Encrypts and writes what waits, until the socket or the turn is full.
    void flush();
    void close(sansio::Close::Way way);
    /// The phase lasted too long.
    void on_timeout();
    /// Ends a handshake that the limits have no room for any longer.
    void evict(sansio::ConnectionFault fault);
    /// Resets without a word to the core.
    void kill();
    /// Closes the socket as it is, without a reset.
    void destroy();

    sansio::ConnectionId id() const { return id_; }
    Phase phase() const { return phase_; }
    bool incoming() const { return listener_.has_value(); }

    bool marked_dirty = false;  // belongs to the table

private:
    void begin(tls::Role role);
    void enter(Phase next);
    void establish(sansio::PeerIdentity identity);
    void begin_closing();
    void linger();
    /// Tells the core, and ends the connection as far as it is concerned.
    void fail(sansio::ConnectionFault fault);
    void report_end(std::optional<sansio::ConnectionFault> fault);

    void wait_readable();
    void wait_writable();
    void resume_reading();
    bool paused() const;
    void read();
    void take(std::span<std::byte const> bytes);
    void take_events();
    void on_end_of_stream();
    void on_peer_closed();
    void on_broken(error_code const& error);

    bool core_knows() const { return phase_ == Phase::open || phase_ == Phase::closing; }
    void encrypt();
    std::span<std::byte const> outgoing() const;
    void forget(std::size_t count);
    /// Nothing is left to be written; true if that brought forth something new.
    bool on_all_sent();

    Seat& seat_;
    ConnectionTable& table_;
    sansio::ConnectionId const id_;
    std::shared_ptr<tls::Context const> context_;
    std::string server_name_;
    std::optional<sansio::ListenerId> listener_;
    sansio::Endpoint local_;
    sansio::Endpoint remote_;
    Socket socket_;
    std::unique_ptr<tls::Channel> channel_;
    Phase phase_ = Phase::created;
    bool reading_ = false;       // a handler waits for bytes
    bool writing_ = false;       // a handler waits for room
    bool peer_closed_ = false;   // in order: close_notify, or FIN on plain TCP
    bool stream_ended_ = false;  // FIN
    bool said_goodbye_ = false;  // close_notify is in the channel
    bool shut_down_ = false;     // our FIN is sent
};

}  // namespace drivers
