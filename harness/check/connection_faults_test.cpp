#include "harness/check/connection_faults.hpp"

#include <gtest/gtest.h>

namespace check {
namespace {

using Stage = sansio::ConnectionFault::Stage;

Fact tls(Stage stage, std::string text, bool asked, bool shown) {
    return explain_tls({stage, {}, std::move(text)}, asked, {shown, "CN=Root"}).fact;
}

TEST(ConnectionFaults, OfAPlainConnectionAreRefusalSilenceOrNoRoute) {
    EXPECT_EQ(explain_tcp({Stage::refused, {}, {}}).fact, Fact::tcp_refused);
    EXPECT_EQ(explain_tcp({Stage::timed_out, {}, {}}).fact, Fact::tcp_no_answer);
    EXPECT_EQ(explain_tcp({Stage::unreachable, {}, {}}).fact, Fact::tcp_no_route);
}

TEST(ConnectionFaults, AlertsSayWhatThePartnerThinksOfOurCertificate) {
    EXPECT_EQ(tls(Stage::tls_refused, "the peer sent unknown_ca", true, true),
              Fact::tls_own_authority_unknown);
    EXPECT_EQ(tls(Stage::tls_refused, "the peer sent certificate_expired", true, true),
              Fact::tls_own_certificate_expired);
    EXPECT_EQ(tls(Stage::tls_refused, "the peer sent bad_certificate", true, true),
              Fact::tls_own_certificate_refused);
    EXPECT_EQ(
        explain_tls({Stage::tls_refused, {}, "the peer sent unknown_ca"}, true, {true, "CN=Root"}).value,
        "CN=Root");
}

TEST(ConnectionFaults, AResetAfterOurCertificateIsLyncsWayToRefuseIt) {
    EXPECT_EQ(tls(Stage::tls_refused, "Connection reset by peer", true, true),
              Fact::tls_own_certificate_refused);
    EXPECT_EQ(tls(Stage::tls_refused, "Connection reset by peer", false, true), Fact::tls_handshake_refused);
}

TEST(ConnectionFaults, WithoutACertificateARefusalSaysThatOneIsWanted) {
    EXPECT_EQ(tls(Stage::tls_refused, "the peer sent certificate_required", true, false),
              Fact::tls_client_certificate_missed);
    EXPECT_EQ(tls(Stage::tls_refused, "the peer sent handshake_failure", true, false),
              Fact::tls_client_certificate_missed);
}

TEST(ConnectionFaults, VersionsAndGarbageAreToldApart) {
    EXPECT_EQ(tls(Stage::tls_refused, "the peer sent protocol_version", false, true),
              Fact::tls_version_refused);
    EXPECT_EQ(tls(Stage::tls_protocol, "unsupported protocol", false, true), Fact::tls_version_refused);
    EXPECT_EQ(tls(Stage::tls_protocol, "wrong version number", false, true), Fact::tls_no_protocol);
    EXPECT_EQ(tls(Stage::tls_refused, "the peer sent handshake_failure", false, true),
              Fact::tls_handshake_refused);
    EXPECT_EQ(tls(Stage::tls_timed_out, {}, false, true), Fact::tls_silent);
}

}  // namespace
}  // namespace check
