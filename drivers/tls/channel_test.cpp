// What both kinds of channel owe their caller: the same expectations for TLS 1.2, TLS 1.3 and the plain twin.
#include "drivers/tls/channel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "drivers/tls/channel_pair.hpp"

namespace tls::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ChainFault = sansio::ChainVerdict::Fault;
using Stage = sansio::ConnectionFault::Stage;

enum class Kind { tls1_2, tls1_3, twin };

class ChannelTest : public ::testing::TestWithParam<Kind> {
protected:
    Settings settings(Authority& authority, CertificateRequest const& request) const {
        Settings made = settings_for(authority, request);
        if (GetParam() == Kind::tls1_2) made.version_max = Version::tls1_2;
        return made;
    }
    Settings client_settings() { return settings(authority_, request_for("sip.contoso.com")); }
    Settings server_settings() { return settings(authority_, request_for("sip.fabrikam.com")); }

    std::unique_ptr<Channel> make(Settings given, Role role, sansio::WallTime wall = today) const {
        auto const context = make_context(std::move(given));
        if (GetParam() == Kind::twin) return context->make_plain_twin(role, "fabrikam.com", wall);
        return context->make_session(role, "fabrikam.com", wall);
    }
    ChannelPair make_pair(Settings client, Settings server, sansio::WallTime wall = today) const {
        return {make(std::move(client), Role::client, wall), make(std::move(server), Role::server, wall)};
    }
    ChannelPair established_pair() {
        ChannelPair pair = make_pair(client_settings(), server_settings());
        pair.run();
        EXPECT_TRUE(pair.client.identity && pair.server.identity);
        return pair;
    }
    /// A TLS 1.2 client learns of a refusal inside the handshake, the others after it.
    bool client_done_first() const { return GetParam() != Kind::tls1_2; }

    Authority authority_ = make_authority("Contoso Root");
};

TEST_P(ChannelTest, BothEndsLearnWhoThePeerIs) {
    ChannelPair const pair = established_pair();
    auto const& leaf = *pair.client.identity->leaf;
    EXPECT_EQ(leaf.common_name, "sip.fabrikam.com");
    EXPECT_THAT(leaf.dns_names, ElementsAre("sip.fabrikam.com"));
    EXPECT_THAT(leaf.uri_names, ElementsAre("sip:fabrikam.com"));
    EXPECT_THAT(leaf.extended_key_usages, ElementsAre("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"));
    EXPECT_EQ(leaf.not_after, today + year);
    EXPECT_EQ(leaf.fingerprint.size(), 64U);
    EXPECT_EQ(pair.client.identity->chain.fault, ChainFault::none);
    EXPECT_EQ(pair.server.identity->leaf->common_name, "sip.contoso.com");
}

TEST_P(ChannelTest, BytesArriveInOrderInBothDirections) {
    ChannelPair pair = established_pair();
    std::string const large(100'000, 'x');
    pair.client.write("one ");
    pair.client.write("two");
    pair.server.write(large);
    pair.run();
    EXPECT_EQ(pair.server.plain, "one two");
    EXPECT_EQ(pair.client.plain, large);
}

TEST_P(ChannelTest, EveryCutOfTheByteStreamMeansTheSame) {
    for (std::size_t const piece : {1U, 2U, 3U, 5U, 1000U}) {
        ChannelPair pair = make_pair(client_settings(), server_settings());
        pair.piece_max = piece;
        pair.run();
        ASSERT_TRUE(pair.client.identity && pair.server.identity) << piece;
        pair.client.write("MESSAGE sip:bob@fabrikam.com");
        pair.client.channel->close();
        pair.run();
        EXPECT_EQ(pair.server.plain, "MESSAGE sip:bob@fabrikam.com") << piece;
        EXPECT_TRUE(pair.server.peer_closed) << piece;
    }
}

TEST_P(ChannelTest, CloseArrivesAfterTheLastByte) {
    ChannelPair pair = established_pair();
    pair.client.write("last");
    pair.client.channel->close();
    pair.run();
    EXPECT_EQ(pair.server.plain, "last");
    EXPECT_TRUE(pair.server.peer_closed);
    pair.server.channel->end_of_stream();
    pair.server.collect();
    EXPECT_FALSE(pair.server.fault);
}

/// RFC 5246 §7.2.1: a close_notify is answered by one.
TEST_P(ChannelTest, WhoIsToldGoodbyeCanSayIt) {
    ChannelPair pair = established_pair();
    pair.client.channel->close();
    pair.run();
    ASSERT_TRUE(pair.server.peer_closed);
    EXPECT_TRUE(pair.server.channel->unsent().empty());
    pair.server.channel->close();
    EXPECT_FALSE(pair.server.channel->unsent().empty());
}

TEST_P(ChannelTest, AStreamThatEndsWithoutCloseIsTruncated) {
    ChannelPair pair = established_pair();
    pair.client.write("half a message");
    pair.run();
    pair.server.channel->end_of_stream();
    pair.server.collect();
    EXPECT_EQ(pair.server.plain, "half a message");
    ASSERT_TRUE(pair.server.fault);
    EXPECT_EQ(pair.server.fault->stage, Stage::truncated);
}

TEST_P(ChannelTest, AStreamThatEndsInTheHandshakeIsARefusal) {
    ChannelPair pair = make_pair(client_settings(), server_settings());
    pair.client.channel->end_of_stream();
    pair.client.collect();
    ASSERT_TRUE(pair.client.fault);
    EXPECT_EQ(pair.client.fault->stage, Stage::tls_refused);
}

TEST_P(ChannelTest, AServerOfAnUnknownAuthorityIsRefusedAndHearsWhy) {
    Authority stranger = make_authority("Foreign Root");
    ChannelPair pair = make_pair(client_settings(), settings(stranger, request_for("sip.fabrikam.com")));
    pair.run();
    ASSERT_TRUE(pair.client.fault && pair.server.fault);
    EXPECT_FALSE(pair.client.identity);
    EXPECT_EQ(pair.client.fault->stage, Stage::tls_chain);
    EXPECT_EQ(pair.client.fault->chain.fault, ChainFault::unknown_authority);
    EXPECT_EQ(pair.client.fault->text, "unable to get local issuer certificate");
    EXPECT_EQ(pair.server.fault->stage, Stage::tls_refused);
    EXPECT_EQ(pair.server.fault->text, "the peer sent unknown_ca");
}

TEST_P(ChannelTest, AClientOfAnUnknownAuthorityIsRefusedAndHearsWhy) {
    Authority stranger = make_authority("Foreign Root");
    Settings foreign = settings(stranger, request_for("sip.contoso.com"));
    foreign.authorities_pem = authority_.certificate_pem();
    ChannelPair pair = make_pair(std::move(foreign), server_settings());
    pair.run();
    ASSERT_TRUE(pair.client.fault && pair.server.fault);
    EXPECT_EQ(pair.server.fault->stage, Stage::tls_chain);
    EXPECT_EQ(pair.server.fault->chain.fault, ChainFault::unknown_authority);
    EXPECT_FALSE(pair.server.identity);
    EXPECT_EQ(pair.client.identity.has_value(), client_done_first());
    EXPECT_EQ(pair.client.fault->text, "the peer sent unknown_ca");
}

TEST_P(ChannelTest, CertificatesAreJudgedAtTheGivenTime) {
    Settings const client = client_settings();
    Settings const server = server_settings();
    ChannelPair last_second = make_pair(client, server, today + year - 1s);
    last_second.run();
    EXPECT_TRUE(last_second.client.identity && last_second.server.identity);
    ChannelPair expired = make_pair(client, server, today + year);
    expired.run();
    ASSERT_TRUE(expired.client.fault);
    EXPECT_EQ(expired.client.fault->chain.fault, ChainFault::expired);
    EXPECT_EQ(expired.server.fault->text, "the peer sent certificate_expired");
    ChannelPair early = make_pair(client, server, today - year - 1s);
    early.run();
    EXPECT_EQ(early.client.fault->chain.fault, ChainFault::not_yet_valid);
}

TEST_P(ChannelTest, AClientWithoutCertificateIsRefusedWhereOneIsRequired) {
    Settings client = client_settings();
    client.present_certificate = false;
    ChannelPair pair = make_pair(std::move(client), server_settings());
    pair.run();
    ASSERT_TRUE(pair.client.fault && pair.server.fault);
    EXPECT_EQ(pair.server.fault->stage, Stage::tls_chain);
    EXPECT_EQ(pair.server.fault->chain.fault, ChainFault::no_certificate);
    EXPECT_EQ(pair.client.fault->stage, Stage::tls_refused);
    // TLS 1.2 has no alert of its own for it.
    char const* const alert = client_done_first() ? "certificate_required" : "handshake_failure";
    EXPECT_EQ(pair.client.fault->text, std::string("the peer sent ") + alert);
}

TEST_P(ChannelTest, AClientWithoutCertificateIsTakenWhereNoneIsRequired) {
    Settings client = client_settings();
    client.present_certificate = false;
    Settings server = server_settings();
    server.require_certificate = false;
    ChannelPair pair = make_pair(std::move(client), std::move(server));
    pair.run();
    ASSERT_TRUE(pair.server.identity);
    EXPECT_FALSE(pair.server.identity->leaf);
    EXPECT_EQ(pair.server.identity->chain.fault, ChainFault::no_certificate);
}

TEST_P(ChannelTest, WithoutVerificationTheVerdictIsHandedUp) {
    Authority stranger = make_authority("Foreign Root");
    Settings client = client_settings();
    client.verify_chain = false;
    Settings foreign = settings(stranger, request_for("sip.fabrikam.com"));
    foreign.authorities_pem = authority_.certificate_pem();
    ChannelPair pair = make_pair(std::move(client), std::move(foreign));
    pair.run();
    ASSERT_TRUE(pair.client.identity && pair.server.identity);
    EXPECT_EQ(pair.client.identity->chain.fault, ChainFault::unknown_authority);
    EXPECT_EQ(pair.client.identity->leaf->common_name, "sip.fabrikam.com");
}

TEST_P(ChannelTest, AClientNeedsTheClientUsageUnlessTheServerWaivesIt) {
    CertificateRequest request = request_for("sip.contoso.com");
    request.client_eku = false;
    Settings const client = settings(authority_, request);
    Settings server = server_settings();
    ChannelPair strict = make_pair(client, server);
    strict.run();
    ASSERT_TRUE(strict.server.fault);
    EXPECT_EQ(strict.server.fault->chain.fault, ChainFault::wrong_purpose);
    EXPECT_EQ(strict.client.fault->text, "the peer sent unsupported_certificate");
    server.require_client_usage = false;
    ChannelPair lenient = make_pair(client, server);
    lenient.run();
    ASSERT_TRUE(lenient.server.identity);
    EXPECT_EQ(lenient.server.identity->chain.fault, ChainFault::none);
}

TEST_P(ChannelTest, AServerNeedsTheServerUsage) {
    CertificateRequest request = request_for("sip.fabrikam.com");
    request.server_eku = false;
    ChannelPair pair = make_pair(client_settings(), settings(authority_, request));
    pair.run();
    ASSERT_TRUE(pair.client.fault);
    EXPECT_EQ(pair.client.fault->chain.fault, ChainFault::wrong_purpose);
}

TEST_P(ChannelTest, AChainIsSentWithItsIntermediates) {
    Authority intermediate = authority_.subordinate("Contoso Issuing", today - year, today + year);
    Settings server = settings(intermediate, request_for("sip.fabrikam.com"));
    server.authorities_pem = authority_.certificate_pem();
    ChannelPair pair = make_pair(client_settings(), server);
    pair.run();
    ASSERT_TRUE(pair.client.identity);
    EXPECT_EQ(pair.client.identity->chain.fault, ChainFault::none);
}

TEST_P(ChannelTest, AMissingIntermediateStaysMissingThoughTheSenderTrustsIt) {
    Authority intermediate = authority_.subordinate("Contoso Issuing", today - year, today + year);
    Settings server = settings(intermediate, request_for("sip.fabrikam.com"));
    constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----";
    server.certificate_chain_pem.resize(server.certificate_chain_pem.rfind(begin));
    server.authorities_pem = authority_.certificate_pem() + intermediate.certificate_pem();
    ChannelPair pair = make_pair(client_settings(), server);
    pair.run();
    ASSERT_TRUE(pair.client.fault);
    EXPECT_EQ(pair.client.fault->chain.fault, ChainFault::unknown_authority);
}

TEST_P(ChannelTest, VersionsThatDoNotOverlapEndTheHandshakeOnBothSides) {
    Settings client = client_settings();
    client.version_min = client.version_max = Version::tls1_2;
    Settings server = server_settings();
    server.version_min = server.version_max = Version::tls1_3;
    ChannelPair pair = make_pair(std::move(client), std::move(server));
    pair.run();
    ASSERT_TRUE(pair.client.fault && pair.server.fault);
    EXPECT_EQ(pair.server.fault->stage, Stage::tls_protocol);
    EXPECT_THAT(pair.server.fault->text, HasSubstr("unsupported protocol"));
    EXPECT_EQ(pair.client.fault->text, "the peer sent protocol_version");
}

TEST_P(ChannelTest, GarbageIsAFaultOfTheProtocolAndTheLastEvent) {
    auto const server = make(server_settings(), Role::server);
    server->receive(sansio::as_bytes("OPTIONS sip:contoso.com SIP/2.0\r\n"));
    auto const event = server->poll_event();
    ASSERT_TRUE(event && std::holds_alternative<Failed>(*event));
    EXPECT_EQ(std::get<Failed>(*event).fault.stage, Stage::tls_protocol);
    server->receive(sansio::as_bytes("more of it"));
    EXPECT_FALSE(server->poll_event());
}

TEST_P(ChannelTest, AChannelOutlivesItsContext) {
    ChannelPair pair = established_pair();  // make() has let go of both contexts
    pair.server.write("still here");
    pair.run();
    EXPECT_EQ(pair.client.plain, "still here");
}

INSTANTIATE_TEST_SUITE_P(AllKinds, ChannelTest, ::testing::Values(Kind::tls1_2, Kind::tls1_3, Kind::twin),
                         [](auto const& kind) {
                             return kind.param == Kind::tls1_2   ? "Tls1_2"
                                    : kind.param == Kind::tls1_3 ? "Tls1_3"
                                                                 : "Twin";
                         });

}  // namespace
}  // namespace tls::testing
