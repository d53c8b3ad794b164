#include "drivers/asio/connection_table.hpp"

#include "sansio/check.hpp"

namespace drivers {

using Phase = Connection::Phase;
using namespace std::chrono_literals;

namespace {

// How long a peer may take what its host has closed, and how long its FIN may stay away after ours.
constexpr sansio::Duration closing_max = 10s;
constexpr sansio::Duration lingering_max = 2s;

sansio::ConnectionFault over_limit(char const* limit) {
    return {sansio::ConnectionFault::Stage::limit, {}, limit};
}

}  // namespace

ConnectionTable::ConnectionTable(Seat& seat)
    : seat_(seat),
      connecting_(seat.limits.connect_timeout),
      handshaking_(seat.limits.handshake_timeout),
      being_accepted_(seat.limits.handshake_timeout),
      closing_(closing_max),
      lingering_(lingering_max) {}

void ConnectionTable::connect(sansio::Connect const& wanted, std::shared_ptr<tls::Context const> context) {
    if (connections_.size() >= seat_.limits.connections_max)
        return seat_.deliver(sansio::ConnectFailed{wanted.connection, over_limit("connections_max")});
    add(wanted.connection, std::move(context)).connect(wanted);
}

void ConnectionTable::accept(sansio::ListenerId listener, Connection::Socket socket, sansio::Endpoint remote,
                             std::shared_ptr<tls::Context const> context) {
    if (connections_.size() >= seat_.limits.connections_max)
        return seat_.deliver(sansio::AcceptFailed{listener, remote, over_limit("connections_max")});
    if (handshakes_ >= seat_.limits.handshakes_max) evict_oldest_handshake();
    auto const id = sansio::ConnectionId{sansio::accepted_bit | next_accepted_++};
    add(id, std::move(context)).accept(listener, std::move(socket), remote);
}

/// Whoever is new may be honest; who has waited longest has had his chance.
void ConnectionTable::evict_oldest_handshake() {
    while (auto const armed = being_accepted_.take_oldest()) {
        Connection* const connection = find(armed->id);
        if (connection != nullptr && connection->phase() == armed->phase)
            return connection->evict(over_limit("handshakes_max"));
    }
}

void ConnectionTable::close(sansio::Close const& wanted) {
    if (Connection* const connection = find(wanted.connection)) connection->close(wanted.way);
}

void ConnectionTable::mark_dirty(sansio::ConnectionId id) {
    if (Connection* const connection = find(id)) mark_dirty(*connection);
}

void ConnectionTable::mark_dirty(Connection& connection) {
    if (std::exchange(connection.marked_dirty, true)) return;
    dirty_.push_back(&connection);
}

void ConnectionTable::flush_dirty() {
    flushing_.clear();
    flushing_.swap(dirty_);
    for (Connection* const connection : flushing_) {
        connection->marked_dirty = false;
        connection->flush();
    }
}

std::optional<sansio::Time> ConnectionTable::next_deadline() {
    std::optional<sansio::Time> earliest;
    for (Timers* const timers : {&connecting_, &handshaking_, &being_accepted_, &closing_, &lingering_}) {
        timers->drop_front_while([this](Armed const& armed) {
            Connection const* const connection = find(armed.id);
            return connection == nullptr || connection->phase() != armed.phase;
        });
        auto const next = timers->next();
        if (next && (!earliest || *next < *earliest)) earliest = next;
    }
    return earliest;
}

void ConnectionTable::expire(sansio::Time now) {
    for (Timers* const timers : {&connecting_, &handshaking_, &being_accepted_, &closing_, &lingering_})
        while (auto const armed = timers->take(now)) {
            Connection* const connection = find(armed->id);
            if (connection != nullptr && connection->phase() == armed->phase) connection->on_timeout();
        }
}

void ConnectionTable::kill_all() {
    for (auto const& [id, connection] : connections_) {
        // One that lingers has said goodbye: a reset would take its last bytes from the peer.
        if (connection->phase() == Phase::lingering)
            connection->destroy();
        else
            connection->kill();
    }
    sweep();
}

void ConnectionTable::sweep() {
    if (gone_.empty()) return;
    std::erase_if(dirty_, [](Connection const* connection) { return connection->phase() == Phase::gone; });
    for (sansio::ConnectionId const id : gone_) {
        auto node = connections_.extract(id);
        seat_.bury(std::move(node.mapped()));
    }
    gone_.clear();
}

void ConnectionTable::on_phase(Connection& connection, Phase last) {
    Phase const phase = connection.phase();
    if (connection.incoming() && last == Phase::handshaking) --handshakes_;
    if (connection.incoming() && phase == Phase::handshaking) ++handshakes_;
    if (Timers* const timers = timers_of(connection)) timers->arm({connection.id(), phase}, seat_.loop.now());
    if (phase == Phase::gone) gone_.push_back(connection.id());
}

Connection* ConnectionTable::find(sansio::ConnectionId id) {
    auto const found = connections_.find(id);
    return found == connections_.end() ? nullptr : found->second.get();
}

ConnectionTable::Timers* ConnectionTable::timers_of(Connection const& connection) {
    switch (connection.phase()) {
        case Phase::connecting:
            return &connecting_;
        case Phase::handshaking:
            return connection.incoming() ? &being_accepted_ : &handshaking_;
        case Phase::closing:
            return &closing_;
        case Phase::lingering:
            return &lingering_;
        default:
            return nullptr;
    }
}

Connection& ConnectionTable::add(sansio::ConnectionId id, std::shared_ptr<tls::Context const> context) {
    auto const [place, is_new] =
        connections_.emplace(id, std::make_unique<Connection>(seat_, *this, id, std::move(context)));
    sansio::check(is_new, "a host never uses a connection's number twice");
    return *place->second;
}

}  // namespace drivers
