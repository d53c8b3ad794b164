#include "edge/sip/via.hpp"

#include <gtest/gtest.h>

namespace sip {
namespace {

TEST(Via, PartsAsWritten) {
    auto const via =
        Via::parse("SIP / 2.0 / TLS  sip.fabrikam.com : 5061 ;branch = z9hG4bK1;ms-internal-info=\"a;b\"");
    ASSERT_TRUE(via.has_value());
    EXPECT_EQ(via->transport, "TLS");
    EXPECT_EQ(via->host, "sip.fabrikam.com");
    EXPECT_EQ(via->port, 5061);
    EXPECT_EQ(via->sent_by, "sip.fabrikam.com : 5061");
    EXPECT_EQ(via->branch, "z9hG4bK1");
    EXPECT_TRUE(via->has_cookie());
}

TEST(Via, SpaceMayFollowTheColonOfThePort) {
    EXPECT_EQ(Via::parse("SIP/2.0/UDP first.example.com: 4000;ttl=16")->port, 4000);
    EXPECT_EQ(Via::parse("SIP/2.0/TLS [::1]: 5061")->port, 5061);
    EXPECT_EQ(Via::parse("SIP/2.0/TLS [::1]")->sent_by, "[::1]");
}

TEST(Via, HasOnePortAndOneBranch) {
    EXPECT_EQ(Via::parse("SIP/2.0/TLS host:0")->sent_by, "host:0");
    for (auto const* text : {"SIP/2.0/TLS host:0:5061", "SIP/2.0/TLS host:0 :5061", "SIP/2.0/TLS host:5061:0",
                             "SIP/2.0/TLS host;branch=z9hG4bK1;branch=z9hG4bK2"})
        EXPECT_FALSE(Via::parse(text).has_value()) << text;
}

TEST(Via, TheCookieNeedsSomethingBehindIt_Rfc4475_3_2_1) {
    EXPECT_FALSE(Via::parse("SIP/2.0/TLS a;branch=z9hG4bK")->has_cookie());
    EXPECT_FALSE(Via::parse("SIP/2.0/TLS a;branch=other")->has_cookie());
    EXPECT_FALSE(Via::parse("SIP/2.0/TLS a")->has_cookie());
}

TEST(Via, MalformedOnesAreRefused) {
    for (auto const* text : {"", "SIP/2.0", "SIP/2.0/TLS", "SIP/2.0/TLS ", "SIP/2.0/TLS;x", "SIP//TLS a",
                             "SIP/2.0/TLS a:", "SIP/2.0/TLS a:x", "SIP/2.0/TLS a:99999", "SIP/2.0/TLS a b",
                             "SIP/2.0/TLS a;;", "SIP/2.0/TLS a_b"})
        EXPECT_FALSE(Via::parse(text).has_value()) << text;
}

TEST(Via, ReceivedIsAddedUnlessSentByIsThatAddress_Rfc3261_18_2_1) {
    sansio::Endpoint const source{sansio::IpAddress::v4(127, 0, 1, 30), 40112};
    EXPECT_EQ(received_parameters(*Via::parse("SIP/2.0/TLS sip.fabrikam.com"), source, "1A00"),
              ";received=127.0.1.30;ms-received-port=40112;ms-received-cid=1A00");
    EXPECT_EQ(received_parameters(*Via::parse("SIP/2.0/TLS 127.0.1.30:5061"), source, "7"),
              ";ms-received-port=40112;ms-received-cid=7");
}

TEST(Via, ReceivedOfIpv6HasNoBrackets_Rfc5118_4_5) {
    sansio::Endpoint const source{*sansio::IpAddress::parse("2001:db8::9"), 5061};
    EXPECT_EQ(received_parameters(*Via::parse("SIP/2.0/TLS a.example"), source, "7"),
              ";received=2001:db8::9;ms-received-port=5061;ms-received-cid=7");
    EXPECT_EQ(received_parameters(*Via::parse("SIP/2.0/TLS [2001:DB8::9]"), source, "7"),
              ";ms-received-port=5061;ms-received-cid=7");
}

TEST(Via, FindsWhatOnlyAServerMayWrite_Rfc3261_18_2_1) {
    constexpr std::string_view text =
        "SIP/2.0/TLS a.example;Received=1.2.3.4;branch=z9hG4bKx ; "
        "ms-received-cid=9;ms-received-port=7;x=received";
    auto const stamps = foreign_stamps(text);
    ASSERT_EQ(stamps.size(), 3U);
    EXPECT_EQ(stamps[0], ";Received=1.2.3.4");
    EXPECT_EQ(stamps[1], "; ms-received-cid=9");
    EXPECT_EQ(stamps[2], ";ms-received-port=7");
    EXPECT_TRUE(foreign_stamps("SIP/2.0/TLS received.example;branch=z9hG4bKreceived").empty());
}

}  // namespace
}  // namespace sip
