#include "edge/service/admission.hpp"

#include <optional>

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

/// A partner speaks for one domain at a time: the one that his From names. A telephone number has none (RFC 3325 §9.1).
std::optional<std::string_view> foreign_asserted_host(sip::MessageView const& request,
                                                      std::string_view from_host) {
    auto asserted = request.elements(sip::ListHeader::p_asserted_identity);
    while (auto const element = asserted.next()) {
        auto const address = sip::NameAddr::parse(element->text);
        if (!address) return std::string_view{};
        auto const uri = address->uri();
        if (!uri) return std::string_view{};
        if (uri->is_sip() && !sip::same_host(uri->host, from_host)) return uri->host;
    }
    return std::nullopt;
}

/// An outsider may give a request a whole list of hosts, and each of them would be led to.
std::optional<std::string_view> route_host_to_judge(topology::Topology const& topology,
                                                    sip::MessageView const& request,
                                                    sip::proxy::RouteFinding const& route) {
    std::optional<std::string_view> judged;
    auto routes = request.elements(sip::ListHeader::route);
    for (std::size_t number = 0; number < route.removed + route.remaining; ++number) {
        auto const element = routes.next();
        if (!element || number < route.removed) continue;
        auto const address = sip::NameAddr::parse(element->text);
        auto const host = address ? host_of(address->uri()) : std::string_view{};
        if (!policy::is_host_of_ours(topology, host)) return host;
        if (!judged) judged = host;
    }
    return judged;
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
    inbound.foreign_asserted_host = foreign_asserted_host(request, inbound.from_domain);
    inbound.request_domain = route.uri_host;
    if (target != route.uri_host) inbound.request_maddr = target;
    inbound.method = request.method_text();
    // A To tag proves nothing; a Route that we gave to this dialog does.
    inbound.in_dialog = in_dialog(request) && route.verified;
    inbound.next_route_host = route_host_to_judge(topology, request, route);
    return policy::inbound(topology, inbound, from.identity, service);
}

}  // namespace edge
