#include "edge/sip/proxy/loop.hpp"

#include <gtest/gtest.h>

#include "edge/sip/proxy/validate.hpp"
#include "edge/sip/sample_messages_fixture.hpp"

namespace sip::proxy {
namespace {

std::array<std::string, 2> const own{"sip.contoso.com:5061", "edge-int.contoso.com:5061"};

std::uint32_t part_of(std::string const& text) {
    return loop_part(*MessageView::parse(text));
}

std::string with(std::string text, std::string_view what, std::string_view by) {
    return text.replace(text.find(what), what.size(), by);
}

TEST(Loop, ThePartVariesWithAllThatDecidesTheWay_Rfc5393_4_2_1) {
    auto const text = sample::request("INVITE", "Route: <sip:a.example;lr>\n");
    auto const part = part_of(text);
    EXPECT_EQ(part_of(with(text, "Max-Forwards: 70", "Max-Forwards: 69")), part);
    EXPECT_EQ(part_of(with(text, "Via: ", "Via: SIP/2.0/TLS x;branch=z9hG4bK2\r\nVia: ")), part);
    EXPECT_NE(part_of(with(text, "sip:alice@contoso.com SIP", "sip:carol@contoso.com SIP")), part);
    EXPECT_NE(part_of(with(text, "a.example", "b.example")), part);
    EXPECT_NE(part_of(with(text, "sample-1\r\n", "sample-2\r\n")), part);
    EXPECT_NE(part_of(with(text, "CSeq: 1 ", "CSeq: 2 ")), part);
    EXPECT_NE(part_of(with(text, "To: <sip:alice@contoso.com>", "To: <sip:alice@contoso.com>;tag=1")), part);
    EXPECT_NE(part_of(with(text, "Route:", "Proxy-Require: x\r\nRoute:")), part);
    EXPECT_NE(part_of(with(text, "To: <sip:alice@", "To: <sip:carol@")), part);
    EXPECT_EQ(part_of(with(text, "To: <sip:alice@contoso.com>", "To: \"A\" <sip:alice@contoso.com>;epid=1")),
              part);
}

TEST(Loop, ThePartIsTheSameForInviteAndItsCancel_Rfc5393_4_2_1) {
    auto const invite = sample::request("INVITE");
    auto const cancel = sample::request("CANCEL");
    EXPECT_EQ(part_of(invite), part_of(cancel));
    EXPECT_EQ(stateless_branch(*MessageView::parse(invite), 1),
              stateless_branch(*MessageView::parse(cancel), 1));
}

TEST(Loop, AStatelessBranchIsTheSameForARepetition_Rfc3261_16_11) {
    auto const text = sample::request("ACK");
    auto const branch = stateless_branch(*MessageView::parse(text), 0x12345678);
    EXPECT_EQ(stateless_branch(*MessageView::parse(text), 0x12345678), branch);
    EXPECT_TRUE(branch.starts_with("z9hG4bK"));
    EXPECT_TRUE(branch.ends_with("12345678"));
    auto const other = with(text, "z9hG4bKsample1", "z9hG4bKsample2");
    EXPECT_NE(stateless_branch(*MessageView::parse(other), 0x12345678), branch);
}

/// The rule that refuses it when it comes back below two more Vias; `line` is our Via.
std::string verdict_of_return(std::string const& line, std::string_view changed_to = {}) {
    auto text = sample::request("INVITE");
    if (!changed_to.empty()) text = with(text, "alice@contoso.com SIP", std::string(changed_to) + " SIP");
    text = with(text, "Via: ", "Via: SIP/2.0/TLS next;branch=z9hG4bKx, " + line + "\r\nVia: ");
    auto const rejection = validate(*MessageView::parse(text), {.sent_by = own});
    return rejection ? std::string(describe(rejection->fault.rule).name) : "accepted";
}

TEST(Loop, WhatComesBackUnchangedIsRefused482_Rfc5393_4_2_2) {
    auto const text = loop_part_text(part_of(sample::request("INVITE")));
    std::string const part(text.data(), text.size());
    EXPECT_EQ(verdict_of_return("SIP/2.0/TLS SIP.contoso.com:5061;branch=z9hG4bK0123" + part), "loop");
    EXPECT_EQ(verdict_of_return("SIP/2.0/TLS edge-int.contoso.com:5061;x=y;branch=z9hG4bK0123" + part),
              "loop");
    EXPECT_EQ(describe(Rule::loop).status, 482);
}

TEST(Loop, ASpiralPassesAndSoDoWordsOfOthers) {
    auto const text = loop_part_text(part_of(sample::request("INVITE")));
    std::string const part(text.data(), text.size());
    EXPECT_EQ(verdict_of_return("SIP/2.0/TLS sip.contoso.com:5061;branch=z9hG4bK0123" + part,
                                "alice@b.contoso.com"),
              "accepted");
    EXPECT_EQ(verdict_of_return("SIP/2.0/TLS sip.contoso.com:5061;branch=z9hG4bK" + part + "x"), "accepted");
    EXPECT_EQ(verdict_of_return("SIP/2.0/TLS sip.fabrikam.com:5061;branch=z9hG4bK0123" + part), "accepted");
    // RFC 5393 §4.2.4: parsers that object to the Vias of others are the common failure.
    EXPECT_EQ(verdict_of_return("SIP/2.0/TLS ?;;branch=z9hG4bK0123" + part), "accepted");
}

}  // namespace
}  // namespace sip::proxy
