#include "drivers/virtual/engine.hpp"

#include <algorithm>

namespace drivers::simulation {

namespace {

/// Labels of Random::fork.
enum Stream : std::uint64_t { network_stream = 1, tls_stream = 2, first_host_stream = 1'000 };

}  // namespace

Engine::Engine(WorldSettings settings)
    : random_(settings.seed),
      tls_random_(random_.fork(tls_stream).next()),
      network_(settings.default_link, random_.fork(network_stream), *this),
      surroundings_{network_, settings} {}

HostId Engine::add(HostSetup setup) {
    auto const id = HostId{++hosts_added_};
    auto slot = std::make_unique<HostSlot>(id, std::move(setup), surroundings_,
                                           random_.fork(first_host_stream + hosts_added_));
    wake(*hosts_.emplace(id, std::move(slot)).first->second);
    return id;
}

void Engine::remove(HostId host) {
    auto const found = hosts_.find(host);
    if (found == hosts_.end()) return;
    found->second->die();
    hosts_.erase(found);
}

bool Engine::run_turn(sansio::Time until) {
    tls::DeterministicScope const scope(tls_random_);
    for (auto next = network_.queue().next(); next && *next <= until; next = network_.queue().next()) {
        if (*next > network_.now()) {
            network_.set_now(*next);
            turns_of_instant_ = 0;
        }
        auto const event = network_.queue().pop();
        if (std::visit([&](auto const& due) { return happen(due); }, event)) return true;
    }
    if (until > network_.now()) {
        network_.set_now(until);
        turns_of_instant_ = 0;
    }
    return false;
}

void Engine::wake(HostSlot& slot) {
    if (slot.frozen || std::exchange(slot.woken, true)) return;
    network_.queue().push(network_.now(), TurnDue{slot.id()});
}

HostSlot* Engine::find(HostId host) {
    auto const found = hosts_.find(host);
    return found == hosts_.end() ? nullptr : found->second.get();
}

void Engine::sever(Link const& link) {
    for (auto& [id, slot] : hosts_) slot->sever(link);
}

template <class Act>
void Engine::tell(HostId host, Act act) {
    auto* const slot = find(host);
    if (slot == nullptr) return;
    act(*slot);
    if (slot->restless()) wake(*slot);
}

bool Engine::connection_came(std::shared_ptr<Tcp> const& tcp) {
    bool accepted = false;
    tell(tcp->end(Side::server).host, [&](HostSlot& slot) { accepted = slot.accept(tcp); });
    return accepted;
}

void Engine::stream_changed(TcpEnd const& end) {
    tell(end.host, [&](HostSlot& slot) { slot.stream_changed(end.connection); });
}

void Engine::window_opened(TcpEnd const& end) {
    tell(end.host, [&](HostSlot& slot) { slot.window_opened(end.connection); });
}

void Engine::gave_up(TcpEnd const& end, sansio::ConnectionFault const& fault) {
    tell(end.host, [&](HostSlot& slot) { slot.gave_up(end.connection, fault); });
}

void Engine::datagram_came(Claim const& socket, sansio::Endpoint from, std::string bytes) {
    tell(socket.host,
         [&](HostSlot& slot) { slot.datagram_came(sansio::SocketId{socket.id}, from, std::move(bytes)); });
}

void Engine::datagram_lost(Claim const& socket, sansio::Endpoint from, sansio::Endpoint to,
                           std::string const& bytes) {
    tell(socket.host,
         [&](HostSlot& slot) { slot.tap_datagram(TapEvent::Kind::datagram_lost, from, to, bytes); });
}

bool Engine::happen(TurnDue const& event) {
    auto* const slot = find(event.host);
    if (slot == nullptr) return false;
    slot->woken = false;
    if (slot->frozen) return false;
    if (++turns_of_instant_ > surroundings_.settings.events_per_instant_max)
        throw WorldError("livelock: " + std::to_string(turns_of_instant_ - 1) + " turns at " +
                         std::to_string(network_.now().time_since_epoch().count()) +
                         " us without time passing; the last " + "would be of host " + slot->setup().name);
    slot->turn();
    if (slot->restless()) wake(*slot);
    arm(*slot);
    return true;
}

bool Engine::happen(DeadlineDue const& event) {
    auto* const slot = find(event.host);
    if (slot == nullptr || !slot->armed || *slot->armed > network_.now()) return false;
    slot->armed.reset();
    arm(*slot);
    return false;
}

bool Engine::happen(LimitDue const& event) {
    tell(event.host, [&](HostSlot& slot) { slot.limit_reached(event.connection); });
    return false;
}

void Engine::arm(HostSlot& slot) {
    auto const due = slot.next_deadline();
    if (!due) return;
    if (*due <= network_.now()) return wake(slot);
    // A deadline that moved back is found out when the earlier one comes, so the queue holds few of them.
    if (slot.armed && *slot.armed <= *due) return;
    slot.armed = due;
    network_.queue().push(*due, DeadlineDue{slot.id()});
}

}  // namespace drivers::simulation
