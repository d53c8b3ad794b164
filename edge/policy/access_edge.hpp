// May this request pass the Access Edge? Pure decisions over an immutable topology, always in the same order:
// peer identity, ownership of To and From, AllowFederatedUsers, lists, the partner's servers.
#pragma once
#include <optional>
#include <string_view>

#include "edge/dns/srv_selection.hpp"
#include "edge/policy/verdict.hpp"
#include "edge/topology/topology.hpp"
#include "sansio/network.hpp"

namespace policy {

/// A request from inside to `target_domain`. Never Ask: with an empty Route::proxy_fqdn the caller looks up the SRV
/// record and gives what came of it to outbound_service().
Verdict outbound(topology::Topology const& topology, std::string_view target_domain);

/// The rule that refuses a partner with this SRV outcome; nothing when there are targets.
std::optional<Deny> outbound_service(dns::Service const& service);

/// Domains and method of a request from outside.
struct InboundRequest {
    std::string_view from_domain;
    std::string_view to_domain;
    std::string_view
        request_domain;  // host of the Request-URI: in a dialog a Contact, which may name one of our hosts
    std::string_view method;
    /// Of the Routes behind our own the first that names no host of ours, or else the next; nothing: there is none.
    std::optional<std::string_view> next_route_host{};
    bool in_dialog = false;  // To has a tag, and a Route came back that we gave to that dialog
    std::string_view
        request_maddr{};  // of the Request-URI, unless it leads to this edge; empty: there is none
    /// Of its P-Asserted-Identities the first host that From does not name; empty: of one that nobody can read.
    std::optional<std::string_view> foreign_asserted_host{};
};

/// A host of the inside: the next hop, or a name under one of our SIP domains. In a dialog, too, an outsider
/// reaches nothing else through us.
bool is_host_of_ours(topology::Topology const& topology, std::string_view host);

/// A request from outside over a connection of `peer`. `service` is what is known of the SRV record of the domain that
/// an earlier call asked for; nullptr: not known yet, so the answer may be Ask. On Allow the route says who the partner is.
Verdict inbound(topology::Topology const& topology, InboundRequest const& request,
                sansio::PeerIdentity const& peer, dns::Service const* service);

}  // namespace policy
