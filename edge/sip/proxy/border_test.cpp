#include "edge/sip/proxy/border.hpp"

#include <gtest/gtest.h>

#include "edge/sip/sample_messages_fixture.hpp"

namespace sip::proxy {
namespace {

std::string edited(std::string const& text, Direction direction, BorderSettings const& settings = {}) {
    auto const view = MessageView::parse(text);
    EXPECT_TRUE(view.has_value());
    Rewrite rewrite;
    edit_at_border(*view, direction, settings, rewrite);
    sansio::ByteBuffer out;
    rewrite.render(text, out);
    return std::string(out.text());
}

/// The extra lines of a request that are left.
std::string left(std::string_view method, std::string_view lines, Direction direction,
                 BorderSettings const& settings = {}) {
    auto const text = edited(sample::request(method, lines), direction, settings);
    auto const begin = text.find('\n', text.find("\r\nCSeq:") + 2) + 1;
    return text.substr(begin, text.find("Content-Length") - begin);
}

TEST(Border, WhatSecuresOneHopGoesAndWhatIsBetweenTheEndsPasses_Rfc3261_22_3) {
    for (auto const direction : {Direction::inbound, Direction::outbound}) {
        for (std::string const name :
             {"Authorization", "Proxy-Authorization", "WWW-Authenticate", "Proxy-Authenticate",
              "Authentication-Info", "Proxy-Authentication-Info"}) {
            for (std::string const scheme : {"NTLM", "kerberos", "TLS-DSK"}) {
                auto const text = sample::request("INVITE", name + ": " + scheme + " qop=\"auth\"\n");
                EXPECT_EQ(edited(text, direction).find(name), std::string::npos) << name << scheme;
            }
            auto const line = name + ": Digest realm=\"fabrikam.com\"\n";
            EXPECT_EQ(left("INVITE", line, direction), sample::wire(line)) << name;
        }
        EXPECT_EQ(left("BYE", "Authentication-Info: nextnonce=\"ntlm\"\n", direction),
                  "Authentication-Info: nextnonce=\"ntlm\"\r\n");
        auto const text =
            sample::request("INVITE", "Authorization: Digest username=\"b\"\nAuthorization: NTLM x\n");
        EXPECT_NE(edited(text, direction).find("Authorization: Digest username=\"b\"\r\n"),
                  std::string::npos);
        EXPECT_EQ(edited(text, direction).find("NTLM"), std::string::npos);
    }
}

TEST(Border, EachHeaderCrossesOrNot) {
    struct Case {
        std::string_view name;
        bool inwards, outwards;
    };
    // facts/wire.md §1.4, again and by hand: border.inc is what is judged here.
    for (auto const& [name, inwards, outwards] :
         std::initializer_list<Case>{{"ms-edge-proxy-message-trust", false, false},
                                     {"ms-asserted-verification-level", false, false},
                                     {"ms-user-data", false, false},
                                     {"ms-user-logon-data", false, false},
                                     {"ms-archiving", true, true},
                                     {"ms-diagnostics", false, false},
                                     {"ms-diagnostics-public", true, true},
                                     {"ms-client-diagnostics", false, false},
                                     {"ms-split-domain-info", false, false},
                                     {"ms-telemetry-id", true, true},
                                     {"P-Asserted-Identity", true, true},
                                     {"P-Preferred-Identity", false, false},
                                     {"Authorization", true, true},
                                     {"Authentication-Info", true, true},
                                     {"Proxy-Authenticate", true, true},
                                     {"Proxy-Authorization", true, true},
                                     {"Proxy-Authentication-Info", true, true},
                                     {"WWW-Authenticate", true, true},
                                     {"Ms-Conversation-ID", true, true},
                                     {"ms-text-format", true, true},
                                     {"ms-im-format", true, true},
                                     {"Roster-Manager", true, true},
                                     {"EndPoints", true, true},
                                     {"Supported", true, true},
                                     {"ms-subnet", true, false},
                                     {"ms-endpoint-location-data", true, false},
                                     {"history-info", true, true},
                                     {"ms-mras-address", false, false},
                                     {"ms-application-via", false, false},
                                     {"MS-Application-Anything", false, false},
                                     {"ms-keep-alive", true, true},
                                     {"Session-Expires", true, true},
                                     {"Min-SE", true, true},
                                     {"X-Unknown", true, true}}) {
        auto const lines = std::string(name) + ": 1;a=\"b\"\r\n";
        for (auto const* const method : {"BYE", "response"}) {
            auto const text = method == std::string_view("BYE")
                                  ? sample::request("BYE", std::string(name) + ": 1;a=\"b\"\n")
                                  : sample::response(200, "SIP/2.0/TLS x;branch=z9hG4bK1", "INVITE",
                                                     std::string(name) + ": 1;a=\"b\"\n");
            EXPECT_EQ(edited(text, Direction::inbound).find(lines) != std::string::npos, inwards)
                << name << method;
            EXPECT_EQ(edited(text, Direction::outbound).find(lines) != std::string::npos, outwards)
                << name << method;
        }
    }
}

TEST(Border, OneDiagnosticForThePublicAndNoSourceInIt) {
    EXPECT_EQ(left("BYE",
                   "ms-diagnostics-public: 10003;source=\"pool01.contoso.com\";reason=\"a;source=b\" ; "
                   "SOURCE=x;component=\"C\"\nms-diagnostics-public: 2\n",
                   Direction::outbound),
              "ms-diagnostics-public: 10003;reason=\"a;source=b\" ;component=\"C\"\r\n");
    EXPECT_EQ(left("BYE", "ms-diagnostics-public: 1;reason=\"open;source=pool01\n", Direction::outbound), "");
    for (auto const* unread :
         {"source=\"pool01\"", "x;source=\"pool01\"", "1.;reason=\"r\"", "1.2.3", ".2", ";a=1", ""})
        EXPECT_EQ(left("BYE", std::string("ms-diagnostics-public: ") + unread + "\n", Direction::outbound),
                  "")
            << unread;
    EXPECT_EQ(left("BYE", "ms-diagnostics-public: 1.22 ;source=x;reason=\"r\"\n", Direction::outbound),
              "ms-diagnostics-public: 1.22 ;reason=\"r\"\r\n");
    EXPECT_EQ(left("MESSAGE", "ms-diagnostics-public: 1;reason=\"r\"\n", Direction::inbound), "");
    EXPECT_EQ(left("BYE", "ms-diagnostics-public: 4141\n", Direction::inbound),
              "ms-diagnostics-public: 4141\r\n");
}

TEST(Border, PrivacyOfTheIdKeepsTheIdentityInside_Rfc3325_7) {
    std::string_view const identity = "P-Asserted-Identity: <sip:alice@contoso.com>\n";
    auto const with = [&](std::string_view privacy) {
        return left("MESSAGE", std::string(identity) + "Privacy: " + std::string(privacy) + "\n",
                    Direction::outbound);
    };
    EXPECT_EQ(with("header; ID"), "Privacy: header; ID\r\n");
    EXPECT_EQ(with("header\nPrivacy: critical;id"), "Privacy: header\r\nPrivacy: critical;id\r\n");
    EXPECT_NE(with("none").find("P-Asserted-Identity"), std::string::npos);
    EXPECT_NE(with("idle").find("P-Asserted-Identity"), std::string::npos);
    EXPECT_NE(left("MESSAGE", std::string(identity) + "Privacy: id\n", Direction::inbound).find("P-Asserted"),
              std::string::npos);
}

TEST(Border, ServedOptionTagsEndHere) {
    EXPECT_EQ(left("SUBSCRIBE", "Proxy-Require: ms-benotify\n", Direction::outbound), "");
    EXPECT_EQ(left("SUBSCRIBE", "Proxy-Require: a, MS-benotify ,b\nProxy-Require: c\n", Direction::outbound),
              "Proxy-Require: a, b\r\nProxy-Require: c\r\n");
    EXPECT_EQ(left("SUBSCRIBE", "Proxy-Require: ms-benotify\n", Direction::inbound),
              "Proxy-Require: ms-benotify\r\n");
    EXPECT_TRUE(served_extensions(Direction::inbound).empty());
}

TEST(Border, TheDeploymentMayNameItsOwnHeaders) {
    BorderSettings const settings{"X-Verified", "ms-policy", true};
    std::string_view const lines = "x-verified: 1\nMS-Policy: 1\nms-user-data: 1\n";
    EXPECT_EQ(left("MESSAGE", lines, Direction::inbound, settings), "");
    EXPECT_EQ(left("MESSAGE", lines, Direction::outbound, settings), "");
    EXPECT_EQ(left("BYE", "ms-diagnostics: 1\n", Direction::outbound, settings), "ms-diagnostics: 1\r\n");
    EXPECT_EQ(left("BYE", "ms-diagnostics: 1\n", Direction::inbound, settings), "");
    EXPECT_EQ(verification_line(settings, false), "X-Verified: ms-source-verified-user=unverified\r\n");
}

TEST(Border, NobodyIsVerifiedWhoDoesNotSaySo) {
    auto const asserted = [](std::string_view lines) {
        auto const text = sample::request("MESSAGE", lines);
        return is_asserted_verified(*MessageView::parse(text), {});
    };
    EXPECT_TRUE(asserted("MS-Asserted-Verification-Level: ms-source-verified-user = Verified\n"));
    EXPECT_FALSE(asserted(""));
    EXPECT_FALSE(asserted("ms-asserted-verification-level: ms-source-verified-user=unverified\n"));
    EXPECT_FALSE(asserted("ms-asserted-verification-level: verified\n"));
    EXPECT_FALSE(
        asserted("ms-asserted-verification-level: ms-source-verified-user=verified\n"
                 "ms-asserted-verification-level: ms-source-verified-user=unverified\n"));
}

}  // namespace
}  // namespace sip::proxy
