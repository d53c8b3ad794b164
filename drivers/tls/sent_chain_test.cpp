#include "drivers/tls/sent_chain.hpp"

#include <gmock/gmock.h>

#include "drivers/tls/channel_pair.hpp"

namespace tls {
namespace {

using namespace testing;
using sansio::ConnectionFault;
using ::testing::ElementsAre;

/// A client that reports its peer, against a server with `server`.
End client_against(Settings server, Settings client) {
    client.report_peer = true;
    client.verify_chain = false;
    auto const server_context = make_context(std::move(server));
    auto const client_context = make_context(std::move(client));
    ChannelPair pair(client_context->make_session(Role::client, "sip.fabrikam.com", today),
                     server_context->make_session(Role::server, "", today));
    pair.run();
    return std::move(pair.client);
}

TEST(SentChain, NamesWhatWasSentAndWhereTheIssuerCanBeFetched) {
    auto root = make_authority("Root");
    auto intermediate = root.subordinate("Intermediate", today - year, today + year);
    auto request = request_for("sip.fabrikam.com");
    request.issuer_url = "http://ca.example/i.cer";
    auto const end = client_against(settings_for(intermediate, request), {});
    ASSERT_TRUE(end.identity && end.identity->sent);
    auto const& sent = end.identity->sent->certificates;
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(sent[0].subject, "CN=sip.fabrikam.com");
    EXPECT_EQ(sent[0].issuer, "CN=Intermediate");
    EXPECT_EQ(sent[0].issuer_url, "http://ca.example/i.cer");
    EXPECT_EQ(sent[0].key, "EC");
    EXPECT_EQ(sent[0].key_bits, 256U);
    EXPECT_EQ(sent[0].signature, "ecdsa-with-SHA256");
    EXPECT_EQ(sent[0].not_after, today + year);
    EXPECT_EQ(sent[1].issuer, "CN=Root");
    EXPECT_FALSE(sent[1].is_self_issued());
}

TEST(SentChain, TellsWhetherTheServerAskedForOurs) {
    auto authority = make_authority("Root");
    auto server = settings_for(authority, request_for("sip.fabrikam.com"));
    auto const client = settings_for(authority, request_for("sip.contoso.com"));
    EXPECT_TRUE(client_against(server, client).identity->sent->asks_for_certificate);
    server.ask_certificate = false;
    EXPECT_FALSE(client_against(server, client).identity->sent->asks_for_certificate);
}

TEST(SentChain, IsKnownWhenTheServerEndsTheHandshake) {
    auto authority = make_authority("Root");
    auto stranger = make_authority("Stranger");
    auto server = settings_for(authority, request_for("sip.fabrikam.com"));
    server.version_max = Version::tls1_2;
    auto const end = client_against(server, settings_for(stranger, request_for("sip.contoso.com")));
    ASSERT_TRUE(end.fault && end.fault->peer && end.fault->peer->leaf);
    EXPECT_EQ(end.fault->stage, ConnectionFault::Stage::tls_refused);
    EXPECT_EQ(end.fault->text, "the peer sent unknown_ca");
    EXPECT_TRUE(end.fault->peer->sent->asks_for_certificate);
    EXPECT_THAT(end.fault->peer->leaf->dns_names, ElementsAre("sip.fabrikam.com"));
}

TEST(SentChain, IsNotCollectedUnlessAskedFor) {
    auto authority = make_authority("Root");
    auto const context = make_context(settings_for(authority, request_for("sip.fabrikam.com")));
    ChannelPair pair(context->make_session(Role::client, "sip.fabrikam.com", today),
                     context->make_session(Role::server, "", today));
    pair.run();
    ASSERT_TRUE(pair.client.identity);
    EXPECT_EQ(pair.client.identity->sent, nullptr);
}

TEST(DescribeCertificates, ReadsAllOrSaysWhyNot) {
    auto root = make_authority("Root");
    auto const described = describe_certificates(root.certificate_pem() + root.certificate_pem());
    ASSERT_TRUE(described);
    ASSERT_EQ(described->size(), 2U);
    EXPECT_TRUE(described->front().is_self_issued());
    EXPECT_FALSE(
        describe_certificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").has_value());
}

}  // namespace
}  // namespace tls
