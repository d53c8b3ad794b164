#include "drivers/tls/context.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "drivers/tls/channel_pair.hpp"

namespace tls::testing {
namespace {

using ::testing::Contains;
using ::testing::StartsWith;
using ChainFault = sansio::ChainVerdict::Fault;

class ContextTest : public ::testing::Test {
protected:
    Settings edge_settings() { return settings_for(authority_, request_for("sip.contoso.com")); }
    ChannelPair run_pair(Settings client, Settings server) {
        ChannelPair pair(make_context(std::move(client))->make_session(Role::client, "contoso.com", today),
                         make_context(std::move(server))->make_session(Role::server, "", today));
        pair.run();
        return pair;
    }

    Authority authority_ = make_authority("Contoso Root");
};

TEST_F(ContextTest, AKeyOfAnotherCertificateIsRefused) {
    Settings settings = edge_settings();
    settings.private_key_pem = authority_.issue(request_for("sip.contoso.com")).key_pem;
    auto const made = Context::make(settings);
    ASSERT_FALSE(made);
    EXPECT_THAT(made.error().text, StartsWith("private key: "));
}

TEST_F(ContextTest, UnreadablePemIsRefusedWithItsPlace) {
    Settings settings = edge_settings();
    settings.authorities_pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    EXPECT_THAT(Context::make(settings).error().text, StartsWith("authorities: "));
    settings = edge_settings();
    settings.private_key_pem = "nothing of the kind";
    EXPECT_THAT(Context::make(settings).error().text, StartsWith("private key: "));
    settings.private_key_pem.clear();
    EXPECT_THAT(Context::make(settings).error().text, StartsWith("certificate and private key"));
}

TEST_F(ContextTest, TheKeyLogHasLinesOfTheNssFormat) {
    std::vector<std::string> lines;
    Settings client = edge_settings();
    client.key_log = [&lines](std::string_view line) { lines.emplace_back(line); };
    run_pair(client, edge_settings());
    EXPECT_THAT(lines, Contains(StartsWith("CLIENT_TRAFFIC_SECRET_0 ")));
}

TEST_F(ContextTest, TheHighestCommonVersionIsSpoken) {
    Settings old_partner = edge_settings();
    old_partner.version_max = Version::tls1_2;
    EXPECT_EQ(run_pair(edge_settings(), old_partner).client.identity->tls_version, "TLSv1.2");
    auto const modern = run_pair(edge_settings(), edge_settings());
    EXPECT_EQ(modern.client.identity->tls_version, "TLSv1.3");
    EXPECT_EQ(modern.client.identity->cipher, "TLS_AES_128_GCM_SHA256");
}

TEST_F(ContextTest, SecurityLevelZeroLetsAPartnerOf2013In) {
    Settings partner = edge_settings();
    partner.version_min = partner.version_max = Version::tls1_0;
    partner.security_level = 0;
    Settings edge = edge_settings();
    edge.version_min = Version::tls1_0;
    EXPECT_FALSE(run_pair(partner, edge).server.identity);
    edge.security_level = 0;
    auto const lenient = run_pair(partner, edge);
    ASSERT_TRUE(lenient.server.identity);
    EXPECT_EQ(lenient.server.identity->tls_version, "TLSv1");
}

TEST_F(ContextTest, ASessionIsResumedOnlyWithTickets) {
    Settings settings = edge_settings();
    for (bool const tickets : {false, true}) {
        settings.session_tickets = tickets;
        auto const client = make_context(settings);
        auto const server = make_context(settings);
        ChannelPair first(client->make_session(Role::client, "contoso.com", today),
                          server->make_session(Role::server, "", today));
        first.run();
        ChannelPair second(client->make_session(Role::client, "contoso.com", today),
                           server->make_session(Role::server, "", today));
        second.run();
        ASSERT_TRUE(second.client.identity && second.server.identity);
        EXPECT_EQ(second.client.identity->resumed, tickets);
        EXPECT_EQ(second.server.identity->resumed, tickets);
        EXPECT_EQ(second.server.identity->leaf->common_name, "sip.contoso.com");
    }
}

TEST_F(ContextTest, AnExpiredCertificateIsNotResumed) {
    Settings settings = edge_settings();
    settings.session_tickets = true;
    auto const client = make_context(settings);
    auto const server = make_context(settings);
    ChannelPair first(client->make_session(Role::client, "contoso.com", today),
                      server->make_session(Role::server, "", today));
    first.run();
    ASSERT_TRUE(first.server.identity);
    ChannelPair second(client->make_session(Role::client, "contoso.com", today),
                       server->make_session(Role::server, "", today + year));
    second.run();
    EXPECT_FALSE(second.server.identity);
    ASSERT_TRUE(second.server.fault);
    EXPECT_EQ(second.server.fault->chain.fault, ChainFault::expired);
}

TEST_F(ContextTest, JudgingDependsOnTheDateAndNotOnWhatWasAskedBefore) {
    auto const context = make_context(edge_settings());
    auto const chain = authority_.issue(request_for("sip.fabrikam.com")).chain_pem;
    auto const fault = [&](sansio::WallTime wall) {
        return context->judge(chain, Role::server, wall).chain.fault;
    };
    EXPECT_EQ(fault(today), ChainFault::none);
    EXPECT_EQ(fault(today + 1s), ChainFault::none);
    EXPECT_EQ(fault(today + year), ChainFault::expired);
    EXPECT_EQ(fault(today), ChainFault::none);
    EXPECT_EQ(fault(today - year - 1us), ChainFault::not_yet_valid);
}

TEST_F(ContextTest, JudgingDependsOnTheRoleOfThePeer) {
    auto const context = make_context(edge_settings());
    CertificateRequest request = request_for("sip.fabrikam.com");
    request.client_eku = false;
    auto const chain = authority_.issue(request).chain_pem;
    EXPECT_EQ(context->judge(chain, Role::server, today).chain.fault, ChainFault::none);
    EXPECT_EQ(context->judge(chain, Role::client, today).chain.fault, ChainFault::wrong_purpose);
    EXPECT_EQ(context->judge("", Role::client, today).chain.fault, ChainFault::no_certificate);
}

}  // namespace
}  // namespace tls::testing
