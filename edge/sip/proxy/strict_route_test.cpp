// Strict routers before and behind us, maddr, SIPS, and the signature of our own Routes.
#include <gtest/gtest.h>

#include "edge/sip/proxy/forward.hpp"
#include "edge/sip/proxy/record_route.hpp"
#include "edge/sip/proxy/target_uri.hpp"
#include "edge/sip/proxy/weak_hash_fixture.hpp"
#include "edge/sip/sample_messages_fixture.hpp"

namespace sip::proxy {
namespace {

OwnNames const own{{{"sip.contoso.com", 5061}, {"127.0.1.10", 5061}}, {"contoso.com"}};
RouteSignature const signature(weak_hash("key"));

std::string own_uri(std::string_view call_id = "1") {
    std::string uri;
    signature.append_signed("sip:sip.contoso.com:5061;transport=tls;lr", call_id, uri);
    return uri;
}

std::string request(std::string const& uri, std::string const& lines, std::string_view to_tag = ";tag=b",
                    std::string_view method = "BYE") {
    return sample::wire(std::string(method) + " " + uri + " SIP/2.0\nVia: SIP/2.0/TLS x;branch=z9hG4bK1\n" +
                        "Max-Forwards: 70\nFrom: <sip:a@a.example>;tag=a\nTo: <sip:bob@contoso.com>" +
                        std::string(to_tag) + "\nCall-ID: 1\nCSeq: 1 " + std::string(method) + "\n" + lines +
                        "Content-Length: 0\n\n");
}

/// Request-URI and Routes as they are sent, "uri | route | route", or the rule that refuses.
std::string sent(std::string const& text, RouteTrust trust = RouteTrust::outside) {
    auto const view = MessageView::parse(text);
    auto const finding = find_route(*view, own, signature, trust);
    if (!finding) return std::string(describe(finding.error().fault.rule).name);
    Rewrite rewrite;
    forward(*view, {.sent_by = "me", .branch = "b", .route = &*finding}, rewrite);
    sansio::ByteBuffer out;
    rewrite.render(text, out);
    auto const result = MessageView::parse(out.text());
    std::string line(result->request_uri());
    std::string lines;
    auto routes = result->elements(ListHeader::route);
    while (auto const route = routes.next()) {
        line.append(" | ").append(route->text);
        lines.append("Route: ").append(route->text).append("\r\n");
    }
    std::string repeated;
    copy_remaining_routes(*view, *finding, repeated);
    EXPECT_EQ(repeated, lines) << "what ACK and CANCEL repeat is what was sent";
    EXPECT_EQ(sent_request_uri(*view, *finding), result->request_uri());
    return line;
}

TEST(StrictRoute, ARequestUriOfOursIsReplacedWithTheLastRoute_Rfc3261_16_4) {
    EXPECT_EQ(sent(request(own_uri(), "Route: <sip:p1.example.com;lr>, <sip:caller@u1.example.com>\n")),
              "sip:caller@u1.example.com | <sip:p1.example.com;lr>");
    EXPECT_EQ(sent(request(own_uri(), "Route: <sip:caller@u1.example.com;x=1;method=INVITE?Subject=s>\n")),
              "sip:caller@u1.example.com;x=1");
    EXPECT_EQ(sent(request(own_uri("2"), "Route: <sip:caller@u1.example.com>\n")), "route_signature");
    EXPECT_EQ(sent(request(own_uri(), "Route: <sip:a.example;lr>,<sip:>\n")), "route");
    EXPECT_EQ(sent(request(own_uri(), "Route: <sip:a.example;lr>,<tel:+19005550100>\n")), "uri_scheme");
}

TEST(StrictRoute, AloneItIsForThisElement) {
    auto const text = request(own_uri(), "");
    EXPECT_TRUE(find_route(*MessageView::parse(text), own, signature)->request_uri_is_ours);
    // A probe writes lr, too, and means nobody else.
    auto const probe = request("sip:sip.contoso.com;lr", "Route: <sip:a.example;lr>\n", "", "OPTIONS");
    EXPECT_EQ(sent(probe), "sip:sip.contoso.com;lr | <sip:a.example;lr>");
}

TEST(StrictRoute, AStrictNextHopFindsItselfInTheRequestUri_Rfc3261_16_6_Step6) {
    EXPECT_EQ(sent(request("sip:caller@u1.example.com", "Route: <" + own_uri() +
                                                            ">\nRoute: <sip:p3.middle.com;method=BYE>\n"
                                                            "Route: <sip:p2.example.com;lr>\n")),
              "sip:p3.middle.com | <sip:p2.example.com;lr> | <sip:caller@u1.example.com>");
    EXPECT_EQ(sent(request("sip:caller@u1.example.com;opaque=x", "Route: <sip:p3.middle.com>\n")),
              "sip:p3.middle.com | <sip:caller@u1.example.com;opaque=x>");
}

TEST(StrictRoute, StrictBeforeAndBehind) {
    EXPECT_EQ(sent(request(own_uri(),
                           "Route: <sip:p3.middle.com>, <sip:p2.example.com;lr>\nRoute: "
                           "<sip:caller@u1.example.com>\n")),
              "sip:p3.middle.com | <sip:p2.example.com;lr> | <sip:caller@u1.example.com>");
}

TEST(OwnRoute, MustBearItsSignatureInADialog) {
    auto const uri = own_uri();
    EXPECT_EQ(sent(request("sip:b@u.example", "Route: <" + uri + ">\n")), "sip:b@u.example");
    auto changed = uri;
    changed.replace(changed.find("sip.contoso"), 3, "SIP");
    EXPECT_EQ(sent(request("sip:b@u.example", "Route: <" + changed + ">\n")), "route_signature");
    EXPECT_EQ(sent(request("sip:b@u.example", "Route: <sip:sip.contoso.com;lr>\n")), "route_signature");
    EXPECT_EQ(sent(request("sip:b@u.example", "Route: <sip:sip.contoso.com;lr>\n"), RouteTrust::inside),
              "route_signature");
    EXPECT_EQ(describe(Rule::route_signature).status, 481);
}

TEST(OwnRoute, MayBePreloadedOutsideOfDialogs_Rfc3261_16_6_Step4) {
    EXPECT_EQ(sent(request("sip:b@u.example", "Route: <sip:sip.contoso.com;lr>\n", "")), "sip:b@u.example");
    EXPECT_EQ(sent(request("sip:b@u.example", "Route: <" + own_uri("2") + ">\n", "")), "route_signature");
    auto const text = request("sip:b@u.example", "Route: <sip:sip.contoso.com;lr>\n", "");
    EXPECT_FALSE(find_route(*MessageView::parse(text), own, signature)->verified);
}

TEST(OwnRoute, TheInsideSaysMsEdgeRouteAndItEndsHere) {
    auto const text = request("sip:b@u.example",
                              "Route: <sip:sip.contoso.com;lr>;ms-edge-route, "
                              "<sip:a.example;lr>;x=1;MS-Edge-Route ;y=2\n");
    EXPECT_EQ(sent(text, RouteTrust::inside), "sip:b@u.example | <sip:a.example;lr>;x=1;y=2");
    EXPECT_EQ(sent(text), "route_signature");
}

TEST(Maddr, OfOursIsStripped_Rfc3261_16_4) {
    EXPECT_EQ(sent(request("sip:bob@contoso.com:5061;transport=tls;maddr=127.0.1.10;opaque=a==;gruu", "")),
              "sip:bob@contoso.com;opaque=a==;gruu");
    EXPECT_EQ(sent(request("sips:bob@contoso.com:5061;maddr=SIP.contoso.com", "")),
              "sips:bob@contoso.com:5061");
}

TEST(Maddr, OfADomainOfOursIsStripped_Rfc3261_16_4) {
    EXPECT_EQ(sent(request("sip:victim@other.example;maddr=Contoso.com", "")), "sip:victim@other.example");
    auto const found = [](std::string const& uri) {
        auto const text = request(uri, "");
        auto const finding = find_route(*MessageView::parse(text), own, signature);
        return std::string(finding->uri_host) + " " + std::string(finding->target_host);
    };
    EXPECT_EQ(found("sip:victim@other.example;maddr=contoso.com"), "other.example other.example");
    // Where nobody listens, it stays; both hosts are told, so that neither hides the other.
    EXPECT_EQ(found("sip:victim@other.example:5062;maddr=contoso.com"), "other.example contoso.com");
    EXPECT_EQ(found("sip:victim@other.example;transport=udp;maddr=contoso.com"), "other.example contoso.com");
}

TEST(Maddr, OfOthersOrOfAnotherPortStaysAndIsTheTarget_Rfc3261_16_5) {
    for (std::string const uri :
         {"sip:bob@contoso.com;maddr=192.0.2.1", "sip:bob@contoso.com:5062;maddr=127.0.1.10",
          "sip:bob@contoso.com;transport=udp;maddr=127.0.1.10"}) {
        EXPECT_EQ(sent(request(uri, "")), uri);
        auto const text = request(uri, "");
        auto const host = find_route(*MessageView::parse(text), own, signature)->target_host;
        EXPECT_EQ(host, uri.substr(uri.rfind('=') + 1));
    }
}

TEST(TargetUri, LosesWhatNoRequestLineMayHave_Rfc3261_16_6_Step2) {
    EXPECT_EQ(sent(request("sip:b@u.example;a=1;METHOD=INVITE;b=%41", "")), "sip:b@u.example;a=1;b=%41");
    EXPECT_EQ(request_line_uri(*Uri::parse("sip:b@u.example?Subject=s")), "sip:b@u.example");
    EXPECT_EQ(request_line_uri(*Uri::parse("sip:b@u.example;methods=1")), "sip:b@u.example;methods=1");
}

TEST(RecordRoute, IsSipsWhereTheRequestIs_Rfc3261_16_6_Step4) {
    RecordRoute const record("sip.contoso.com", 5061);
    auto const written = [&](std::string const& uri, std::string const& lines) {
        auto const text = request(uri, lines);
        auto const view = MessageView::parse(text);
        std::string out;
        record.append(*view, *find_route(*view, own, signature), {}, out);
        EXPECT_TRUE(out.starts_with("Record-Route: ") && out.ends_with("\r\n"));
        return out.substr(14, out.size() - 16);
    };
    EXPECT_EQ(written("sip:b@u.example", ""), "<sip:sip.contoso.com:5061;transport=tls;lr>");
    EXPECT_EQ(written("SIPS:b@u.example", ""), "<sips:sip.contoso.com:5061;lr>");
    EXPECT_EQ(written("sip:b@u.example", "Route: <sips:p.example;lr>\n"), "<sips:sip.contoso.com:5061;lr>");
    EXPECT_EQ(written("sip:b@u.example", "Route: <sips:p.example>\n"), "<sips:sip.contoso.com:5061;lr>");
}

TEST(RecordRoute, ComesBackAsOurs) {
    RecordRoute const record("sip.contoso.com", 5061);
    for (std::string const uri : {"sip:b@u.example", "sips:b@u.example"}) {
        auto const text = request(uri, "");
        auto const view = MessageView::parse(text);
        std::string out;
        record.append(*view, *find_route(*view, own, signature), signature, out);
        auto const back = request(uri, "Route: " + out.substr(14, out.size() - 16) + "\n");
        auto const finding = find_route(*MessageView::parse(back), own, signature);
        ASSERT_TRUE(finding.has_value());
        EXPECT_TRUE(finding->verified);
    }
}

}  // namespace
}  // namespace sip::proxy
