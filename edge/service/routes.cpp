#include "edge/service/routes.hpp"

#include <algorithm>

namespace edge {

namespace {
// Beyond this, destinations that lead nowhere at the moment are forgotten: partners that are discovered have no other bound.
constexpr std::size_t places_max = 10'000;
}  // namespace

Routes::Routes(dns::Settings settings, dns::TargetRule rule, sansio::Random random)
    : lookups_(settings, rule, random) {}

std::optional<sansio::ConnectionId> Routes::reach(Way const& way, sansio::Time) {
    auto found = places_.find(way.domain);
    if (found != places_.end() && found->second.destination.way() != way) {
        // The configuration leads elsewhere now; what runs over the old connection ends there.
        forget(found->second);
        places_.erase(found);
        found = places_.end();
    }
    if (found == places_.end() && places_.size() >= places_max)
        std::erase_if(places_, [](auto const& entry) { return entry.second.destination.idle(); });
    if (found == places_.end()) found = places_.emplace(way.domain, Place{Destination(way), {}}).first;
    auto& place = found->second;
    if (place.destination.ready()) return place.connection;
    if (place.destination.idle()) {
        place.destination.want();
        changed_.push_back(way.domain);
    }
    return std::nullopt;
}

void Routes::connected(sansio::Connected const& input) {
    auto* const place = place_of(input.connection);
    if (!place) {
        actions_.emplace_back(sansio::Close{input.connection, sansio::Close::Way::abort});
        return;
    }
    place->remote = input.remote;
    place->identity = input.identity;
    place->destination.connected(input.identity);
    changed_.push_back(place->destination.way().domain);
}

void Routes::connect_failed(sansio::ConnectFailed const& input) {
    auto* const place = place_of(input.connection);
    if (!place) return;
    forget(*place);
    place->destination.connect_failed(input.fault);
    changed_.push_back(place->destination.way().domain);
}

bool Routes::lost(sansio::ConnectionId connection) {
    auto* const place = place_of(connection);
    if (!place) return false;
    forget(*place);
    place->destination.lost();
    return true;
}

std::optional<Routes::Event> Routes::poll_event(sansio::Time now) {
    for (;;) {
        while (auto action = lookups_.poll_action(now))
            if (auto event = hear(std::move(*action))) return event;
        if (changed_.empty()) return std::nullopt;
        auto const domain = changed_.front();
        auto const place = places_.find(domain);
        auto event = place == places_.end() ? std::nullopt : drive(domain, place->second, now);
        if (event) return event;
        changed_.pop_front();
    }
}

std::optional<Routes::Event> Routes::hear(Lookups::Action action) {
    if (auto* const datagram = std::get_if<dns::SendDatagram>(&action)) {
        actions_.emplace_back(sansio::SendDatagram{dns_socket, datagram->to, std::move(datagram->bytes)});
        return std::nullopt;
    }
    if (auto* const known = std::get_if<ServiceKnown>(&action)) {
        if (auto const place = places_.find(known->domain); place != places_.end()) {
            place->second.destination.service_known(*known->service);
            changed_.push_back(known->domain);
        }
        return std::move(*known);
    }
    auto const& known = std::get<AddressesKnown>(action);
    for (auto& [domain, place] : places_) {
        if (place.destination.fqdn() != known.fqdn) continue;
        place.destination.addresses_known(known.addresses);
        changed_.push_back(domain);
    }
    return std::nullopt;
}

std::optional<Routes::Event> Routes::drive(std::string const& domain, Place& place, sansio::Time now) {
    while (auto action = place.destination.poll_action()) {
        if (std::holds_alternative<Destination::WantService>(*action)) {
            lookups_.want_service(domain, now);
        } else if (auto const* const wanted = std::get_if<Destination::WantAddresses>(&*action)) {
            lookups_.want_addresses(wanted->fqdn, now);
        } else if (auto const* const open = std::get_if<Destination::Open>(&*action)) {
            place.connection = sansio::ConnectionId{next_connection_++};
            domains_.emplace(*place.connection, domain);
            auto const profile = domain.empty() ? inside_profile : outside_profile;
            actions_.emplace_back(
                sansio::Connect{*place.connection, open->remote, std::nullopt, profile, open->server_name});
        } else if (std::holds_alternative<Destination::Discard>(*action)) {
            actions_.emplace_back(sansio::Close{*place.connection, sansio::Close::Way::flush});
            forget(place);
        } else if (std::holds_alternative<Destination::Ready>(*action)) {
            return Reached{domain, place.destination.fqdn(), *place.connection, place.remote,
                           std::move(place.identity)};
        } else {
            return NotReached{domain, std::move(std::get<Destination::Failed>(*action).why)};
        }
    }
    return std::nullopt;
}

std::optional<sansio::Action> Routes::poll_action() {
    if (actions_.empty()) return std::nullopt;
    auto action = std::move(actions_.front());
    actions_.pop_front();
    return action;
}

bool Routes::busy() const {
    return lookups_.busy() || std::ranges::any_of(places_, [](auto const& entry) {
               auto const& destination = entry.second.destination;
               return !destination.idle() && !destination.ready();
           });
}

Routes::Place* Routes::place_of(sansio::ConnectionId connection) {
    auto const domain = domains_.find(connection);
    if (domain == domains_.end()) return nullptr;
    auto const place = places_.find(domain->second);
    return place == places_.end() ? nullptr : &place->second;
}

void Routes::forget(Place& place) {
    if (place.connection) domains_.erase(*place.connection);
    place.connection.reset();
}

}  // namespace edge
