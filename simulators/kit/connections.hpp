// All connections of a party, opened and accepted: bytes to messages one way, messages to bytes the other.
// Every message and every change of a connection goes through here into the journal, except what was received, whose
// meaning the user agent knows.
#pragma once
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "simulators/kit/links.hpp"
#include "simulators/kit/outbox.hpp"
#include "simulators/kit/scribe.hpp"
#include "simulators/wire/slicer.hpp"

namespace kit {

struct Arrived {
    sansio::ConnectionId connection;
    sansio::Endpoint remote;
    wire::RawMessage message;
};
using ConnectionEvent = std::variant<Arrived, Undeliverable>;

class Connections {
public:
    Connections(PartySettings const& settings, Scribe& scribe, sansio::Random random);

    void start();
    /// By the party's own way to `hop`; a message that never gets there comes back as Undeliverable.
    void send(Hop const& hop, Outgoing message, sansio::Time now);
    sansio::ConnectionId dial(sansio::Endpoint remote, sansio::TlsProfile profile);
    /// False when the connection is gone.
    bool send_on(sansio::ConnectionId connection, Outgoing const& message, sansio::Time now);
    void close(sansio::ConnectionId connection, sansio::Close::Way way);
    std::vector<sansio::ConnectionId> ready() const;

    void handle(sansio::Input const& input, sansio::Time now);
    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const;
    std::optional<sansio::Action> poll_action();
    std::optional<ConnectionEvent> poll_event();
    std::span<std::byte const> unsent(sansio::ConnectionId connection) const;
    void sent(sansio::ConnectionId connection, std::size_t count);

private:
    struct Connection {
        sansio::Endpoint remote;
        wire::Slicer slicer;
        Outbox outbox;
        bool closing = false;
    };

    void on(sansio::Accepted const& accepted, sansio::Time now);
    void on(sansio::Connected const& connected, sansio::Time now);
    void on(sansio::ConnectFailed const& failed, sansio::Time now);
    void on(sansio::Received const& received, sansio::Time now);
    void on(sansio::Closed const& closed, sansio::Time now);
    void on(sansio::ListenFailed const& failed, sansio::Time now);
    template <class Other>
    void on(Other const&, sansio::Time) {}
    void take_keep_alives(sansio::ConnectionId id, Connection& connection, std::size_t before,
                          sansio::Time now);
    void refuse_peer(sansio::ConnectionId connection, std::string text, sansio::Time now);
    void take_link_events(sansio::Time now);

    PartySettings const& settings_;
    Scribe& scribe_;
    Links links_;
    std::map<sansio::ConnectionId, Connection> connections_;
    std::deque<sansio::Action> actions_;
    std::deque<ConnectionEvent> events_;
};

}  // namespace kit
