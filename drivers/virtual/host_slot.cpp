#include "drivers/virtual/host_slot.hpp"

#include <algorithm>

#include "sansio/check.hpp"

namespace drivers::simulation {

namespace {

constexpr std::uint64_t datagram_lanes = std::uint64_t{1}
                                         << 62U;  // above the numbers that hosts give connections

std::uint64_t lane_of(sansio::ConnectionId connection) {
    return static_cast<std::uint64_t>(connection);
}
std::uint64_t lane_of(sansio::SocketId socket) {
    return datagram_lanes + static_cast<std::uint64_t>(socket);
}

}  // namespace

HostSlot::HostSlot(HostId id, HostSetup setup, Surroundings& surroundings, sansio::Random random)
    : id_(id),
      name_(surroundings.network.links().index(setup.name)),
      setup_(std::move(setup)),
      surroundings_(surroundings),
      random_(random) {
    sansio::check(setup_.host != nullptr, "a host is given");
    for (auto const& address : setup_.addresses) surroundings_.network.own(address, name_);
}

void HostSlot::turn() {
    auto& host = *setup_.host;
    auto const now = surroundings_.network.now();
    if (!std::exchange(started_, true)) host.start(now);
    auto arrivals = std::exchange(inbox_, {});
    draw_order(arrivals);
    for (auto const& arrival : arrivals) std::visit([&](auto const& what) { take(what); }, arrival.what);
    auto const due = host.next_deadline();
    if (due && *due <= now) host.expire(now);
    settle();
}

void HostSlot::draw_order(std::vector<Arrival>& arrivals) {
    if (arrivals.size() < 2) return;
    std::map<std::uint64_t, std::uint64_t> lots;
    for (auto const& arrival : arrivals)
        if (!lots.contains(arrival.lane)) lots.emplace(arrival.lane, random_.next());
    std::stable_sort(arrivals.begin(), arrivals.end(),
                     [&](Arrival const& a, Arrival const& b) { return lots[a.lane] < lots[b.lane]; });
}

void HostSlot::settle() {
    poll_actions();
    // sent() may be what a host waited for, so its actions are polled again until a flush moves nothing.
    while (!flushes_.empty()) {
        flush_queued();
        poll_actions();
    }
    resume_paused();
}

void HostSlot::poll_actions() {
    std::size_t count = 0;
    while (auto const action = setup_.host->poll_action()) {
        if (++count > actions_per_turn_max)
            throw WorldError("host " + setup_.name + " emits actions without end");
        std::visit([&](auto const& what) { perform(what); }, *action);
    }
}

void HostSlot::flush_queued() {
    for (auto const id : std::exchange(flushes_, {})) {
        auto* const connection = find(id);
        if (connection == nullptr) continue;
        connection->flush_queued = false;
        connection->flush(*setup_.host, surroundings_.network, setup_.limits.backlog_max,
                          [&](auto bytes) { tap(TapEvent::Kind::sent, *connection, bytes); });
        if (connection->state() != VirtualConnection::State::gone) continue;
        tap(TapEvent::Kind::closed, *connection);
        answer(lane_of(id), sansio::Closed{id, std::nullopt});
        connections_.erase(id);
    }
}

void HostSlot::resume_paused() {
    for (auto const id : std::exchange(paused_, {})) {
        auto* const connection = find(id);
        if (connection == nullptr) continue;
        if (owes_too_much(*connection)) {
            paused_.push_back(id);
        } else {
            connection->paused = false;
            queue_read(*connection);
        }
    }
}

bool HostSlot::owes_too_much(VirtualConnection const& connection) const {
    return connection.established() &&
           setup_.host->unsent(connection.id()).size() + connection.backlog() > setup_.limits.unread_pause;
}

bool HostSlot::accept(std::shared_ptr<Tcp> const& tcp) {
    auto const& remote = tcp->end(Side::client).endpoint;
    sansio::ConnectionFault fault;
    fault.stage = sansio::ConnectionFault::Stage::limit;
    if (connections_.size() >= setup_.limits.connections_max) fault.text = "connections_max";
    if (handshakes_.size() >= setup_.limits.handshakes_max) evict_oldest_handshake();
    if (!fault.text.empty()) {
        answer(datagram_lanes - 1, sansio::AcceptFailed{tcp->listener, remote, fault});
        return false;
    }
    auto const id = sansio::ConnectionId{sansio::accepted_bit | ++accepted_};
    tcp->end(Side::server).connection = id;
    handshakes_.insert(id);
    auto const profile = listeners_.at(tcp->listener).profile;
    VirtualConnection connection(tcp, Side::server, channel_maker(tls::Role::server, profile, "", tcp));
    set_limit(connections_.emplace(id, std::move(connection)).first->second, setup_.limits.handshake_timeout);
    return true;
}

/// Whoever is new may be honest; who has waited longest has had his chance.
void HostSlot::evict_oldest_handshake() {
    if (handshakes_.empty()) return;
    auto const oldest = connections_.find(*handshakes_.begin());
    handshakes_.erase(handshakes_.begin());
    auto& connection = oldest->second;
    sansio::ConnectionFault const fault{sansio::ConnectionFault::Stage::limit, {}, "handshakes_max"};
    connection.abort(surroundings_.network);
    tap(TapEvent::Kind::accept_failed, connection, {}, &fault);
    answer(lane_of(oldest->first),
           sansio::AcceptFailed{connection.tcp().listener, connection.remote(), fault});
    connections_.erase(oldest);
}

void HostSlot::stream_changed(sansio::ConnectionId id) {
    if (auto* const connection = find(id)) queue_read(*connection);
}

void HostSlot::window_opened(sansio::ConnectionId id) {
    if (auto* const connection = find(id)) queue_flush(*connection);
}

void HostSlot::gave_up(sansio::ConnectionId id, sansio::ConnectionFault const& fault) {
    inbox_.push_back({lane_of(id), GiveUp{id, fault}});
}

void HostSlot::limit_reached(sansio::ConnectionId id) {
    auto const* const connection = find(id);
    if (connection == nullptr || !connection->limit || *connection->limit > surroundings_.network.now())
        return;
    inbox_.push_back({lane_of(id), LimitReached{id}});
}

void HostSlot::datagram_came(sansio::SocketId socket, sansio::Endpoint from, std::string bytes) {
    inbox_.push_back({lane_of(socket), Datagram{socket, from, std::move(bytes)}});
}

void HostSlot::die() {
    for (auto& [id, connection] : connections_) connection.abort(surroundings_.network);
    surroundings_.network.listeners().release_all(id_);
    surroundings_.network.sockets().release_all(id_);
}

void HostSlot::sever(Link const& link) {
    for (auto& [id, connection] : connections_)
        if (connection.tcp().link == &link) surroundings_.network.sever(connection.tcp());
}

void HostSlot::take(ReadStream const& arrival) {
    auto* const connection = find(arrival.connection);
    if (connection == nullptr) return;
    connection->read_queued = false;
    if (owes_too_much(*connection)) {
        if (!std::exchange(connection->paused, true)) paused_.push_back(arrival.connection);
        return;
    }
    auto const was_established = connection->state() >= VirtualConnection::State::open;
    auto const before = connection->state();
    auto reading = connection->read(surroundings_.network);
    if (before == VirtualConnection::State::connecting &&
        connection->state() == VirtualConnection::State::handshaking)
        set_limit(*connection, setup_.limits.handshake_timeout);
    if (reading.established) {
        connection->limit.reset();
        establish(*connection, std::move(*reading.established));
    }
    if (!reading.plain.empty()) deliver(*connection, reading.plain.bytes());
    if (reading.peer_closed) {
        // What the host still has for the peer goes first, then it hears of the end.
        set_limit(*connection, close_timeout);
        return queue_flush(*connection);
    }
    if (reading.ended)
        conclude(*connection, was_established || reading.established.has_value(), std::move(reading.fault));
    else if (connection->backlog() > 0 || reading.established)
        queue_flush(*connection);
}

void HostSlot::take(GiveUp const& arrival) {
    auto* const connection = find(arrival.connection);
    if (connection == nullptr) return;
    auto const was_established = connection->state() >= VirtualConnection::State::open;
    connection->forget();
    conclude(*connection, was_established, arrival.fault);
}

void HostSlot::take(LimitReached const& arrival) {
    auto* const connection = find(arrival.connection);
    if (connection == nullptr || !connection->limit) return;
    auto const state = connection->state();
    sansio::ConnectionFault fault;
    using Stage = sansio::ConnectionFault::Stage;
    if (state == VirtualConnection::State::connecting)
        fault = {Stage::timed_out, {}, "no answer to the connection request"};
    else if (state == VirtualConnection::State::handshaking)
        fault = {Stage::tls_timed_out, {}, "no end of the handshake"};
    else
        fault = {Stage::limit, {}, "the peer did not take what was left"};
    connection->abort(surroundings_.network);
    conclude(*connection, state >= VirtualConnection::State::open, std::move(fault));
}

void HostSlot::take(Datagram const& arrival) {
    auto const socket = sockets_.find(arrival.socket);
    if (socket == sockets_.end()) return;
    tap_datagram(TapEvent::Kind::datagram_received, socket->second.local, arrival.from, arrival.bytes);
    setup_.host->handle(
        sansio::DatagramReceived{arrival.socket, arrival.from, sansio::as_bytes(arrival.bytes)},
        surroundings_.network.now());
}

void HostSlot::take(sansio::Input const& input) {
    setup_.host->handle(input, surroundings_.network.now());
}

void HostSlot::establish(VirtualConnection const& connection, sansio::PeerIdentity identity) {
    bool const client = connection.side() == Side::client;
    tap(client ? TapEvent::Kind::connected : TapEvent::Kind::accepted, connection);
    if (client)
        return take(
            sansio::Connected{connection.id(), connection.local(), connection.remote(), std::move(identity)});
    handshakes_.erase(connection.id());
    take(sansio::Accepted{connection.id(), connection.tcp().listener, connection.local(), connection.remote(),
                          std::move(identity)});
}

void HostSlot::conclude(VirtualConnection& connection, bool was_established,
                        std::optional<sansio::ConnectionFault> fault) {
    auto const id = connection.id();
    auto const* const why = fault ? &*fault : nullptr;
    bool const client = connection.side() == Side::client;
    auto const failed = client ? TapEvent::Kind::connect_failed : TapEvent::Kind::accept_failed;
    tap(was_established ? TapEvent::Kind::closed : failed, connection, {}, why);
    auto const listener = connection.tcp().listener;
    auto const remote = connection.remote();
    connections_.erase(id);
    if (was_established) return take(sansio::Closed{id, std::move(fault)});
    if (client) return take(sansio::ConnectFailed{id, fault.value_or(sansio::ConnectionFault{})});
    handshakes_.erase(id);
    take(sansio::AcceptFailed{listener, remote, fault.value_or(sansio::ConnectionFault{})});
}

void HostSlot::deliver(VirtualConnection const& connection, std::span<std::byte const> plain) {
    for (auto const size : draw_cuts(plain.size(), random_)) {
        auto const piece = plain.first(size);
        plain = plain.subspan(size);
        tap(TapEvent::Kind::received, connection, piece);
        take(sansio::Received{connection.id(), piece});
    }
}

void HostSlot::queue_read(VirtualConnection& connection) {
    if (connection.paused || std::exchange(connection.read_queued, true)) return;
    inbox_.push_back({lane_of(connection.id()), ReadStream{connection.id()}});
}

void HostSlot::queue_flush(VirtualConnection& connection) {
    if (!std::exchange(connection.flush_queued, true)) flushes_.push_back(connection.id());
}

void HostSlot::set_limit(VirtualConnection& connection, sansio::Duration wait) {
    connection.limit = surroundings_.network.now() + wait;
    surroundings_.network.queue().push(*connection.limit, LimitDue{id_, connection.id()});
}

VirtualConnection* HostSlot::find(sansio::ConnectionId id) {
    auto const found = connections_.find(id);
    return found == connections_.end() ? nullptr : &found->second;
}

void HostSlot::tap(TapEvent::Kind kind, VirtualConnection const& connection, std::span<std::byte const> bytes,
                   sansio::ConnectionFault const* fault) const {
    if (!surroundings_.tap) return;
    surroundings_.tap({kind, surroundings_.network.now(), setup_.name, connection.id(), connection.local(),
                       connection.remote(), bytes, fault});
}

void HostSlot::tap_datagram(TapEvent::Kind kind, sansio::Endpoint local, sansio::Endpoint remote,
                            std::string_view bytes) const {
    if (!surroundings_.tap) return;
    surroundings_.tap({kind,
                       surroundings_.network.now(),
                       setup_.name,
                       {},
                       local,
                       remote,
                       sansio::as_bytes(bytes),
                       nullptr});
}

}  // namespace drivers::simulation
