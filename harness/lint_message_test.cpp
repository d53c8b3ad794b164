#include "harness/lint_message.hpp"

#include <gtest/gtest.h>

namespace harness {
namespace {

constexpr std::string_view good =
    "OPTIONS sip:alice@contoso.com SIP/2.0\r\n"
    "Via: SIP/2.0/TLS sip.fabrikam.com:5061;branch=z9hG4bK1\r\n"
    "From: <sip:bob@fabrikam.com>;tag=1\r\n"
    "To: <sip:alice@contoso.com>\r\n"
    "Call-ID: 1\r\n"
    "CSeq: 1 OPTIONS\r\n"
    "Content-Length: 0\r\n"
    "\r\n";

std::string with(std::string_view old, std::string_view other) {
    std::string text(good);
    return text.replace(text.find(old), old.size(), other);
}

TEST(LintMessage, AMessageFileIsKnownByItsName) {
    EXPECT_TRUE(has_ending("a/b.sip", ".sip"));
    EXPECT_TRUE(has_ending("A/B.SIP", ".sip"));
    EXPECT_FALSE(has_ending("a/b.xml", ".sip"));
    EXPECT_FALSE(has_ending("sip", ".sip"));
}

TEST(LintMessage, AGoodMessageIsSaidToBeAccepted) {
    auto const verdict = judge_message(good, "a.sip");
    EXPECT_EQ(to_text(verdict), "a.sip: accepted, 1 message\n");
    EXPECT_EQ(to_text(judge_message(std::string(good) + std::string(good), "a.sip")),
              "a.sip: accepted, 2 messages\n");
    EXPECT_EQ(
        to_json(verdict),
        R"({"file":"a.sip","verdict":"accept","layer":null,"status":null,"rule":null,"clause":null,"offset":null,"taken":1,"findings":[]})");
}

TEST(LintMessage, AFaultHasLineAndColumn) {
    auto const verdict = judge_message(with("<sip:alice@contoso.com>", "<sip:alice@con_toso.com>"), "a.sip");
    EXPECT_EQ(to_text(verdict), "a.sip:4:19: malformed URI (RFC 3261 §19.1.1, rule uri): answered 400\n");
    EXPECT_EQ(
        to_json(verdict),
        R"({"file":"a.sip","verdict":"reject","layer":"syntax","status":400,"rule":"uri","clause":"RFC 3261 §19.1.1","offset":149,"taken":0,"findings":[{"line":4,"column":19,"text":"malformed URI (RFC 3261 §19.1.1, rule uri): answered 400"}]})");
}

TEST(LintMessage, WhatMayEndAtTheEdgeOnlyIsTakenWithARemark) {
    auto text = with("Content-Length", "Max-Forwards: 0\r\nContent-Length");
    auto const verdict = judge_message(text, "a.sip");
    EXPECT_EQ(verdict.verdict, FileVerdict::Verdict::accept);
    EXPECT_EQ(verdict.offset, std::nullopt);
    EXPECT_EQ(
        to_text(verdict),
        "a.sip:7:15: no hop is left (RFC 3261 §16.3 step 3): taken where it ends, which may be the edge "
        "itself, and refused with 483 where it would go on\na.sip: accepted, 1 message\n");
    for (auto at = text.find("OPTIONS"); at != std::string::npos; at = text.find("OPTIONS", at))
        text.replace(at, 7, "MESSAGE");
    EXPECT_EQ(judge_message(text, "a.sip").verdict, FileVerdict::Verdict::reject);
}

TEST(LintMessage, TheMissingHeaderIsNamed) {
    EXPECT_EQ(to_text(judge_message(with("Call-ID: 1\r\n", ""), "a.sip")),
              "a.sip:8:1: a mandatory header is missing: Call-ID (RFC 3261 §8.1.1, rule header_missing): "
              "answered 400\n");
}

TEST(LintMessage, WhatNobodyAnswersIsDropped) {
    auto const verdict = judge_message("SIP/2.0 99 Too small\r\nContent-Length: 0\r\n\r\n", "r.sip");
    EXPECT_EQ(to_text(verdict),
              "r.sip:1:9: malformed start line (RFC 3261 §7.1, rule start_line): dropped\n");
    EXPECT_NE(to_json(verdict).find(R"("status":null)"), std::string::npos);
}

TEST(LintMessage, HalfAMessageIsNotAnswered) {
    auto const verdict = judge_message(good.substr(0, good.size() - 2), "h.sip");
    EXPECT_EQ(to_text(verdict),
              "h.sip:8:1: the stream ended inside a message (RFC 3261 §18.3, rule stream_truncated): "
              "not answered, and the connection closed\n");
    EXPECT_NE(to_json(verdict).find(R"("status":null)"), std::string::npos);
}

TEST(LintMessage, BytesBehindAMessageAreToldApartFromIt) {
    auto const verdict = judge_message(std::string(good) + "\n", "a.sip");
    EXPECT_EQ(to_text(verdict),
              "a.sip:9:1: behind a message that is taken: a line does not end in CR LF (RFC 3261 §7, rule "
              "line_end): not answered, and the connection closed\n");
    EXPECT_NE(to_json(verdict).find(R"("taken":1)"), std::string::npos);
    EXPECT_EQ(verdict.offset, good.size());
}

TEST(LintMessage, AFramingFaultThatIsAnsweredClosesToo) {
    auto const text = to_text(judge_message(with("Content-Length: 0\r\n", ""), "a.sip"));
    EXPECT_NE(text.find("answered 400, and the connection closed"), std::string::npos) << text;
}

}  // namespace
}  // namespace harness
