// The way back for responses when the connection of their request is gone (RFC 3261 §18.2.2).
#include <algorithm>
#include <utility>

#include "edge/certificates/identity.hpp"
#include "edge/service/links.hpp"

namespace edge {

namespace {

// Connections that ended with a request of theirs; older ones are forgotten, and responses to them dropped.
constexpr std::size_t departed_max = 1'000;

/// True if `answering` may have what was for `wanted`: the same certificate, or one that holds a name of it, since a
/// certificate may have been renewed meanwhile.
bool is_same_peer(sansio::PeerIdentity const& answering, sansio::PeerIdentity const& wanted) {
    if (!answering.leaf || !wanted.leaf) return false;
    if (answering.leaf->fingerprint == wanted.leaf->fingerprint) return true;
    auto const& names = wanted.leaf->dns_names;
    return std::ranges::any_of(names, [&](auto const& name) {
        return certificates::is_server(wanted, name) && certificates::is_server(answering, name);
    });
}

}  // namespace

void Links::remember(Link const& link) {
    if (link.sent_by_port == 0 || link.opening || departed_.contains(link.connection)) return;
    if (departures_.size() >= departed_max) {
        departed_.erase(departures_.front());
        departures_.pop_front();
    }
    Departed departed{link.side,
                      {link.remote.address, link.sent_by_port},
                      std::make_shared<sansio::PeerIdentity const>(link.identity)};
    departed_.emplace(link.connection, std::move(departed));
    departures_.push_back(link.connection);
}

Link* Links::upstream(sansio::ConnectionId source, sansio::Time now) {
    auto* const link = find(source);
    if (link && !link->closing) return link;
    if (link) remember(*link);
    auto const departed = departed_.find(source);
    if (departed == departed_.end()) return nullptr;
    auto& known = departed->second;
    auto* const replacement = known.replacement ? find(*known.replacement) : nullptr;
    if (replacement && !replacement->closing) return replacement;
    return now < known.retry_at ? nullptr : reopen(known, now);
}

void Links::back_off(sansio::ConnectionId replacement, sansio::Time now) {
    for (auto& [source, departed] : departed_)
        if (departed.replacement == replacement) departed.retry_at = now + reopen_wait_;
}

void Links::connect_failed(sansio::ConnectionId connection, sansio::Time now) {
    back_off(connection, now);
    remove(connection);
}

Link* Links::reopen(Departed& departed, sansio::Time now) {
    sansio::ConnectionId const connection{returning_bit | next_returning_++};
    departed.replacement = connection;
    auto& link = add(connection, departed.side, departed.sent_by, *departed.identity, now);
    link.opening = true;
    // The driver asks for what is unsent as soon as it is connected.
    link.announced = true;
    auto const& origin = origins_[departed.side == Side::outside ? 0 : 1];
    auto local = origin.local;
    if (local && local->family != departed.sent_by.address.family) local.reset();
    actions_.emplace_back(sansio::Connect{connection, departed.sent_by, local, origin.profile, {}});
    return &link;
}

bool Links::connected(sansio::Connected const& input, sansio::Time now) {
    auto* const link = find(input.connection);
    if (!link) {
        actions_.emplace_back(sansio::Close{input.connection, sansio::Close::Way::abort});
        return false;
    }
    link->opening = false;
    if (!is_same_peer(input.identity, link->identity)) {
        back_off(input.connection, now);
        link->out.consume(link->out.size());
        close(*link, sansio::Close::Way::abort);
        return false;
    }
    link->identity = input.identity;
    link->remote = input.remote;
    link->announced = false;
    if (!link->out.empty()) written(*link);
    return true;
}

}  // namespace edge
