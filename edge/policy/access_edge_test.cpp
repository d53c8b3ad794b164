#include "edge/policy/access_edge.hpp"

#include <gtest/gtest.h>

namespace policy {
namespace {

topology::Topology contoso() {
    topology::Topology topology;
    topology.sip_domains.add({"contoso.com"});
    topology.external.fqdn = "sip.contoso.com";
    topology.access_edge.allow_federated_users = true;
    topology.allowed_domains.add({"fabrikam.com", "", std::nullopt, "", false});
    topology.allowed_domains.add(
        {"litware.com", "edge.litware.net", sansio::Endpoint::parse("127.0.1.31:5061"), "", false});
    topology.blocked_domains.add({"spam.example", ""});
    return topology;
}

sansio::PeerIdentity peer_named(std::string name) {
    sansio::PeerIdentity peer;
    peer.leaf.emplace();
    peer.leaf->has_subject_alt_name = true;
    peer.leaf->dns_names = {std::move(name)};
    return peer;
}

dns::Service service_of(std::vector<dns::ServiceTarget> targets) {
    dns::Service service;
    service.state = dns::Service::State::found;
    service.targets = std::move(targets);
    return service;
}

/// One line for a verdict: "allow discovered tailspin.com", "ask fabrikam.com", "deny blocked_domain 403 1005".
std::string told(Verdict const& verdict) {
    if (auto const* ask = std::get_if<Ask>(&verdict)) return "ask " + std::string(ask->domain);
    if (auto const* refusal = std::get_if<Deny>(&verdict))
        return "deny " + std::string(rule_name(refusal->rule)) + ' ' + std::to_string(refusal->status) + ' ' +
               std::to_string(refusal->diagnostic);
    Route const& route = std::get<Allow>(verdict).route;
    std::string text = route.partner == Partner::direct   ? "allow direct "
                       : route.partner == Partner::listed ? "allow listed "
                                                          : "allow discovered ";
    text += route.domain;
    if (!route.proxy_fqdn.empty()) text += " by " + std::string(route.proxy_fqdn);
    if (route.proxy_address) text += " at " + route.proxy_address->to_string();
    return text;
}

InboundRequest message_from(std::string_view from_domain) {
    return {from_domain, "contoso.com", "contoso.com", "MESSAGE"};
}

TEST(AccessEdgeOutbound, GoesByTheListsWhenFederationIsOn) {
    topology::Topology const topology = contoso();
    EXPECT_EQ(told(outbound(topology, "Fabrikam.COM")), "allow listed fabrikam.com");
    EXPECT_EQ(told(outbound(topology, "litware.com")),
              "allow direct litware.com by edge.litware.net at 127.0.1.31:5061");
    EXPECT_EQ(told(outbound(topology, "spam.example")), "deny blocked_domain 403 1005");
    EXPECT_EQ(told(outbound(topology, "tailspin.com")), "deny domain_not_listed 404 1005");
    EXPECT_EQ(told(outbound(topology, "it.fabrikam.com")), "deny domain_not_listed 404 1005");
}

TEST(AccessEdgeOutbound, DiscoveryAllowsWhatIsNotListedButNotWhatIsBlocked) {
    topology::Topology topology = contoso();
    topology.access_edge.enable_partner_discovery = true;
    EXPECT_EQ(told(outbound(topology, "tailspin.com")), "allow discovered tailspin.com");
    EXPECT_EQ(told(outbound(topology, "SPAM.example")), "deny blocked_domain 403 1005");
    EXPECT_EQ(told(outbound(topology, "fabrikam.com")), "allow listed fabrikam.com");
}

TEST(AccessEdgeOutbound, NobodyPassesWhenFederationIsOff) {
    topology::Topology topology = contoso();
    topology.access_edge.allow_federated_users = false;
    topology.access_edge.enable_partner_discovery = true;
    for (std::string_view const domain : {"fabrikam.com", "litware.com", "spam.example", "tailspin.com"})
        EXPECT_EQ(told(outbound(topology, domain)), "deny federation_disabled 403 1005") << domain;
}

TEST(AccessEdgeOutbound, TheStatusOfCannotRouteIsAChoice) {
    topology::Topology topology = contoso();
    topology.choices.cannot_route_status = 504;
    EXPECT_EQ(told(outbound(topology, "tailspin.com")), "deny domain_not_listed 504 1005");
}

TEST(AccessEdgeOutbound, AnSrvRecordWithoutTargetsIsRefusedByItsOwnDiagnostic) {
    using State = dns::Service::State;
    struct Row {
        State state;
        std::string_view rule;
        std::uint32_t diagnostic;
    };
    for (Row const& row :
         {Row{State::absent, "no_srv_record", 1008}, Row{State::declined, "no_srv_record", 1008},
          Row{State::conflicting, "srv_conflict", 1009}, Row{State::unavailable, "srv_unavailable", 1008}}) {
        dns::Service service;
        service.state = row.state;
        auto const refusal = outbound_service(service);
        ASSERT_TRUE(refusal);
        EXPECT_EQ(rule_name(refusal->rule), row.rule);
        EXPECT_EQ(refusal->status, 504);
        EXPECT_EQ(refusal->diagnostic, row.diagnostic);
    }
    EXPECT_FALSE(outbound_service(service_of({{"sip.fabrikam.com", 5061}})));
}

TEST(AccessEdgeInbound, AsksForTheSrvRecordAndThenForTheNameInTheCertificate) {
    topology::Topology const topology = contoso();
    dns::Service const service = service_of({{"sip.fabrikam.com", 5061}, {"sip2.fabrikam.com", 5061}});
    EXPECT_EQ(told(inbound(topology, message_from("fabrikam.com"), peer_named("sip.fabrikam.com"), nullptr)),
              "ask fabrikam.com");
    EXPECT_EQ(told(inbound(topology, message_from("fabrikam.com"), peer_named("sip.fabrikam.com"), &service)),
              "allow listed fabrikam.com");
    EXPECT_EQ(
        told(inbound(topology, message_from("fabrikam.com"), peer_named("SIP2.fabrikam.com"), &service)),
        "allow listed fabrikam.com");
    for (char const* const other : {"fabrikam.com", "sip3.fabrikam.com", "*.fabrikam.com", "sip.litware.com"})
        EXPECT_EQ(told(inbound(topology, message_from("fabrikam.com"), peer_named(other), &service)),
                  "deny peer_is_another_server 504 1010")
            << other;
}

TEST(AccessEdgeInbound, ADirectPartnerIsHeldToItsProxyFqdn) {
    topology::Topology const topology = contoso();
    EXPECT_EQ(told(inbound(topology, message_from("litware.com"), peer_named("edge.litware.net"), nullptr)),
              "allow direct litware.com by edge.litware.net at 127.0.1.31:5061");
    EXPECT_EQ(told(inbound(topology, message_from("litware.com"), peer_named("sip.litware.com"), nullptr)),
              "deny peer_is_another_server 504 1010");
}

TEST(AccessEdgeInbound, AnSrvRecordWithoutTargetsProvesNothing) {
    topology::Topology const topology = contoso();
    dns::Service service;
    service.state = dns::Service::State::conflicting;
    EXPECT_EQ(told(inbound(topology, message_from("fabrikam.com"), peer_named("sip.fabrikam.com"), &service)),
              "deny srv_conflict 504 1009");
    service.state = dns::Service::State::absent;
    EXPECT_EQ(told(inbound(topology, message_from("fabrikam.com"), peer_named("sip.fabrikam.com"), &service)),
              "deny no_srv_record 504 1008");
}

TEST(AccessEdgeInbound, WithoutAnAcceptedCertificateNobodyIsAnybody_Rfc5922_7_4) {
    topology::Topology const topology = contoso();
    EXPECT_EQ(told(inbound(topology, message_from("fabrikam.com"), {}, nullptr)),
              "deny peer_not_identified 403 0");
    sansio::PeerIdentity expired = peer_named("edge.litware.net");
    expired.chain.fault = sansio::ChainVerdict::Fault::expired;
    EXPECT_EQ(told(inbound(topology, message_from("litware.com"), expired, nullptr)),
              "deny peer_not_identified 403 0");
}

TEST(AccessEdgeInbound, NothingIsRelayedBetweenOutsiders) {
    topology::Topology topology = contoso();
    topology.access_edge.enable_partner_discovery = true;
    auto const peer = peer_named("edge.litware.net");
    EXPECT_EQ(
        told(inbound(topology, {"litware.com", "fabrikam.com", "fabrikam.com", "MESSAGE"}, peer, nullptr)),
        "deny to_not_ours 404 1005");
    EXPECT_EQ(
        told(inbound(topology, {"litware.com", "contoso.com", "fabrikam.com", "MESSAGE"}, peer, nullptr)),
        "deny to_not_ours 404 1005");
    EXPECT_EQ(
        told(inbound(topology, {"litware.com", "fabrikam.com", "contoso.com", "MESSAGE"}, peer, nullptr)),
        "deny to_not_ours 404 1005");
    EXPECT_EQ(told(inbound(topology, {"litware.com", "contoso.com", "", "MESSAGE"}, peer, nullptr)),
              "deny to_not_ours 404 1005");
}

/// A To tag proves nothing: in a dialog, too, only hosts of the inside can be addressed or routed to.
TEST(AccessEdgeInbound, SomeMethodsDoNotCrossFederation) {
    topology::Topology const topology = contoso();
    auto const peer = peer_named("edge.litware.net");
    auto const passes = [&](std::string_view method, bool in_dialog) {
        InboundRequest request{"litware.com", "contoso.com", "contoso.com", method};
        request.in_dialog = in_dialog;
        auto const verdict = inbound(topology, request, peer, nullptr);
        auto const* const refused = std::get_if<Deny>(&verdict);
        EXPECT_TRUE(refused == nullptr || refused->rule == Rule::method_not_federated) << method;
        return refused == nullptr;
    };
    for (auto const* method :
         {"MESSAGE", "INVITE", "SUBSCRIBE", "NOTIFY", "BENOTIFY", "INFO", "OPTIONS", "X-NEW"})
        EXPECT_TRUE(passes(method, false)) << method;
    for (auto const* method : {"REGISTER", "SERVICE"}) {
        EXPECT_FALSE(passes(method, false)) << method;
        EXPECT_FALSE(passes(method, true)) << method;
    }
    for (auto const* method : {"REFER", "PUBLISH"}) {
        EXPECT_FALSE(passes(method, false)) << method;
        EXPECT_TRUE(passes(method, true)) << method;
    }
}

TEST(AccessEdgeInbound, ADialogReachesOurOwnHostsOnly) {
    topology::Topology topology = contoso();
    topology.next_hop.fqdn = "pool01.contoso.net";
    auto const verdict = [&](std::string_view uri, std::optional<std::string_view> route, bool in_dialog,
                             std::string_view maddr = {}) {
        InboundRequest const request{"litware.com", "contoso.com", uri, "BYE", route, in_dialog, maddr};
        return told(inbound(topology, request, peer_named("edge.litware.net"), nullptr)).substr(0, 20);
    };
    EXPECT_EQ(verdict("fe1.contoso.com", std::nullopt, true), "allow direct litware");
    EXPECT_EQ(verdict("pool01.contoso.net", "pool01.contoso.net", true), "allow direct litware");
    EXPECT_EQ(verdict("fe1.contoso.com", std::nullopt, false), "deny to_not_ours 404");
    EXPECT_EQ(verdict("mediation.contoso.local", std::nullopt, true), "deny to_not_ours 404");
    EXPECT_EQ(verdict("contoso.com", "fe1.contoso.com", false), "deny route_not_ours ");
    EXPECT_EQ(verdict("contoso.com", "10.1.2.3", true), "deny route_not_ours ");
    EXPECT_EQ(verdict("contoso.com", "", true), "deny route_not_ours ") << "a Route that names no host";
    EXPECT_EQ(verdict("contoso.com", std::nullopt, false, "contoso.com"), "allow direct litware");
    EXPECT_EQ(verdict("contoso.com", std::nullopt, false, "192.0.2.1"), "deny to_not_ours 404");
    EXPECT_EQ(verdict("other.example", std::nullopt, false, "contoso.com"), "deny to_not_ours 404");
    EXPECT_EQ(verdict("fe1.contoso.com", std::nullopt, true, "192.0.2.1"), "deny to_not_ours 404");
}

TEST(AccessEdgeOutbound, DiscoversNeitherOurselvesNorWhatIsNoName) {
    topology::Topology topology = contoso();
    topology.access_edge.enable_partner_discovery = true;
    EXPECT_EQ(told(outbound(topology, "tailspin.com")).substr(0, 16), "allow discovered");
    EXPECT_EQ(told(outbound(topology, "contoso.com")), "deny domain_not_listed 404 1005");
    EXPECT_EQ(told(outbound(topology, "")), "deny domain_not_listed 404 1005");
}

TEST(AccessEdgeInbound, NoOutsiderSpeaksForUs) {
    topology::Topology topology = contoso();
    topology.access_edge.enable_partner_discovery = true;
    topology.allowed_domains.add({"contoso.com", "edge.litware.net", std::nullopt, "", false});
    for (std::string_view const domain : {"contoso.com", "Contoso.Com", "sip.contoso.com"})
        EXPECT_EQ(told(inbound(topology, message_from(domain), peer_named("edge.litware.net"), nullptr)),
                  "deny from_own_domain 403 1017");
}

TEST(AccessEdgeInbound, AnAssertedIdentityIsOfTheSendersDomain) {
    topology::Topology topology = contoso();
    auto request = message_from("litware.com");
    auto const peer = peer_named("edge.litware.net");
    for (std::string_view const host : {"fabrikam.com", "contoso.com", "it.litware.com", ""}) {
        request.foreign_asserted_host = host;
        EXPECT_EQ(told(inbound(topology, request, peer, nullptr)), "deny asserted_identity_differs 403 0")
            << host;
    }
    topology.choices.accept_foreign_asserted_identity = true;
    EXPECT_EQ(told(inbound(topology, request, peer, nullptr)),
              "allow direct litware.com by edge.litware.net at 127.0.1.31:5061");
}

TEST(AccessEdgeInbound, GoesByTheListsBeforeItAsksDns) {
    topology::Topology topology = contoso();
    auto const peer = peer_named("sip.tailspin.com");
    EXPECT_EQ(told(inbound(topology, message_from("tailspin.com"), peer, nullptr)),
              "deny source_not_listed 403 0");
    EXPECT_EQ(told(inbound(topology, message_from("spam.example"), peer, nullptr)),
              "deny blocked_domain 403 1005");
    topology.access_edge.enable_partner_discovery = true;
    EXPECT_EQ(told(inbound(topology, message_from("tailspin.com"), peer, nullptr)), "ask tailspin.com");
    EXPECT_EQ(told(inbound(topology, message_from("spam.example"), peer, nullptr)),
              "deny blocked_domain 403 1005");
    dns::Service const service = service_of({{"sip.tailspin.com", 5061}});
    EXPECT_EQ(told(inbound(topology, message_from("tailspin.com"), peer, &service)),
              "allow discovered tailspin.com");
    topology.access_edge.allow_federated_users = false;
    EXPECT_EQ(told(inbound(topology, message_from("tailspin.com"), peer, &service)),
              "deny federation_disabled 403 1005");
}

TEST(AccessEdgeInbound, AnEdgeMayProbeUsByItsOwnName) {
    topology::Topology const topology = contoso();
    InboundRequest const probe{"sip.fabrikam.com", "sip.contoso.com", "sip.contoso.com", "OPTIONS"};
    dns::Service const service = service_of({{"sip.fabrikam.com", 5061}});
    EXPECT_EQ(told(inbound(topology, probe, peer_named("sip.fabrikam.com"), nullptr)), "ask fabrikam.com");
    EXPECT_EQ(told(inbound(topology, probe, peer_named("sip.fabrikam.com"), &service)),
              "allow listed fabrikam.com");
    EXPECT_EQ(told(inbound(topology, probe, peer_named("sip.litware.com"), &service)),
              "deny source_not_listed 403 0");
    InboundRequest const message{"sip.fabrikam.com", "sip.contoso.com", "sip.contoso.com", "MESSAGE"};
    EXPECT_EQ(told(inbound(topology, message, peer_named("sip.fabrikam.com"), &service)),
              "deny to_not_ours 404 1005");
}

TEST(AccessEdge, ThePartnersKindIsATokenOfTheTrustHeader_MsSipre_2_2_15) {
    EXPECT_EQ(source_type(Partner::direct), "DirectPartner");
    EXPECT_EQ(source_type(Partner::listed), "AutoFederation");
    EXPECT_EQ(source_type(Partner::discovered), "AutoFederation");
}

}  // namespace
}  // namespace policy
