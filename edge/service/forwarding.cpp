#include "edge/service/forwarding.hpp"

#include "edge/service/stamp.hpp"
#include "edge/sip/proxy/forward.hpp"
#include "edge/sip/proxy/loop.hpp"
#include "edge/sip/proxy/record_route.hpp"
#include "sansio/check.hpp"
#include "sansio/domain_name.hpp"

namespace edge {

namespace {

/// The whole request is kept only as long as there is somebody else to try (RFC 3263 §4.3).
void hold(RelayState& state, ResponseContexts& contexts, Passage const& passage, Link const& to) {
    if (!state.routes.has_alternative(to.connection)) return;
    std::vector<dns::ServiceTarget> tried(passage.tried.begin(), passage.tried.end());
    tried.push_back(state.routes.server(to.connection));
    if (!state.routes.has_server_beside(to.connection, tried)) return;
    ParkedMessage message{passage.link.connection, std::string(passage.view.wire()), passage.arrived};
    message.transaction = static_cast<std::uint64_t>(*passage.id);
    message.tried = std::move(tried);
    contexts.hold(*passage.id, std::move(message));
}

}  // namespace

Way way_to(Link const& from, policy::Route const& route, topology::Topology const& topology) {
    if (from.side == Side::outside) return {{}, topology.next_hop.fqdn, topology.next_hop.address};
    // A listed domain is spelled as the list has it, a discovered one as its sender likes.
    return {sansio::lower_case(route.domain), std::string(route.proxy_fqdn), route.proxy_address};
}

void write_request(RelayState& state, ResponseContexts& contexts, Passage const& passage,
                   sip::proxy::RouteFinding const& finding, policy::Route const& route, Link& to,
                   sansio::Time now) {
    auto const& view = passage.view;
    auto const via = sip::top_via(view);
    sansio::check(via.has_value(), "the request was validated");
    auto const loop_part = sip::proxy::loop_part(view);
    auto const stateless_branch = passage.id ? std::string{} : sip::proxy::stateless_branch(view, loop_part);
    std::string record_route;

    sip::proxy::ForwardPlan plan;
    plan.top_via_parameters = stamp(passage.link, *via);
    plan.sent_by = state.self.sent_by(to.side);
    plan.branch = passage.id
                      ? state.layer.start_client(*passage.id, {to.connection, to.peer_number}, now, loop_part)
                      : std::string_view(stateless_branch);
    if (sip::proxy::wants_record_route(view.method())) {
        for (auto const side : {to.side, passage.link.side})
            state.self.record_route(side).append(view, finding, state.self.route_signature(), record_route);
        plan.record_route = record_route;
    }
    plan.direction = direction_from(passage.link.side);
    plan.border = &state.self.border();
    plan.added_headers =
        plan.direction == sip::proxy::Direction::outbound
            ? state.self.outbound_headers()
            : state.self.trust(route.partner, sip::proxy::is_asserted_verified(view, *plan.border));
    plan.route = &finding;

    state.rewrite.clear();
    sip::proxy::forward(view, plan, state.rewrite);
    state.links.about_to_write(to);
    state.rewrite.render(view.wire(), to.out);
    state.links.written(to);
    to.last_used = now;
    to.partner = route.partner;
    ++state.counters.forwarded;
    if (!passage.id) return;
    contexts.forwarded(*passage.id, to, now);
    hold(state, contexts, passage, to);
    if (view.method() != sip::Method::invite) return;
    std::string routes;
    sip::proxy::copy_remaining_routes(view, finding, routes);
    auto const own_via = sip::proxy::own_via(plan.sent_by, plan.branch);
    state.layer.keep_sent(*passage.id, {sip::proxy::sent_request_uri(view, finding), own_via, routes});
}

}  // namespace edge
