#include "edge/policy/access_edge.hpp"

#include <algorithm>

#include "edge/certificates/identity.hpp"
#include "sansio/domain_name.hpp"

namespace policy {
namespace {

using topology::AllowedDomain;
using topology::Topology;

Verdict refuse(Topology const& topology, Rule rule) {
    Deny refusal = deny(rule);
    if (refusal.status == 0) refusal.status = topology.choices.cannot_route_status;
    return refusal;
}

/// The switch and the lists, alike in both directions; `not_listed` is what an unknown domain is refused by.
Verdict by_lists(Topology const& topology, std::string_view domain, Rule not_listed) {
    if (!topology.access_edge.allow_federated_users) return refuse(topology, Rule::federation_disabled);
    if (topology.blocked_domains.contains(domain)) return refuse(topology, Rule::blocked_domain);
    AllowedDomain const* const listed = topology.allowed_domains.find(domain);
    if (listed && !listed->proxy_fqdn.empty())
        return Allow{{Partner::direct, listed->domain, listed->proxy_fqdn, listed->proxy_address}};
    if (listed) return Allow{{Partner::listed, listed->domain, {}, std::nullopt}};
    // What is no name in DNS cannot be discovered: a telephone number, an address, nothing at all.
    bool const discoverable = topology.access_edge.enable_partner_discovery && sansio::is_domain_name(domain);
    if (!discoverable) return refuse(topology, not_listed);
    return Allow{{Partner::discovered, domain, {}, std::nullopt}};
}

bool is_probe_of_this_edge(Topology const& topology, InboundRequest const& request) {
    return request.method == "OPTIONS" &&
           sansio::equal_ignoring_case(request.to_domain, topology.external.fqdn);
}

/// Never from one outsider to another.
bool is_for_us(Topology const& topology, InboundRequest const& request) {
    auto const is_ours = [&](std::string_view domain) {
        bool const is_this_edge = sansio::equal_ignoring_case(domain, topology.external.fqdn);
        return topology.is_own_domain(domain) || (request.method == "OPTIONS" && is_this_edge);
    };
    auto const is_target_of_ours = [&](std::string_view host) {
        return is_ours(host) || (request.in_dialog && is_host_of_ours(topology, host));
    };
    if (!is_ours(request.to_domain) || !is_target_of_ours(request.request_domain)) return false;
    return request.request_maddr.empty() || is_target_of_ours(request.request_maddr);
}

/// facts/wire.md §1.8 step 7: registration and the services of a home server are its own users' business, and a partner's
/// REFER or PUBLISH belongs to a dialog.
bool is_federated(InboundRequest const& request) {
    if (request.method == "REGISTER" || request.method == "SERVICE") return false;
    return request.in_dialog || (request.method != "REFER" && request.method != "PUBLISH");
}

/// What a partner appends to the Route of ours is his own word, so it is believed towards our own hosts only.
bool leads_elsewhere(Topology const& topology, InboundRequest const& request) {
    if (!request.next_route_host) return false;
    return !request.in_dialog || !is_host_of_ours(topology, *request.next_route_host);
}

/// A probe comes from an edge, not from a user: its From names the host, whose SIP domain is the name's parent.
std::string_view partner_domain(Topology const& topology, InboundRequest const& request,
                                sansio::PeerIdentity const& peer) {
    bool const is_host =
        is_probe_of_this_edge(topology, request) && certificates::is_server(peer, request.from_domain);
    if (!is_host || topology.allowed_domains.contains(request.from_domain)) return request.from_domain;
    return sansio::parent_domain(request.from_domain);
}

/// Is `peer` a server of the partner that `route` describes?
Verdict by_peer(Topology const& topology, Route const& route, sansio::PeerIdentity const& peer,
                dns::Service const* service) {
    if (!route.proxy_fqdn.empty()) {
        if (!certificates::is_server(peer, route.proxy_fqdn))
            return refuse(topology, Rule::peer_is_another_server);
        return Allow{route};
    }
    if (!service) return Ask{route.domain};
    if (auto const refusal = outbound_service(*service)) return *refusal;
    // Any of the targets: each edge of the partner sends, not only the one that we would choose.
    bool const is_partner = std::any_of(
        service->targets.begin(), service->targets.end(),
        [&peer](dns::ServiceTarget const& target) { return certificates::is_server(peer, target.fqdn); });
    if (!is_partner) return refuse(topology, Rule::peer_is_another_server);
    return Allow{route};
}

}  // namespace

bool is_host_of_ours(Topology const& topology, std::string_view host) {
    return sansio::equal_ignoring_case(host, topology.next_hop.fqdn) ||
           topology.is_own_domain(sansio::parent_domain(host));
}

Verdict outbound(Topology const& topology, std::string_view target_domain) {
    // The inside keeps its own traffic; discovery would find this very edge.
    if (topology.is_own_domain(target_domain)) return refuse(topology, Rule::domain_not_listed);
    return by_lists(topology, target_domain, Rule::domain_not_listed);
}

std::optional<Deny> outbound_service(dns::Service const& service) {
    using State = dns::Service::State;
    switch (service.state) {
        case State::found:
            return std::nullopt;
        case State::absent:
        case State::declined:
            return deny(Rule::no_srv_record);
        case State::conflicting:
            return deny(Rule::srv_conflict);
        case State::unavailable:
            break;
    }
    return deny(Rule::srv_unavailable);
}

Verdict inbound(Topology const& topology, InboundRequest const& request, sansio::PeerIdentity const& peer,
                dns::Service const* service) {
    bool const is_identified = peer.leaf && peer.chain.fault == sansio::ChainVerdict::Fault::none;
    if (!is_identified) return refuse(topology, Rule::peer_not_identified);
    if (leads_elsewhere(topology, request)) return refuse(topology, Rule::route_not_ours);
    if (!is_for_us(topology, request)) return refuse(topology, Rule::to_not_ours);
    bool const claims_our_edge = sansio::equal_ignoring_case(request.from_domain, topology.external.fqdn);
    if (topology.is_own_domain(request.from_domain) || claims_our_edge)
        return refuse(topology, Rule::from_own_domain);
    if (request.foreign_asserted_host && !topology.choices.accept_foreign_asserted_identity)
        return refuse(topology, Rule::asserted_identity_differs);
    std::string_view const domain = partner_domain(topology, request, peer);
    Verdict const by_list = by_lists(topology, domain, Rule::source_not_listed);
    auto const* const allowed = std::get_if<Allow>(&by_list);
    if (allowed && !is_federated(request)) return refuse(topology, Rule::method_not_federated);
    return allowed ? by_peer(topology, allowed->route, peer, service) : by_list;
}

}  // namespace policy
