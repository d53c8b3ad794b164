#include "edge/service/links.hpp"

#include <algorithm>
#include <vector>

namespace edge {

Link& Links::add(sansio::ConnectionId connection, Side side, sansio::Endpoint remote,
                 sansio::PeerIdentity identity, sansio::Time now) {
    auto& slot = links_[connection];
    slot = std::make_unique<Link>();
    slot->connection = connection;
    slot->side = side;
    slot->remote = remote;
    slot->identity = std::move(identity);
    slot->last_used = now;
    idle_timers_.arm(connection, now);
    return *slot;
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
    if (link.announced) return;
    link.announced = true;
    actions_.emplace_back(sansio::Send{link.connection});
}

void Links::sent(sansio::ConnectionId connection, std::size_t count) {
    auto* const link = find(connection);
    if (!link) return;
    link->out.consume(count);
    link->taken += count;
    if (!link->out.empty()) return;
    link->announced = false;
    link->out.release_if_large();
}

void Links::close(Link& link, sansio::Close::Way way) {
    if (link.closing) return;
    link.closing = true;
    actions_.emplace_back(sansio::Close{link.connection, way});
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
        if (now - link->last_used >= idle_timers_.wait())
            close(*link, sansio::Close::Way::flush);
        else
            // All entries of the queue wait equally long, so a link that spoke once more is closed up to twice as late.
            idle_timers_.arm(*connection, now);
    }
}

std::optional<sansio::Action> Links::poll_action() {
    if (actions_.empty()) return std::nullopt;
    auto action = std::move(actions_.front());
    actions_.pop_front();
    return action;
}

}  // namespace edge
