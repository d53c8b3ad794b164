#include "simulators/kit/connections.hpp"

#include <algorithm>
#include <utility>

#include "simulators/kit/identity.hpp"

namespace kit {
namespace {

constexpr sansio::ListenerId listener_id{1};

}  // namespace

Connections::Connections(PartySettings const& settings, Scribe& scribe, sansio::Random random)
    : settings_(settings), scribe_(scribe), links_(settings, random) {}

void Connections::start() {
    actions_.push_back(sansio::Listen{listener_id, settings_.listen, settings_.profile});
    links_.start();
}

void Connections::send(Hop const& hop, Outgoing message, sansio::Time now) {
    links_.send(hop, std::move(message), now);
    take_link_events(now);
}

sansio::ConnectionId Connections::dial(sansio::Endpoint remote, sansio::TlsProfile profile) {
    auto const connection = links_.take_id();
    actions_.push_back(sansio::Connect{connection, remote, settings_.listen.address, profile, {}});
    return connection;
}

bool Connections::send_on(sansio::ConnectionId connection, Outgoing const& message, sansio::Time now) {
    auto const found = connections_.find(connection);
    if (found == connections_.end() || found->second.closing) return false;
    scribe_.sent(now, {connection, message.user, message.automatic}, message.text);
    auto& outbox = found->second.outbox;
    if (message.piece_size == 0)
        outbox.send(message.text, now);
    else
        outbox.send_in_pieces(message.text, message.piece_size, message.piece_gap, now);
    if (outbox.release(now)) actions_.push_back(sansio::Send{connection});
    return true;
}

void Connections::close(sansio::ConnectionId connection, sansio::Close::Way way) {
    auto const found = connections_.find(connection);
    if (found == connections_.end() || found->second.closing) return;
    found->second.closing = true;
    links_.closed(connection);
    actions_.push_back(sansio::Close{connection, way});
}

std::vector<sansio::ConnectionId> Connections::ready() const {
    std::vector<sansio::ConnectionId> ids;
    for (auto const& [id, connection] : connections_)
        if (!connection.closing) ids.push_back(id);
    return ids;
}

void Connections::handle(sansio::Input const& input, sansio::Time now) {
    std::visit([this, now](auto const& event) { on(event, now); }, input);
    links_.handle(input, now);
    take_link_events(now);
}

void Connections::expire(sansio::Time now) {
    links_.expire(now);
    take_link_events(now);
    for (auto& [id, connection] : connections_)
        if (!connection.closing && connection.outbox.release(now)) actions_.push_back(sansio::Send{id});
}

std::optional<sansio::Time> Connections::next_deadline() const {
    auto next = links_.next_deadline();
    for (auto const& [id, connection] : connections_) {
        if (connection.closing) continue;
        auto const due = connection.outbox.next_deadline();
        if (due && (!next || *due < *next)) next = due;
    }
    return next;
}

std::optional<sansio::Action> Connections::poll_action() {
    if (auto action = links_.poll_action()) return action;
    if (actions_.empty()) return std::nullopt;
    auto action = std::move(actions_.front());
    actions_.pop_front();
    return action;
}

std::optional<ConnectionEvent> Connections::poll_event() {
    if (events_.empty()) return std::nullopt;
    auto event = std::move(events_.front());
    events_.pop_front();
    return event;
}

std::span<std::byte const> Connections::unsent(sansio::ConnectionId connection) const {
    auto const found = connections_.find(connection);
    return found == connections_.end() ? std::span<std::byte const>{} : found->second.outbox.unsent();
}

void Connections::sent(sansio::ConnectionId connection, std::size_t count) {
    if (auto const found = connections_.find(connection); found != connections_.end())
        found->second.outbox.sent(count);
}

void Connections::on(sansio::Accepted const& accepted, sansio::Time now) {
    connections_[accepted.connection].remote = accepted.remote;
    auto const& names = settings_.accepted_names;
    bool const expected = names.empty() || std::ranges::any_of(names, [&](auto const& name) {
                              return holds_name(accepted.identity, name);
                          });
    scribe_.connection(now, Observation::Kind::accepted, accepted.connection, describe(accepted.identity),
                       accepted.identity.resumed);
    if (!expected) refuse_peer(accepted.connection, describe(accepted.identity), now);
}

void Connections::on(sansio::Connected const& connected, sansio::Time now) {
    connections_[connected.connection].remote = connected.remote;
    scribe_.connection(now, Observation::Kind::connected, connected.connection, describe(connected.identity),
                       connected.identity.resumed);
    if (!links_.connected(connected.connection, connected.identity))
        refuse_peer(connected.connection, describe(connected.identity), now);
}

void Connections::on(sansio::ConnectFailed const& failed, sansio::Time now) {
    auto const text = describe(failed.fault);
    scribe_.connection(now, Observation::Kind::connect_failed, failed.connection, text);
    links_.failed(failed.connection, text);
}

void Connections::on(sansio::Received const& received, sansio::Time now) {
    auto const found = connections_.find(received.connection);
    if (found == connections_.end() || found->second.closing) return;
    auto& slicer = found->second.slicer;
    auto const before = slicer.keep_alives();
    slicer.receive(received.bytes);
    while (auto next = slicer.next()) {
        if (auto* message = std::get_if<wire::RawMessage>(&*next)) {
            events_.push_back(Arrived{received.connection, found->second.remote, std::move(*message)});
            continue;
        }
        auto const fault = std::get<wire::SliceFault>(*next);
        auto const place = " at byte " + std::to_string(fault.offset) + " of the stream";
        scribe_.note(now, "unreadable", wire::to_text(fault.rule) + place, received.connection);
        close(received.connection, sansio::Close::Way::abort);
    }
    take_keep_alives(received.connection, found->second, before, now);
}

/// RFC 5626 §3.5.1: two CRLFs are a ping and are answered with one, which is the pong.
void Connections::take_keep_alives(sansio::ConnectionId id, Connection& connection, std::size_t before,
                                   sansio::Time now) {
    auto const count = connection.slicer.keep_alives() - before;
    if (count == 0) return;
    scribe_.note(now, "keep_alive", count == 1 ? "CRLF" : std::to_string(count) + " CRLFs", id);
    if (count < 2 || connection.closing) return;
    connection.outbox.send("\r\n", now);
    if (connection.outbox.release(now)) actions_.push_back(sansio::Send{id});
}

void Connections::on(sansio::Closed const& closed, sansio::Time now) {
    links_.closed(closed.connection);
    connections_.erase(closed.connection);
    scribe_.connection(now, Observation::Kind::closed, closed.connection,
                       closed.fault ? describe(*closed.fault) : std::string());
}

void Connections::on(sansio::ListenFailed const& failed, sansio::Time now) {
    scribe_.note(now, "listen_failed", failed.text);
}

void Connections::refuse_peer(sansio::ConnectionId connection, std::string text, sansio::Time now) {
    scribe_.note(now, "unexpected_peer", std::move(text), connection);
    close(connection, sansio::Close::Way::abort);
}

void Connections::take_link_events(sansio::Time now) {
    while (auto event = links_.poll_event()) {
        if (auto* dial = std::get_if<Dial>(&*event)) {
            actions_.push_back(sansio::Connect{
                dial->connection, dial->remote, settings_.listen.address, settings_.profile, {}});
        } else if (auto* ready = std::get_if<Deliverable>(&*event)) {
            if (!send_on(ready->connection, ready->message, now))
                events_.push_back(Undeliverable{std::move(ready->message), "the connection is gone"});
        } else {
            events_.push_back(std::move(std::get<Undeliverable>(*event)));
        }
    }
}

}  // namespace kit
