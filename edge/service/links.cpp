#include "edge/service/links.hpp"

#include <algorithm>
#include <vector>

#include "edge/sip/transaction/keyed_hash.hpp"
#include "sansio/domain_name.hpp"

namespace edge {

/// By the names that the certificate was issued for, so that a peer whose certificate is renewed stays who it was.
std::uint64_t Links::number_of(sansio::PeerIdentity const& identity) const {
    if (!identity.leaf) return 0;
    sip::transaction::KeyedHash hash(peer_key_);
    std::vector<std::string> names;
    if (identity.chain.fault == sansio::ChainVerdict::Fault::none) {
        for (auto const& name : identity.leaf->dns_names) names.push_back(sansio::lower_case(name));
        if (!identity.leaf->has_subject_alt_name && !identity.leaf->common_name.empty())
            names.push_back(sansio::lower_case(identity.leaf->common_name));
    }
    std::ranges::sort(names);
    if (names.empty()) names.push_back(identity.leaf->fingerprint);
    for (auto const& name : names) hash.add(std::string_view(name));
    return std::max<std::uint64_t>(hash.result(), 1);
}

Link& Links::add(sansio::ConnectionId connection, Side side, sansio::Endpoint remote,
                 sansio::PeerIdentity identity, sansio::Time now) {
    auto& slot = links_[connection];
    slot = std::make_unique<Link>();
    slot->connection = connection;
    slot->side = side;
    slot->remote = remote;
    slot->identity = std::move(identity);
    slot->peer_number = number_of(slot->identity);
    slot->last_used = slot->last_heard = now;
    held_.connections = links_.size();
    idle_timers_.arm(connection, now);
    return *slot;
}

Link* Links::accept(sansio::ConnectionId connection, Side side, sansio::Endpoint remote,
                    sansio::PeerIdentity identity, sansio::Time now) {
    // The inside is ours; how many connections it takes is for its administrator to say.
    if (side == Side::outside) {
        auto& count = accepted_[number_of(identity)];
        if (count >= per_peer_) return nullptr;
        ++count;
    }
    auto& link = add(connection, side, remote, std::move(identity), now);
    link.incoming = true;
    // A home server may well connect before it has anything to say.
    link.spoke = side == Side::inside;
    if (!link.spoke) watch(link, now);
    return &link;
}

void Links::remove(sansio::ConnectionId connection) {
    auto const found = links_.find(connection);
    if (found == links_.end()) return;
    auto const& link = *found->second;
    remember(link);
    if (link.incoming && link.side == Side::outside)
        if (auto const count = accepted_.find(link.peer_number); --count->second == 0) accepted_.erase(count);
    held_.bytes -= link.counted;
    links_.erase(found);
    held_.connections = links_.size();
}

void Links::tally(Link& link) {
    auto const bytes = link.framer.pending() + link.out.size();
    held_.bytes += bytes - std::exchange(link.counted, bytes);
    held_.bytes_max = std::max(held_.bytes_max, held_.bytes);
}

void Links::watch(Link& link, sansio::Time now) {
    link.incomplete_since = now;
    if (std::exchange(link.watched, true)) return;
    silence_timers_.arm(link.connection, now);
}

void Links::has_read(Link& link, std::size_t count, sansio::Time now) {
    link.last_heard = now;
    link.received += count;
    auto const pending = link.framer.pending();
    tally(link);
    // Bytes that the framer keeps and that did not all come just now belong to the message that was incomplete before.
    if (pending > 0 && (!link.watched || pending <= count)) watch(link, now);
}

Link* Links::find(sansio::ConnectionId connection) {
    auto const found = links_.find(connection);
    return found == links_.end() ? nullptr : found->second.get();
}

Link const* Links::find(sansio::ConnectionId connection) const {
    auto const found = links_.find(connection);
    return found == links_.end() ? nullptr : found->second.get();
}

bool Links::all_sent() const {
    return std::ranges::all_of(links_, [](auto const& entry) { return entry.second->out.empty(); });
}

void Links::about_to_write(Link& link) {
    if (link.turn == turn_) return;
    link.turn = turn_;
    link.left_over = link.out.size();
    if (link.left_over >= hard_cap_) close(link, sansio::Close::Way::abort);
}

void Links::written(Link& link) {
    tally(link);
    if (link.announced) return;
    link.announced = true;
    actions_.emplace_back(sansio::Send{link.connection});
}

void Links::sent(sansio::ConnectionId connection, std::size_t count) {
    auto* const link = find(connection);
    if (!link) return;
    link->out.consume(count);
    link->taken += count;
    tally(*link);
    if (!link->out.empty()) return;
    link->announced = false;
    link->out.release_if_large();
}

void Links::close(Link& link, sansio::Close::Way way) {
    if (link.closing) return;
    link.closing = true;
    actions_.emplace_back(sansio::Close{link.connection, way});
}

void Links::retire(sansio::ConnectionId connection, sansio::Close::Way way, sansio::Time until) {
    auto* const link = find(connection);
    if (!link || link->closing) return;
    if (!link->retiring) {
        retiring_.push_back(connection);
        link->retiring = way;
    }
    if (way == sansio::Close::Way::abort) link->retiring = way;
    link->retires_at = std::max(link->retires_at, until);
}

void Links::close_retired(std::function<bool(sansio::ConnectionId)> const& is_owed, sansio::Time now) {
    if (retiring_.empty()) return;
    std::erase_if(retiring_, [&](sansio::ConnectionId connection) {
        auto* const link = find(connection);
        if (link && !link->closing && (now < link->retires_at || is_owed(connection))) return false;
        if (link) close(*link, *link->retiring);
        return true;
    });
}

void Links::close_if(std::function<bool(Link const&)> const& which, sansio::Close::Way way) {
    std::vector<Link*> chosen;
    for (auto const& [connection, link] : links_)
        if (which(*link)) chosen.push_back(link.get());
    // The table's order depends on the library; what goes to the driver must not.
    std::ranges::sort(chosen, {}, &Link::connection);
    for (auto* const link : chosen) close(*link, way);
}

void Links::expire(sansio::Time now) {
    while (auto const connection = idle_timers_.take(now)) {
        auto* const link = find(*connection);
        if (!link || link->closing) continue;
        if (now - link->last_used >= idle_)
            close(*link, sansio::Close::Way::flush);
        else
            idle_timers_.arm(*connection, now);
    }
    while (auto const connection = silence_timers_.take(now)) {
        auto* const link = find(*connection);
        if (!link || link->closing) continue;
        link->watched = false;
        if (link->spoke && link->framer.pending() == 0) continue;
        if (now - link->incomplete_since >= silence_) {
            close(*link, sansio::Close::Way::flush);
        } else {
            link->watched = true;
            silence_timers_.arm(*connection, now);
        }
    }
}

std::optional<sansio::Time> Links::next_deadline() const {
    auto const one = idle_timers_.next();
    auto const other = silence_timers_.next();
    if (!one || !other) return one ? one : other;
    return std::min(*one, *other);
}

std::optional<sansio::Action> Links::poll_action() {
    if (actions_.empty()) return std::nullopt;
    auto action = std::move(actions_.front());
    actions_.pop_front();
    return action;
}

}  // namespace edge
