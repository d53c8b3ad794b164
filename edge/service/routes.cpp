#include "edge/service/routes.hpp"

#include <algorithm>

#include "sansio/check.hpp"

namespace edge {

namespace {
// Beyond this, destinations that lead nowhere at the moment are forgotten: partners that are discovered have no other bound.
constexpr std::size_t places_max = 10'000;
constexpr std::size_t penalties_max = 10'000;
}  // namespace

Routes::Routes(dns::Settings settings, dns::TargetRule rule, RouteSettings values, sansio::Random random)
    : lookups_(std::move(settings), rule, random), values_(values) {
    lookups_.send_from(values_.outside_address);
}

bool Routes::Place::quiet() const {
    return std::ranges::all_of(legs, [](Leg const& leg) { return leg.destination.idle(); });
}

Routes::Place& Routes::place_for(Way const& way) {
    auto found = places_.find(way.domain);
    if (found != places_.end() && found->second.way != way) {
        // The configuration leads elsewhere now; what runs over the old connections ends there.
        for (auto& leg : found->second.legs) retire(leg);
        places_.erase(found);
        found = places_.end();
    }
    if (found == places_.end() && places_.size() >= places_max)
        std::erase_if(places_, [](auto const& entry) { return entry.second.quiet(); });
    if (found == places_.end()) {
        found = places_.try_emplace(way.domain).first;
        found->second.way = way;
    }
    auto& place = found->second;
    // While a connection lives its Call-IDs stay on it, so their shares change only when there is none.
    std::size_t const count = way.domain.empty() ? 1 : std::clamp(values_.links_per_partner, 1U, links_max);
    if (place.legs.size() != count && place.quiet()) {
        place.legs.assign(count, Leg(way));
        place.leg_of = {0, 1, 2, 3};
    }
    return place;
}

Reach Routes::reach(Way const& way, std::uint64_t call_id_hash, sansio::Time now,
                    std::span<dns::ServiceTarget const> tried) {
    auto& place = place_for(way);
    auto const share = static_cast<std::uint8_t>(call_id_hash % place.legs.size());
    auto const& leg = place.legs[place.leg_of[share]];
    if (!leg.destination.ready()) return begin(place, share, now, tried);
    if (std::ranges::find(tried, leg.destination.server()) != tried.end()) return elsewhere(place, tried);
    if (!penalties_.empty())
        if (auto penalised = penalties(now)(leg.destination.server());
            penalised && !penalised->is_last_resort)
            return std::move(penalised->why);
    return *leg.connection;
}

/// The share's own connection leads to where the request was already.
Reach Routes::elsewhere(Place const& place, std::span<dns::ServiceTarget const> tried) const {
    for (auto const& leg : place.legs)
        if (leg.destination.ready() && std::ranges::find(tried, leg.destination.server()) == tried.end())
            return *leg.connection;
    Unreachable why;
    why.diagnostic = 1007;
    why.parameters = {{"cause", "Every server of the peer was tried"}};
    return why;
}

/// The share has no ready connection.
Reach Routes::begin(Place& place, std::uint8_t share, sansio::Time now,
                    std::span<dns::ServiceTarget const> tried) {
    auto& chosen = place.leg_of[share];
    // Whoever stood in is gone.
    if (chosen != share && place.legs[chosen].destination.idle()) chosen = share;
    auto& destination = place.legs[chosen].destination;
    if (!destination.idle()) return UnderWay{};
    if (now < place.retry_at) {
        auto const other = stand_in(place, chosen);
        if (!other) return place.failure;
        chosen = *other;
        if (auto const& leg = place.legs[*other]; leg.destination.ready()) return *leg.connection;
        return UnderWay{};
    }
    destination.want(penalties(now), tried);
    changed_.push_back(place.way.domain);
    return UnderWay{};
}

std::optional<std::uint8_t> Routes::stand_in(Place const& place, std::uint8_t index) const {
    std::optional<std::uint8_t> under_way;
    auto const count = static_cast<std::uint8_t>(place.legs.size());
    for (std::uint8_t i = 0; i < count; ++i) {
        if (i == index) continue;
        if (place.legs[i].destination.ready()) return i;
        if (!place.legs[i].destination.idle() && !under_way) under_way = i;
    }
    return under_way;
}

void Routes::penalise(sansio::ConnectionId connection, sansio::Time until, sansio::Time now) {
    auto const* const leg = leg_of(connection);
    if (!leg || until <= now) return;
    Penalty penalty{std::min(until, now + values_.penalty_max), {}};
    penalty.why.diagnostic = 1007;
    penalty.why.parameters = {{"cause", "The peer asked to be left alone"},
                              {"PeerServer", leg->destination.fqdn()}};
    // A proxy that cannot speak for itself answers 500 in the place of a peer's 503 (RFC 3261 §16.7 step 6).
    penalty.why.status = 500;
    penalty.why.retry_after = 1;  // what remains is said when somebody asks
    penalise(leg->destination.server(), std::move(penalty), now);
    turn_away(connection);
}

void Routes::avoid(sansio::ConnectionId connection, sansio::Time until, sansio::Time now) {
    auto const* const leg = leg_of(connection);
    if (!leg || !leg->destination.has_alternative()) return;
    penalise(leg->destination.server(), {until, {}, true}, now);
    turn_away(connection);
}

void Routes::penalise(dns::ServiceTarget const& server, Penalty penalty, sansio::Time now) {
    std::pair const key{server.fqdn, server.port};
    // Silence takes nothing back of what a server asked for.
    if (auto const known = penalties_.find(key); known != penalties_.end() && penalty.is_last_resort &&
                                                 !known->second.is_last_resort && known->second.until > now)
        return;
    if (penalties_.size() >= penalties_max)
        std::erase_if(penalties_, [now](auto const& entry) { return entry.second.until <= now; });
    if (penalties_.size() < penalties_max) penalties_[key] = std::move(penalty);
}

void Routes::turn_away(sansio::ConnectionId connection) {
    auto const* const leg = leg_of(connection);
    if (!leg->destination.has_alternative()) return;
    auto const server = leg->destination.server();
    for (auto& each : places_.find(leg->destination.way().domain)->second.legs)
        if (each.destination.ready() && each.destination.server() == server) {
            retire(each);
            each.destination.lost();
        }
}

Destination::Penalty Routes::penalties(sansio::Time now) const {
    if (penalties_.empty()) return {};
    return [this, now](dns::ServiceTarget const& server) -> std::optional<Destination::Penalised> {
        auto const found = penalties_.find({server.fqdn, server.port});
        if (found == penalties_.end() || found->second.until <= now) return std::nullopt;
        auto const& penalty = found->second;
        Destination::Penalised penalised{penalty.why, penalty.is_last_resort};
        if (penalty.why.retry_after != 0) {
            auto const seconds =
                std::chrono::ceil<std::chrono::seconds>((penalty.until - now) * values_.scale);
            penalised.why.retry_after = static_cast<std::uint32_t>(seconds.count());
        }
        return penalised;
    };
}

void Routes::connected(sansio::Connected const& input) {
    auto* const leg = leg_of(input.connection);
    if (!leg) {
        actions_.emplace_back(sansio::Close{input.connection, sansio::Close::Way::abort});
        return;
    }
    leg->remote = input.remote;
    leg->identity = input.identity;
    leg->destination.connected(input.identity);
    changed_.push_back(leg->destination.way().domain);
}

void Routes::connect_failed(sansio::ConnectFailed const& input) {
    auto* const leg = leg_of(input.connection);
    if (!leg) return;
    forget(*leg);
    leg->destination.connect_failed(input.fault);
    changed_.push_back(leg->destination.way().domain);
}

bool Routes::lost(sansio::ConnectionId connection, std::optional<sansio::ConnectionFault> const& fault,
                  bool unused, sansio::Time now) {
    auto* const leg = leg_of(connection);
    if (!leg) return false;
    forget(*leg);
    leg->destination.lost();
    auto& place = places_.find(leg->destination.way().domain)->second;
    if (!fault || !unused) {
        place.backoff = {};
        return true;
    }
    back_off(place, explain(*fault, leg->destination.fqdn()), now);
    if (!leg->destination.has_alternative()) return true;
    // Another server of the domain may take what this one refuses.
    penalise(leg->destination.server(), {place.retry_at, place.failure}, now);
    place.retry_at = {};
    return true;
}

void Routes::back_off(Place& place, Unreachable why, sansio::Time now) {
    place.failure = std::move(why);
    // One failure may be bad luck, or the moment before the peer is back: whoever asks next may try at once.
    place.retry_at = now + place.backoff;
    place.backoff = std::clamp(2 * place.backoff, values_.backoff_first, values_.backoff_last);
}

std::optional<Routes::Event> Routes::poll_event(sansio::Time now) {
    for (;;) {
        while (auto action = lookups_.poll_action(now))
            if (auto event = hear(std::move(*action), now)) return event;
        if (changed_.empty()) return std::nullopt;
        auto const place = places_.find(changed_.front());
        auto event = place == places_.end() ? std::nullopt : drive(place->second, now);
        if (event) return event;
        changed_.pop_front();
    }
}

std::optional<Routes::Event> Routes::hear(Lookups::Action action, sansio::Time now) {
    if (auto* const wanted = std::get_if<sansio::Action>(&action)) {
        actions_.push_back(std::move(*wanted));
        return std::nullopt;
    }
    if (auto* const known = std::get_if<ServiceKnown>(&action)) {
        if (auto const place = places_.find(known->domain); place != places_.end()) {
            for (auto& leg : place->second.legs)
                leg.destination.service_known(*known->service, penalties(now));
            changed_.push_back(known->domain);
        }
        return std::move(*known);
    }
    auto const& known = std::get<AddressesKnown>(action);
    auto const [first, last] = addresses_awaited_.equal_range(known.fqdn);
    for (auto each = first; each != last; ++each) {
        auto const& [domain, index] = each->second;
        auto const place = places_.find(domain);
        // It may have found another way meanwhile.
        if (place == places_.end() || index >= place->second.legs.size()) continue;
        auto& destination = place->second.legs[index].destination;
        if (destination.fqdn() != known.fqdn) continue;
        destination.addresses_known(known.addresses, known.text);
        changed_.push_back(domain);
    }
    addresses_awaited_.erase(first, last);
    return std::nullopt;
}

std::optional<Routes::Event> Routes::drive(Place& place, sansio::Time now) {
    auto const count = static_cast<std::uint8_t>(place.legs.size());
    for (std::uint8_t i = 0; i < count; ++i)
        if (auto event = drive(place, i, now)) return event;
    return std::nullopt;
}

std::optional<Routes::Event> Routes::drive(Place& place, std::uint8_t index, sansio::Time now) {
    auto& leg = place.legs[index];
    auto const& domain = place.way.domain;
    while (auto action = leg.destination.poll_action()) {
        if (std::holds_alternative<Destination::WantService>(*action)) {
            lookups_.want_service(domain, true, now);
        } else if (auto const* const wanted = std::get_if<Destination::WantAddresses>(&*action)) {
            addresses_awaited_.emplace(wanted->fqdn, Owner{domain, index});
            lookups_.want_addresses(wanted->fqdn, now);
        } else if (auto const* const open = std::get_if<Destination::Open>(&*action)) {
            leg.connection = new_connection();
            owners_.emplace(*leg.connection, Owner{domain, index});
            bool const inside = domain.empty();
            auto local = inside ? values_.inside_address : values_.outside_address;
            if (local && local->family != open->remote.address.family) local.reset();
            actions_.emplace_back(sansio::Connect{*leg.connection, open->remote, local,
                                                  inside ? inside_profile : outside_profile,
                                                  open->server_name});
        } else if (std::holds_alternative<Destination::Discard>(*action)) {
            actions_.emplace_back(sansio::Close{*leg.connection, sansio::Close::Way::flush});
            forget(leg);
        } else if (std::holds_alternative<Destination::Ready>(*action)) {
            place.retry_at = {};
            return Reached{domain, leg.destination.fqdn(), *leg.connection, leg.remote,
                           std::move(leg.identity)};
        } else if (auto event =
                       failed(place, index, std::move(std::get<Destination::Failed>(*action)), now)) {
            return event;
        }
    }
    return std::nullopt;
}

std::optional<Routes::Event> Routes::failed(Place& place, std::uint8_t index, Destination::Failed failure,
                                            sansio::Time now) {
    auto const other = stand_in(place, index);
    // Servers that are left alone are no failure: the time of each counts, and it is known.
    if (failure.is_news) back_off(place, failure.why, now);
    if (!other) return NotReached{place.way.domain, std::move(failure.why)};
    for (auto& chosen : place.leg_of)
        if (chosen == index) chosen = *other;
    if (place.legs[*other].destination.ready()) return Usable{place.way.domain};
    return std::nullopt;
}

std::optional<sansio::Action> Routes::poll_action() {
    if (actions_.empty()) return std::nullopt;
    auto action = std::move(actions_.front());
    actions_.pop_front();
    return action;
}

std::vector<sansio::ConnectionId> Routes::beside(sansio::ConnectionId connection) const {
    std::vector<sansio::ConnectionId> ready;
    auto const owner = owners_.find(connection);
    if (owner == owners_.end()) return ready;
    for (auto const& leg : places_.find(owner->second.domain)->second.legs)
        if (leg.connection && leg.destination.ready()) ready.push_back(*leg.connection);
    return ready;
}

bool Routes::has_alternative(sansio::ConnectionId connection) const {
    auto const* const leg = leg_of(connection);
    return leg && leg->destination.has_alternative();
}

dns::ServiceTarget const& Routes::server(sansio::ConnectionId connection) const {
    auto const* const leg = leg_of(connection);
    sansio::check(leg != nullptr, "the connection is a destination's");
    return leg->destination.server();
}

bool Routes::has_server_beside(sansio::ConnectionId connection,
                               std::span<dns::ServiceTarget const> tried) const {
    auto const* const leg = leg_of(connection);
    return leg && leg->destination.has_server_beside(tried);
}

std::optional<sansio::ConnectionId> Routes::poll_retired() {
    if (retired_.empty()) return std::nullopt;
    auto const connection = retired_.front();
    retired_.pop_front();
    return connection;
}

bool Routes::busy() const {
    return lookups_.busy() || std::ranges::any_of(places_, [](auto const& entry) {
               return std::ranges::any_of(entry.second.legs, [](Leg const& leg) {
                   return !leg.destination.idle() && !leg.destination.ready();
               });
           });
}

Routes::Leg* Routes::leg_of(sansio::ConnectionId connection) {
    auto const owner = owners_.find(connection);
    if (owner == owners_.end()) return nullptr;
    auto const place = places_.find(owner->second.domain);
    sansio::check(place != places_.end(), "a place that is forgotten owns no connection");
    return &place->second.legs[owner->second.leg];
}

void Routes::forget(Leg& leg) {
    if (leg.connection) owners_.erase(*leg.connection);
    leg.connection.reset();
}

void Routes::retire(Leg& leg) {
    if (leg.connection) retired_.push_back(*leg.connection);
    forget(leg);
}

}  // namespace edge
