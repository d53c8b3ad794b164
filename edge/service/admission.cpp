#include "edge/service/admission.hpp"

#include "edge/sip/name_addr.hpp"

namespace edge {

namespace {

std::string_view host_of(sip::Result<sip::Uri, sip::SyntaxFault> const& uri) {
    return uri && uri->is_sip() ? uri->host : std::string_view{};
}

bool in_dialog(sip::MessageView const& request) {
    auto const to = sip::address_of(request, sip::SingleHeader::to);
    return to && !to->tag().empty();
}

}  // namespace

policy::Verdict admit(topology::Topology const& topology, Link const& from, sip::MessageView const& request,
                      sip::proxy::RouteFinding const& route, dns::Service const* service) {
    auto const to = host_of(sip::uri_of(request, sip::SingleHeader::to));
    auto const target = route.target_host;
    bool const for_us = route.request_uri_is_ours && !route.next;
    if (from.side == Side::inside) {
        if (for_us) return policy::Allow{};
        // In a dialog the Request-URI is a Contact, which may be any host; To names the partner.
        return policy::outbound(topology, in_dialog(request) ? to : target);
    }
    policy::InboundRequest inbound;
    inbound.from_domain = host_of(sip::uri_of(request, sip::SingleHeader::from));
    inbound.to_domain = to;
    inbound.request_domain = target;
    inbound.method = request.method_text();
    // A To tag proves nothing; a Route that we gave to this dialog does.
    inbound.in_dialog = in_dialog(request) && route.verified;
    if (route.next) {
        auto const next = sip::NameAddr::parse(*route.next);
        inbound.next_route_host = next ? host_of(next->uri()) : *route.next;
    }
    return policy::inbound(topology, inbound, from.identity, service);
}

}  // namespace edge
