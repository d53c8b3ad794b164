// Request forwarding (RFC 3261 §16.6) between two of the edge's connections: where to, and the forwarded bytes. The rules are
// in edge/sip/proxy; here they get what they need to know.
#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "edge/policy/verdict.hpp"
#include "edge/service/response_contexts.hpp"
#include "edge/sip/proxy/route.hpp"

namespace edge {

/// A request on its way: where it came from and, but for an ACK and a CANCEL of nothing here, its transaction.
struct Passage {
    using TransactionId = sip::transaction::TransactionId;

    Link& link;
    sip::MessageView const& view;
    std::optional<TransactionId> id;
    sansio::Time arrived;
    bool resumed = false;                         // it had been parked
    std::span<dns::ServiceTarget const> tried{};  // where it was before
    bool last_hop = false;                        // Max-Forwards is 0: it may only be answered here
};

/// The next hop of what came from `from`: the inside, or the partner's edge.
Way way_to(Link const& from, policy::Route const& route, topology::Topology const& topology);

/// Writes the request to `to` and begins its client side. Without a transaction it is forwarded statelessly (RFC 3261 §16.11):
/// a repetition is forwarded with the same branch.
void write_request(RelayState& state, ResponseContexts& contexts, Passage const& passage,
                   sip::proxy::RouteFinding const& finding, policy::Route const& route, Link& to,
                   sansio::Time now);

}  // namespace edge
