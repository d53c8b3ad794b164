#include "edge/sip/proxy/responses.hpp"

#include <gtest/gtest.h>

#include "edge/sip/respond.hpp"
#include "edge/sip/sample_messages_fixture.hpp"

namespace sip::proxy {
namespace {

constexpr std::string_view sent_by = "sip.contoso.com:5061";
constexpr std::string_view own = "SIP/2.0/TLS sip.contoso.com:5061;branch=z9hG4bK1";

ResponseVerdict judge(std::string const& text) {
    return judge_response(*MessageView::parse(text), sent_by);
}

TEST(Responses, AreJudgedByTheirVias_Rfc3261_16_7) {
    EXPECT_EQ(judge(sample::response(200, own)), ResponseVerdict::pass);
    EXPECT_EQ(judge(sample::response(200, "SIP/2.0/TLS SIP.Contoso.com:5061;branch=z9hG4bK1")),
              ResponseVerdict::pass);
    EXPECT_EQ(judge(sample::response(200, "SIP/2.0/TLS other.example:5061;branch=z9hG4bK1")),
              ResponseVerdict::not_ours);
    EXPECT_EQ(judge(sample::response(100, own)), ResponseVerdict::hop_only);
    auto const two = sample::response(200, own);
    auto const one = two.substr(0, two.find("Via: SIP/2.0/TLS sip.fab")) + two.substr(two.find("From:"));
    EXPECT_EQ(judge(one), ResponseVerdict::for_us);
}

TEST(Responses, MalformedOnesAreDropped) {
    auto const text = sample::response(200, own);
    auto const with = [&](std::string_view what, std::string_view by) {
        auto changed = text;
        changed.replace(changed.find(what), what.size(), by);
        return judge(changed);
    };
    EXPECT_EQ(with("CSeq: 1 ", "CSeq: x "), ResponseVerdict::malformed);
    EXPECT_EQ(with("Via: SIP/2.0/TLS sip.fab", "Via: SIP/2.0 sip.fab"), ResponseVerdict::malformed);
    EXPECT_EQ(with("Call-ID:", "No-ID:"), ResponseVerdict::malformed);
}

TEST(Responses, NoneGoesToManyHosts_Rfc4475_3_3_10) {
    auto const text = sample::response(200, own);
    auto const to = [&](std::string_view host) {
        constexpr std::string_view name = "sip.fabrikam.com:5061";
        auto changed = text;
        changed.replace(changed.find(name), name.size(), host);
        return judge(changed);
    };
    for (auto const* host : {"255.255.255.255", "255.255.255.255:5061", "224.0.0.1", "239.255.255.250",
                             "[ff02::1]", "[FF02::1]:5061", "[::ffff:224.0.1.75]"})
        EXPECT_EQ(to(host), ResponseVerdict::malformed) << host;
    for (auto const* host : {"255.255.255.254", "223.255.255.255", "240.0.0.1", "[2001:db8::ff]", "[ff::1]",
                             "[::ffff:192.0.2.1]", "255.example", "2"})
        EXPECT_EQ(to(host), ResponseVerdict::pass) << host;
}

TEST(Responses, OurViaGoesAndTheBorderHolds) {
    auto const text = sample::response(
        486, own, "INVITE",
        "ms-diagnostics: 1003;reason=\"r\";source=\"pool01.contoso.com\"\nWarning: 399 x \"kept\"\n");
    Rewrite rewrite;
    pass_response(*MessageView::parse(text), Direction::outbound, "X-Added: 1\r\n", rewrite);
    sansio::ByteBuffer out;
    rewrite.render(text, out);
    EXPECT_EQ(
        out.text(),
        sample::wire(
            "SIP/2.0 486 Reason\nVia: SIP/2.0/TLS sip.fabrikam.com:5061;branch=z9hG4bKsample1\n"
            "From: \"Bob\" <sip:bob@fabrikam.com>;tag=b1;epid=0202ddeeff\nTo: "
            "<sip:alice@contoso.com>;tag=a1\n"
            "Call-ID: sample-1\nCSeq: 1 INVITE\nWarning: 399 x \"kept\"\nContent-Length: 0\nX-Added: 1\n\n"));
}

TEST(Responses, TheStatusLineGoesOnAsASenderWritesIt_Rfc3261_7_1) {
    auto const passed = [](std::string const& status_line) {
        auto text = sample::response(200, own);
        text.replace(0, text.find("\r\n"), status_line);
        Rewrite rewrite;
        pass_response(*MessageView::parse(text), Direction::outbound, {}, rewrite);
        sansio::ByteBuffer out;
        rewrite.render(text, out);
        return std::string(out.text().substr(0, out.text().find("\r\n")));
    };
    EXPECT_EQ(passed("sip/2.0 200 fine by me"), "SIP/2.0 200 fine by me");
    EXPECT_EQ(passed("SIP/2.0 200"), "SIP/2.0 200 ");
    EXPECT_EQ(passed("Sip/2.0 200"), "SIP/2.0 200 ");
    EXPECT_EQ(passed("SIP/2.0 200 "), "SIP/2.0 200 ");
    EXPECT_EQ(passed("sip/2.0 503"), "SIP/2.0 500 " + std::string(reason_phrase(500)));
}

TEST(Responses, A503Becomes500AndKeepsTheRest_Rfc3261_16_7_Step6) {
    auto const text = sample::response(503, own, "INVITE", "Retry-After: 30\n");
    Rewrite rewrite;
    pass_response(*MessageView::parse(text), Direction::inbound, {}, rewrite);
    sansio::ByteBuffer out;
    rewrite.render(text, out);
    auto const sent = MessageView::parse(out.text());
    EXPECT_EQ(sent->status(), 500);
    EXPECT_EQ(sent->reason(), reason_phrase(500));
    EXPECT_EQ(sent->single(SingleHeader::retry_after), "30");
    EXPECT_EQ(sent->single(SingleHeader::to), "<sip:alice@contoso.com>;tag=a1");
    for (int const status : {180, 200, 302, 486, 500, 504, 603}) EXPECT_EQ(forwarded_status(status), status);
}

TEST(Responses, OurViaGoesFromACommaList) {
    auto const text = sample::wire("SIP/2.0 200 OK\nVia: " + std::string(own) +
                                   " ,SIP/2.0/TLS b;x=\",\" , SIP/2.0/TLS c\nl: 0\n\n");
    Rewrite rewrite;
    pass_response(*MessageView::parse(text), Direction::inbound, {}, rewrite);
    sansio::ByteBuffer out;
    rewrite.render(text, out);
    EXPECT_EQ(out.text(),
              sample::wire("SIP/2.0 200 OK\nVia: SIP/2.0/TLS b;x=\",\" , SIP/2.0/TLS c\nl: 0\n\n"));
}

}  // namespace
}  // namespace sip::proxy
