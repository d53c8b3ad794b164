#include "edge/service/relay_state.hpp"

namespace edge {

namespace {

sip::transaction::TimerValues timer_values(topology::Timers const& timers) {
    sip::transaction::TimerValues values;
    values.t1 = timers.scaled(timers.t1);
    values.t2 = timers.scaled(timers.t2);
    values.t4 = timers.scaled(timers.t4);
    values.trying_after = timers.scaled(values.trying_after);
    values.timer_c = timers.scaled(values.timer_c);
    return values;
}

}  // namespace

RelayState::RelayState(std::shared_ptr<topology::Topology const> topology, Links& the_links,
                       Routes& the_routes, sansio::Random the_random)
    : self(std::move(topology)),
      links(the_links),
      routes(the_routes),
      random(the_random),
      layer(timer_values(self.topology().timers), random, {self.topology().limits.transactions}),
      answers(links, layer) {}

/// What all connections to the peer's place left lying: the cap is the partner's, however many links it has.
std::size_t RelayState::backlog(Link const& to) {
    std::size_t left_over = to.left_over;
    for (auto const connection : routes.beside(to.connection)) {
        auto* const other = connection == to.connection ? nullptr : links.find(connection);
        if (!other) continue;
        links.about_to_write(*other);
        left_over += other->left_over;
    }
    return left_over;
}

bool RelayState::over_cap(Link& to, bool resumed) {
    auto const& limits = self.topology().limits;
    links.about_to_write(to);
    if (to.left_over > 0 && backlog(to) >= limits.soft_cap) return true;
    // A burst of one turn is no sign of a slow peer, but it has a bound. What was parked has passed its own.
    return !resumed && to.out.size() >= limits.hard_cap;
}

}  // namespace edge
