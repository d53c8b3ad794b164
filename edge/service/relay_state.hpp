// What the relay's machines share: the proxy's names, its connections, its transactions and the books it keeps.
#pragma once
#include <deque>
#include <memory>

#include "edge/service/answers.hpp"
#include "edge/service/links.hpp"
#include "edge/service/routes.hpp"
#include "edge/service/self.hpp"
#include "edge/sip/proxy/border.hpp"
#include "edge/sip/rewrite.hpp"
#include "edge/sip/transaction/layer.hpp"
#include "edge/sip/via.hpp"

namespace edge {

// RFC 3261 leaves the value to the server; a destination that is merely full is worth trying again soon.
inline constexpr std::string_view retry_soon = "Retry-After: 1\r\n";

/// How many messages took which way through the edge, since it started.
struct Counters {
    std::uint64_t forwarded = 0;
    std::uint64_t parked = 0;
    std::uint64_t refused = 0;
    std::uint64_t responses = 0;
    std::uint64_t dropped = 0;
};

struct RelayState {
    RelayState(std::shared_ptr<topology::Topology const> topology, Links& the_links, Routes& the_routes,
               sansio::Random the_random);

    Self self;
    Links& links;
    Routes& routes;
    sansio::Random random;
    sip::transaction::Layer layer;
    Answers answers;
    sip::Rewrite rewrite;  // of one message at a time; kept for its memory
    Counters counters;
    std::deque<sansio::Report> reports;
    bool draining = false;

    /// A peer that reads too slowly gets no more. `resumed`: the message had been parked, within a bound of its own.
    bool over_cap(Link& to, bool resumed);

private:
    std::size_t backlog(Link const& to);
};

/// The tables of the border's rules.
inline sip::proxy::Direction direction_from(Side side) {
    return side == Side::outside ? sip::proxy::Direction::inbound : sip::proxy::Direction::outbound;
}

}  // namespace edge
