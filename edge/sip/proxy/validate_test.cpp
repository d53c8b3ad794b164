#include "edge/sip/proxy/validate.hpp"

#include <array>

#include <gtest/gtest.h>

#include "edge/sip/framing.hpp"
#include "edge/sip/proxy/route.hpp"
#include "edge/sip/sample_messages_fixture.hpp"

namespace sip::proxy {
namespace {

std::string verdict_of(std::string const& text) {
    auto const view = MessageView::parse(text);
    if (!view) return std::string(describe(view.error().rule).name);
    auto const rejection = validate(*view);
    return rejection ? std::string(describe(rejection->fault.rule).name) : "accepted";
}

TEST(Validate, AGoodRequestPasses_Rfc3261_16_3) {
    EXPECT_EQ(verdict_of(sample::request("INVITE",
                                         "Contact: <sip:bob@fabrikam.com;opaque=user:epid:AAAA;gruu>, *\n")),
              "accepted");
    EXPECT_EQ(verdict_of(sample::wire("ACK sips:a@b.example SIP/2.0\nv: SIP/2.0/TLS x;branch=z9hG4bK1\nf: "
                                      "sip:c@d\nt: sip:a@b\ni: 1\nCSeq: 1 ACK\n\n")),
              "accepted");
}

TEST(Validate, EachMandatoryHeaderIsMissed) {
    auto const text = sample::request();
    for (std::string const name : {"Via", "From", "To", "Call-ID", "CSeq"}) {
        auto lacking = text;
        auto const begin = lacking.find("\r\n" + name + ":") + 2;
        lacking.erase(begin, lacking.find("\r\n", begin) + 2 - begin);
        EXPECT_EQ(verdict_of(lacking), "header_missing") << name;
    }
}

TEST(Validate, FaultsOfValuesAreFound) {
    EXPECT_EQ(verdict_of(sample::request("MESSAGE", "Call-ID: 2\n")), "header_repeated");
    EXPECT_EQ(verdict_of(sample::request("MESSAGE", "Contact: <sip:bob@fab rikam.com>\n")), "uri");
    EXPECT_EQ(verdict_of(sample::request("MESSAGE", "Contact: <sip:a@b>, <sip\n")), "name_addr");
    EXPECT_EQ(verdict_of(sample::request("MESSAGE", "Max-Breadth: 0\n")), "max_breadth");
    EXPECT_EQ(verdict_of(sample::request("MESSAGE", "Max-Breadth: x\n")), "max_breadth");
    EXPECT_EQ(verdict_of(sample::request("MESSAGE", "Max-Breadth: 1\nMax-Breadth: 1\n")), "header_repeated");
    auto text = sample::request();
    text.replace(text.find("sample-1\r\n"), 8, "samp e-1");
    EXPECT_EQ(verdict_of(text), "call_id");
}

TEST(Validate, TheFaultIsAtItsPlace) {
    auto const text = sample::request("MESSAGE", "Contact: <sip:bob@fab_rikam.com>\n");
    auto const rejection = validate(*MessageView::parse(text));
    ASSERT_TRUE(rejection.has_value());
    EXPECT_EQ(rejection->fault.offset, text.find("_rikam"));
    EXPECT_EQ(rejection->status(), 400);
}

TEST(Validate, UnknownProxyRequireIs420WithUnsupported_Rfc3261_16_3) {
    auto const text = sample::request("MESSAGE", "Proxy-Require: known, ms-benotify\nProxy-Require: other\n");
    constexpr std::array<std::string_view, 1> known{"Known"};
    auto const rejection = validate(*MessageView::parse(text), {.extensions = known});
    ASSERT_TRUE(rejection.has_value());
    EXPECT_EQ(rejection->status(), 420);
    EXPECT_EQ(rejection->headers, "Unsupported: ms-benotify,other\r\n");
    auto const of_nothing = sample::request("MESSAGE", "Proxy-Require: ,\nProxy-Require:\n");
    EXPECT_FALSE(validate(*MessageView::parse(of_nothing)).has_value());
}

TEST(Validate, WhatAnAckOrACancelRequiresIsIgnored_Rfc3261_8_2_2_3_Rfc5393_5_4_1) {
    for (auto const* const method : {"ACK", "CANCEL"}) {
        EXPECT_EQ(verdict_of(sample::request(method, "Proxy-Require: warp\nMax-Breadth: 0\n")), "accepted");
        auto at_its_end = sample::request(method, "Proxy-Require: warp\n");
        at_its_end.replace(at_its_end.find("Max-Forwards: 70"), 16, "Max-Forwards: 0");
        EXPECT_EQ(verdict_of(at_its_end), "too_many_hops");
    }
}

TEST(Validate, ARecipientKnowsNoExtension_Rfc3261_8_2_2_3) {
    auto const text = sample::request("OPTIONS", "Require: 100rel, x\nRequire: y\nProxy-Require: z\n");
    auto const rejection = validate_as_recipient(*MessageView::parse(text));
    ASSERT_TRUE(rejection.has_value());
    EXPECT_EQ(rejection->status(), 420);
    EXPECT_EQ(rejection->headers, "Unsupported: 100rel,x,y\r\n");
    auto const plain = sample::request("OPTIONS", "Supported: 100rel\n");
    EXPECT_FALSE(validate_as_recipient(*MessageView::parse(plain)).has_value());
}

TEST(Validate, AnOptionsThatMayBeAnsweredHasNoOtherFlaw_Rfc3261_16_3_Step3) {
    auto const with = [](std::string_view method, std::string_view lines) {
        auto text = sample::request(method, lines);
        text.replace(text.find("Max-Forwards: 70"), 16, "Max-Forwards: 0");
        return verdict_of(text);
    };
    EXPECT_EQ(with("OPTIONS", ""), "too_many_hops");
    EXPECT_EQ(with("OPTIONS", "Proxy-Require: x\n"), "proxy_require");
    EXPECT_EQ(with("OPTIONS", "Max-Breadth: 0\n"), "max_breadth");
    EXPECT_EQ(with("MESSAGE", "Proxy-Require: x\n"), "too_many_hops");
}

/// What the framer, then the validation of the whole way in, say of a stream: "accepted" or the rule.
std::string verdict_of_stream(std::string const& bytes) {
    Framer framer;
    framer.receive(sansio::as_bytes(bytes), {});
    framer.end_of_stream({});
    auto const event = framer.poll_event();
    if (!event) return "nothing";
    if (auto const* fault = std::get_if<StreamFault>(&*event))
        return std::string(describe(fault->fault.rule).name);
    if (auto const* bad = std::get_if<MalformedReceived>(&*event))
        return std::string(describe(bad->fault.rule).name);
    auto const& view = *std::get<MessageReceived>(*event).view;
    if (!view.is_request()) {
        auto const fault = validate_response(view);
        return fault ? std::string(describe(fault->rule).name) : "accepted";
    }
    if (auto const rejection = validate(view)) return std::string(describe(rejection->fault.rule).name);
    auto const route = find_route(view, {});
    return route ? "accepted" : std::string(describe(route.error().fault.rule).name);
}

TEST(Corpus, EachCaseGetsItsVerdict_Rfc4475_Rfc5118) {
    auto const cases = sample::corpus_cases();
    EXPECT_GE(cases.size(), 50U);
    for (auto const& [name, rule] : cases) EXPECT_EQ(verdict_of_stream(sample::corpus(name)), rule) << name;
}

TEST(Rules, StatusAndClauseComeFromTheTable) {
    EXPECT_EQ(describe(Rule::too_many_hops).status, 483);
    EXPECT_EQ(describe(Rule::uri_scheme).status, 416);
    EXPECT_EQ(describe(Rule::version).status, 505);
    EXPECT_EQ(describe(Rule::proxy_require).clause, "RFC 3261 §16.3");
    EXPECT_EQ(describe(Rule::content_length_missing).layer, Layer::framing);
    EXPECT_EQ(describe(Rule::header_line).layer, Layer::syntax);
    EXPECT_EQ(describe(Rule::too_many_hops).layer, Layer::validation);
}

}  // namespace
}  // namespace sip::proxy
