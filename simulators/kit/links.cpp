#include "simulators/kit/links.hpp"

#include <algorithm>
#include <utility>

#include "simulators/kit/identity.hpp"

namespace kit {
namespace {

constexpr std::uint16_t sip_tls_port = 5061;

std::string target_of(std::string_view host, std::uint16_t port) {
    return std::string(host) + ":" + std::to_string(port);
}

}  // namespace

std::string Hop::key() const {
    switch (kind) {
        case Kind::fixed:
            return "fixed";
        case Kind::domain:
            return "domain " + name;
        case Kind::host:
            return target_of(name, port == 0 ? sip_tls_port : port);
    }
    return {};
}

Links::Links(PartySettings const& settings, sansio::Random random) : settings_(settings) {
    if (auto const* srv = std::get_if<FoundBySrv>(&settings.next_hop))
        lookups_.emplace(LookupSettings{srv->resolver, settings.listen.address, settings.timers.dns_retry, 3},
                         random);
}

void Links::send(Hop const& hop, Outgoing message, sansio::Time now) {
    auto const key = hop.key();
    auto target = key;
    if (auto const known = domain_targets_.find(key); known != domain_targets_.end()) target = known->second;
    if (auto const link = ready_.find(target); link != ready_.end()) {
        events_.push_back(Deliverable{link->second, std::move(message)});
        return;
    }
    bool const dialling =
        std::ranges::any_of(dialled_, [&](auto const& one) { return one.second.target == target; });
    auto& queue = waiting_[dialling ? target : key];
    if (queue.size() >= settings_.queue_size_max) {
        events_.push_back(Undeliverable{std::move(message), "too many requests wait for the connection"});
        return;
    }
    queue.push_back(std::move(message));
    if (dialling) return;
    if (auto const* fixed = std::get_if<FixedHop>(&settings_.next_hop))
        return dial(key, fixed->endpoint, fixed->expected_name);
    if (!looked_up_.insert(key).second) return;
    if (hop.kind == Hop::Kind::domain)
        lookups_->find_domain(key, hop.name, now);
    else
        lookups_->find_host(key, hop.name, hop.port == 0 ? sip_tls_port : hop.port, now);
}

bool Links::connected(sansio::ConnectionId connection, sansio::PeerIdentity const& identity) {
    auto const dialled = dialled_.find(connection);
    if (dialled == dialled_.end()) return true;
    auto const [target, expected_name] = dialled->second;
    dialled_.erase(dialled);
    if (!expected_name.empty() && !holds_name(identity, expected_name)) {
        give_up(target,
                "the peer's certificate does not name " + expected_name + " but " + describe(identity));
        return false;
    }
    ready_[target] = connection;
    deliver(target, connection);
    return true;
}

void Links::failed(sansio::ConnectionId connection, std::string const& why) {
    auto const dialled = dialled_.find(connection);
    if (dialled == dialled_.end()) return;
    auto const target = dialled->second.target;
    dialled_.erase(dialled);
    give_up(target, why);
}

void Links::closed(sansio::ConnectionId connection) {
    std::erase_if(ready_, [connection](auto const& link) { return link.second == connection; });
}

void Links::handle(sansio::Input const& input, sansio::Time now) {
    if (!lookups_) return;
    lookups_->handle(input, now);
    while (auto const found = lookups_->poll_found()) take_found(*found);
}

void Links::expire(sansio::Time now) {
    if (!lookups_) return;
    lookups_->expire(now);
    while (auto const found = lookups_->poll_found()) take_found(*found);
}

std::optional<sansio::Time> Links::next_deadline() const {
    return lookups_ ? lookups_->next_deadline() : std::nullopt;
}

std::optional<sansio::Action> Links::poll_action() {
    return lookups_ ? lookups_->poll_action() : std::nullopt;
}

std::optional<LinkEvent> Links::poll_event() {
    if (events_.empty()) return std::nullopt;
    auto event = std::move(events_.front());
    events_.pop_front();
    return event;
}

void Links::dial(std::string const& target, sansio::Endpoint remote, std::string expected_name) {
    auto const connection = take_id();
    dialled_[connection] = {target, std::move(expected_name)};
    events_.push_back(Dial{connection, remote});
}

void Links::take_found(Found const& found) {
    looked_up_.erase(found.key);
    if (!found.fault.empty()) return give_up(found.key, found.fault);
    auto const target = target_of(found.host, found.endpoint.port);
    if (target != found.key) {
        domain_targets_[found.key] = target;
        move_waiting(found.key, target);
    }
    if (auto const link = ready_.find(target); link != ready_.end()) return deliver(target, link->second);
    bool const dialling =
        std::ranges::any_of(dialled_, [&](auto const& one) { return one.second.target == target; });
    if (!dialling) dial(target, found.endpoint, found.host);
}

void Links::move_waiting(std::string const& from, std::string const& to) {
    auto const queue = waiting_.find(from);
    if (queue == waiting_.end()) return;
    auto messages = std::move(queue->second);
    waiting_.erase(queue);
    std::ranges::move(messages, std::back_inserter(waiting_[to]));
}

void Links::deliver(std::string const& target, sansio::ConnectionId connection) {
    auto const queue = waiting_.find(target);
    if (queue == waiting_.end()) return;
    for (auto& message : queue->second) events_.push_back(Deliverable{connection, std::move(message)});
    waiting_.erase(queue);
}

void Links::give_up(std::string const& key, std::string const& why) {
    auto const queue = waiting_.find(key);
    if (queue == waiting_.end()) return;
    for (auto& message : queue->second) events_.push_back(Undeliverable{std::move(message), why});
    waiting_.erase(queue);
}

}  // namespace kit
