#include "edge/sip/proxy/forward.hpp"

#include <gtest/gtest.h>

#include "edge/sip/sample_messages_fixture.hpp"

namespace sip::proxy {
namespace {

std::string forwarded(std::string const& text, ForwardPlan const& plan) {
    auto const view = MessageView::parse(text);
    EXPECT_TRUE(view.has_value());
    Rewrite rewrite;
    forward(*view, plan, rewrite);
    sansio::ByteBuffer out;
    rewrite.render(text, out);
    EXPECT_TRUE(MessageView::parse(out.text()).has_value()) << out.text();
    return std::string(out.text());
}

TEST(Forward, MakesAllEditsAndLeavesTheRest_Rfc3261_16_6) {
    auto const text = sample::wire(
        "INVITE sip:bob@fabrikam.com SIP/2.0\nMS-User-Data: ms-federation=TRUE\nRecord-Route: "
        "<sip:pool01.contoso.com;lr>\n"
        "Route: <sip:sip.contoso.com;lr>\nVia: SIP/2.0/TLS "
        "pool01.contoso.com:5061;branch=z9hG4bK7\nMax-Forwards: 010\n"
        "From: <sip:alice@contoso.com>;tag=a\nTo: <sip:bob@fabrikam.com>\nCall-ID: 1\nCSeq: 1 INVITE\nX-Odd: "
        " kept  \n"
        "ms-diagnostics: 1;source=\"pool01\"\nContent-Length: 5\n\nhello");
    OwnNames const own{{{"sip.contoso.com", 5061}}};
    auto route = *find_route(*MessageView::parse(text), own);
    route.request_uri = "sip:bob@b.fabrikam.com";
    ForwardPlan const plan{.top_via_parameters = ";received=127.0.1.20",
                           .sent_by = "sip.contoso.com:5061",
                           .branch = "z9hG4bKnew",
                           .record_route = "Record-Route: <sip:sip.contoso.com:5061;transport=tls;lr>\r\n",
                           .added_headers = "X-Added: 1\r\n",
                           .route = &route};
    EXPECT_EQ(
        forwarded(text, plan),
        sample::wire(
            "INVITE sip:bob@b.fabrikam.com SIP/2.0\nRecord-Route: "
            "<sip:sip.contoso.com:5061;transport=tls;lr>\n"
            "Record-Route: <sip:pool01.contoso.com;lr>\nVia: SIP/2.0/TLS "
            "sip.contoso.com:5061;branch=z9hG4bKnew\n"
            "Via: SIP/2.0/TLS pool01.contoso.com:5061;branch=z9hG4bK7;received=127.0.1.20\nMax-Forwards: 9\n"
            "From: <sip:alice@contoso.com>;tag=a\nTo: <sip:bob@fabrikam.com>\nCall-ID: 1\nCSeq: 1 "
            "INVITE\nX-Odd:  kept  \n"
            "Content-Length: 5\nMax-Breadth: 60\nX-Added: 1\n\nhello"));
}

TEST(Forward, TheVersionIsSentInUpperCase_Rfc3261_7_1) {
    auto text = sample::request();
    auto const version = text.find("SIP/2.0\r\n");
    text.replace(version, 7, "sIp/2.0");
    EXPECT_EQ(forwarded(text, {.sent_by = "me", .branch = "b"}).substr(version, 9), "SIP/2.0\r\n");
}

TEST(Forward, MaxForwardsIsAddedWhenMissing_Rfc3261_16_6_Step3) {
    auto text = sample::request();
    text.erase(text.find("Max-Forwards"), 18);
    EXPECT_NE(forwarded(text, {.sent_by = "me", .branch = "b"}).find("Max-Forwards: 70\r\n"),
              std::string::npos);
}

TEST(Forward, MaxBreadthIs60AtMostAndStaysOtherwise_Rfc5393_5_3_3) {
    auto const breadth = [](std::string const& given, std::string_view method = "MESSAGE") {
        auto const text =
            forwarded(sample::request(method, given.empty() ? "" : "Max-Breadth: " + given + "\n"),
                      {.sent_by = "me", .branch = "b"});
        auto const view = MessageView::parse(text);
        EXPECT_LE(view->count(Header::max_breadth), 1U);
        return std::string(view->single(SingleHeader::max_breadth).value_or("none"));
    };
    for (auto const& [given, sent] : {std::pair<std::string, std::string>{"", "60"},
                                      {"60", "60"},
                                      {"61", "60"},
                                      {"99999999999999999999", "60"},
                                      {"1", "1"},
                                      {"007", "007"}})
        EXPECT_EQ(breadth(given), sent) << given;
    EXPECT_EQ(breadth("", "CANCEL"), "none");
}

TEST(Forward, OurViaStandsAboveACommaListAndParametersGoToItsFirst) {
    auto const text =
        sample::wire("BYE sip:a@b SIP/2.0\nTo: x\nv: SIP/2.0/TLS one;branch=z9hG4bK1, SIP/2.0/TLS two\n\n");
    EXPECT_NE(forwarded(text, {.top_via_parameters = ";received=::1", .sent_by = "me", .branch = "z9"})
                  .find("Via: SIP/2.0/TLS me;branch=z9\r\nv: SIP/2.0/TLS one;branch=z9hG4bK1;received=::1, "
                        "SIP/2.0/TLS two\r\n"),
              std::string::npos);
}

TEST(Border, EveryForgedTrustHeaderIsStrippedBeforeOursIsAdded) {
    auto const text =
        sample::request("MESSAGE",
                        "ms-edge-proxy-message-trust: "
                        "ms-source-type=InternetUser;ms-source-verified-user=verified\nSubject: s\n"
                        "MS-EDGE-PROXY-MESSAGE-TRUST : forged\nms-edge-proxy-message-trust:\n "
                        "folded\nP-Preferred-Identity: <sip:x@y>\n");
    auto const line = trust_line(
        {.endpoint_fqdn = "edge-int.contoso.com", .verified = true, .remote_fqdn = "sip.fabrikam.com"});
    EXPECT_EQ(
        line,
        "ms-edge-proxy-message-trust: "
        "ms-source-type=AutoFederation;ms-ep-fqdn=edge-int.contoso.com;ms-source-verified-user=verified;"
        "ms-source-network=federation;ms-remote-fqdn=sip.fabrikam.com\r\n");
    auto const sent = forwarded(
        text, {.sent_by = "me", .branch = "b", .added_headers = line, .direction = Direction::inbound});
    auto const view = MessageView::parse(sent);
    EXPECT_EQ(view->count(Header::ms_edge_proxy_message_trust), 1U);
    EXPECT_EQ(view->single(SingleHeader::subject), "s");
    EXPECT_FALSE(view->has(Header::p_preferred_identity));
    EXPECT_EQ(sent.find("forged"), std::string::npos);
    EXPECT_EQ(sent.find("folded"), std::string::npos);
}

TEST(Border, EdgeGeneratedTrustHasNoNetwork) {
    EXPECT_EQ(trust_line({.source_type = Trust::SourceType::edge_proxy_generated,
                          .endpoint_fqdn = "e",
                          .verified = true,
                          .network = Trust::Network::none}),
              "ms-edge-proxy-message-trust: "
              "ms-source-type=EdgeProxyGenerated;ms-ep-fqdn=e;ms-source-verified-user=verified\r\n");
}

}  // namespace
}  // namespace sip::proxy
