#include "edge/sip/uri.hpp"

#include <gtest/gtest.h>

namespace sip {
namespace {

TEST(Uri, PartsOfASipUri) {
    auto const uri = Uri::parse("SIP:alice;day=tue:pw@Contoso.com:5061;transport=tls;lr?subject=hi");
    ASSERT_TRUE(uri.has_value());
    EXPECT_EQ(uri->scheme, Uri::Scheme::sip);
    EXPECT_EQ(uri->user, "alice;day=tue:pw");
    EXPECT_EQ(uri->host, "Contoso.com");
    EXPECT_EQ(uri->port, 5061);
    EXPECT_EQ(uri->parameters.text(), ";transport=tls;lr");
    EXPECT_EQ(uri->headers, "subject=hi");
}

TEST(Uri, HostsMayBeIpv6References) {
    auto const uri = Uri::parse("sips:[2001:db8::10]:5070");
    ASSERT_TRUE(uri.has_value());
    EXPECT_EQ(uri->scheme, Uri::Scheme::sips);
    EXPECT_EQ(uri->host, "[2001:db8::10]");
    EXPECT_EQ(uri->port, 5070);
    auto const ambiguous = Uri::parse("sip:[2001:db8::10:5070]");  // RFC 5118 §4.3
    EXPECT_EQ(ambiguous->host, "[2001:db8::10:5070]");
    EXPECT_EQ(ambiguous->port, 0);
    EXPECT_TRUE(Uri::parse("sip:[2001:db8:::192.0.2.1]").has_value());
}

TEST(Uri, OtherSchemesAreKnownByNameOnly) {
    auto const uri = Uri::parse("tel:+358-555-1234567;phone-context=x");
    ASSERT_TRUE(uri.has_value());
    EXPECT_FALSE(uri->is_sip());
    EXPECT_EQ(uri->scheme_text, "tel");
    EXPECT_EQ(uri->host, "");
}

TEST(Uri, TheAtSignTellsUserFromHost_Rfc3261_19_1_1) {
    EXPECT_EQ(Uri::parse("sip:host;lr")->user, "");
    EXPECT_EQ(Uri::parse("sip:user;par=u%40example.net@host")->user, "user;par=u%40example.net");
    EXPECT_EQ(Uri::parse("sip:al_ice@host")->user, "al_ice");
    EXPECT_EQ(Uri::parse("sip:a:pw@host:5061")->user, "a:pw");
    EXPECT_EQ(Uri::parse("sip:host:5061")->port, 5061);
    EXPECT_EQ(Uri::parse("sip:a/b?c@host")->user, "a/b?c");
    EXPECT_FALSE(Uri::parse("sip:a%4@host").has_value());
    EXPECT_FALSE(Uri::parse("sip:a[b@host").has_value());
}

TEST(Uri, MalformedOnesAreRefused) {
    for (auto const* text : {"",
                             "alice",
                             ":x",
                             "sip:",
                             "sip:@host",
                             "sip:a@",
                             "sip:a b@host",
                             "sip:a@ho_st",
                             "sip:a@b@c",
                             "sip:a@host:",
                             "sip:a@host:70000",
                             "sip:a@host:x",
                             "sip:a@2001:db8::1",
                             "sip:a@[::1",
                             "sip:a@[]",
                             "sip:a@[gg]",
                             "sip:%4@host",
                             "sip:host;",
                             "sip:host?",
                             "sip:host?a=<b",
                             "<sip:host>",
                             "sip:host>",
                             "tel:",
                             "tel:1 2",
                             "1ip:x",
                             "sip:host/x"})
        EXPECT_FALSE(Uri::parse(text).has_value()) << text;
}

TEST(Uri, FaultsPointIntoTheText) {
    EXPECT_EQ(Uri::parse("sip:a@ho_st").error(), (SyntaxFault{Rule::uri, 8}));
    EXPECT_EQ(Uri::parse("sip:a@host:x").error(), (SyntaxFault{Rule::uri, 11}));
}

TEST(Uri, HostsCompareWithoutCaseAndFinalDot) {
    EXPECT_TRUE(same_host("Sip.Contoso.COM.", "sip.contoso.com"));
    EXPECT_FALSE(same_host("sip.contoso.com", "contoso.com"));
    EXPECT_FALSE(same_host("a@b", "a`b"));
}

}  // namespace
}  // namespace sip
