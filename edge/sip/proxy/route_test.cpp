#include "edge/sip/proxy/route.hpp"

#include <gtest/gtest.h>

#include "edge/sip/name_addr.hpp"
#include "edge/sip/proxy/record_route.hpp"
#include "edge/sip/sample_messages_fixture.hpp"

namespace sip::proxy {
namespace {

OwnNames const own{{{"sip.contoso.com", 5061}, {"edge-int.contoso.com", 5061}}};

/// The Route lines that are left, or the rule that refuses.
std::string left(std::string_view routes, std::size_t removed) {
    auto const text = sample::request("BYE", routes);
    auto const view = MessageView::parse(text);
    auto const finding = find_route(*view, own);
    if (!finding) return std::string(describe(finding.error().fault.rule).name);
    EXPECT_EQ(finding->removed, removed);
    Rewrite rewrite;
    edit_route(*view, *finding, rewrite);
    sansio::ByteBuffer out;
    rewrite.render(text, out);
    auto const rendered = MessageView::parse(out.text());
    EXPECT_TRUE(rendered.has_value());
    std::string lines;
    for (std::size_t i = 0; i < rendered->line_count(); ++i)
        if (rendered->line(i).header == Header::route) lines += rendered->line_text(i);
    return lines;
}

TEST(Route, OursIsTakenOffTheTop_Rfc3261_16_4) {
    EXPECT_EQ(
        left("Route: <sip:SIP.contoso.com:5061;transport=tls;lr>\nRoute: <sip:pool01.contoso.com;lr>\n", 1),
        "Route: <sip:pool01.contoso.com;lr>\r\n");
    EXPECT_EQ(left("Route: <sip:sip.contoso.com;lr> , <sip:pool01.contoso.com;lr>\n", 1),
              "Route: <sip:pool01.contoso.com;lr>\r\n");
    EXPECT_EQ(left("Route: <sip:sip.contoso.com;lr>\n", 1), "");
}

TEST(Route, BothNamesOfADoubleRecordRouteAreTaken_Rfc5658) {
    EXPECT_EQ(left("Route: <sip:sip.contoso.com;lr>,<sip:edge-int.contoso.com;lr>,<sip:a.example;lr>\nRoute: "
                   "<sip:b.example>\n",
                   2),
              "Route: <sip:a.example;lr>\r\nRoute: <sip:b.example>\r\n");
    EXPECT_EQ(left("Route: <sip:sip.contoso.com;lr>\nRoute: <sip:edge-int.contoso.com;lr>\n", 2), "");
}

TEST(Route, OthersStayByteForByte) {
    EXPECT_EQ(
        left("Route:  <sip:pool01.contoso.com:5061;opaque=state:T:F;lr;ms-route-sig=aa%41> ;tag=x\n", 0),
        "Route:  <sip:pool01.contoso.com:5061;opaque=state:T:F;lr;ms-route-sig=aa%41> ;tag=x\r\n");
    EXPECT_EQ(left("Route: <sip:sip.contoso.com:5062;lr>\n", 0), "Route: <sip:sip.contoso.com:5062;lr>\r\n");
}

TEST(Route, MalformedOnesAreRefused) {
    EXPECT_EQ(left("Route: <sip:sip.contoso.com;lr\n", 0), "route");
    EXPECT_EQ(left("Route: sip:sip.contoso.com;lr\n", 0), "route");
    EXPECT_EQ(left("Route: <sip:>\n", 0), "route");
    EXPECT_EQ(left("Route: <sip:sip.contoso.com;lr>,,\n", 0), "route");
}

TEST(Route, ThatIsNoSipUriLeadsNowhere_Rfc3261_16_3_Step2) {
    EXPECT_EQ(left("Route: <sip:sip.contoso.com;lr>, <tel:+19005550100>\n", 0), "route");
    EXPECT_EQ(left("Route: <tel:+123;lr>\n", 0), "route");
    EXPECT_EQ(left("Route: <sip:sip.contoso.com;lr>, <http:x>, <sip:victim@other.example;lr>\n", 0), "route");
}

TEST(Route, OfAnOutsiderIsJudgedToItsEnd) {
    auto const judged = [](std::string_view routes, RouteTrust trust) {
        auto const text = sample::request("BYE", routes);
        auto const finding = find_route(*MessageView::parse(text), own, {}, trust);
        return finding ? std::to_string(finding->remaining)
                       : std::string(describe(finding.error().fault.rule).name);
    };
    std::string const ours = "Route: <sip:sip.contoso.com;lr>\n";
    EXPECT_EQ(judged(ours, RouteTrust::outside), "0");
    EXPECT_EQ(judged(ours + "Route: <sip:a@b;lr>, <sip:c;lr>\n" + ours, RouteTrust::outside), "3");
    for (std::string const last : {"garbage<", "<tel:+1>", "sip:c;lr", "<sip:>"}) {
        EXPECT_EQ(judged(ours + "Route: <sip:a@b;lr>, " + last + "\n", RouteTrust::outside), "route") << last;
        EXPECT_EQ(judged(ours + "Route: <sip:a@b;lr>, " + last + "\n", RouteTrust::inside), "1") << last;
    }
}

TEST(OwnNames, AnAddressIsTheSameInEachSpelling) {
    OwnNames const at_addresses{{{"2001:db8::1", 5061}, {"192.0.2.7", 5061}}};
    auto const owns = [&](std::string_view uri) { return at_addresses.owns(*Uri::parse(uri)); };
    for (auto const* uri : {"sip:[2001:db8::1]:5061;lr", "sip:[2001:DB8:0:0:0:0:0:1]", "sip:192.0.2.7",
                            "sip:x.example;maddr=[2001:db8::1]"})
        EXPECT_TRUE(owns(uri)) << uri;
    for (auto const* uri : {"sip:[2001:db8::2]", "sip:192.0.2.8", "sip:2.example", "sip:[2001:db8::1]:5062"})
        EXPECT_FALSE(owns(uri)) << uri;
    EXPECT_TRUE(at_addresses.has_host("[2001:db8::0:1]"));
}

TEST(Route, TellsWhereTheRequestGoesNext) {
    auto const text = sample::request(
        "BYE", "Route: <sip:sip.contoso.com;lr>;ms-edge-route, <sip:pool01.contoso.com;lr>\n");
    auto const finding = find_route(*MessageView::parse(text), own);
    EXPECT_EQ(finding->own, "<sip:sip.contoso.com;lr>;ms-edge-route");
    EXPECT_EQ(finding->next, "<sip:pool01.contoso.com;lr>");
    std::string lines;
    copy_remaining_routes(*MessageView::parse(text), *finding, lines);
    EXPECT_EQ(lines, "Route: <sip:pool01.contoso.com;lr>\r\n");
}

TEST(Route, ARequestUriOfOursWithoutUserIsForThisElement) {
    auto const ours = [](std::string const& uri) {
        auto const text = sample::wire("OPTIONS " + uri + " SIP/2.0\nTo: x\n\n");
        return find_route(*MessageView::parse(text), own)->request_uri_is_ours;
    };
    EXPECT_TRUE(ours("sip:sip.contoso.com:5061;transport=tls"));
    EXPECT_FALSE(ours("sip:alice@sip.contoso.com"));
    EXPECT_FALSE(ours("sip:contoso.com"));
}

TEST(RecordRoute, GoesIntoRequestsThatSetARoute) {
    for (auto const method : {Method::invite, Method::subscribe, Method::notify, Method::benotify,
                              Method::refer, Method::update, Method::unknown})
        EXPECT_TRUE(wants_record_route(method));
    for (auto const method : {Method::message, Method::options, Method::ack, Method::bye, Method::cancel})
        EXPECT_FALSE(wants_record_route(method));
}

}  // namespace
}  // namespace sip::proxy
