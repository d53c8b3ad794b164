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

TEST(LintMessage, AGoodMessageIsAccepted) {
    EXPECT_TRUE(is_message_file("a/b.sip"));
    EXPECT_FALSE(is_message_file("a/b.xml"));
    auto const verdict = judge_message(good, "a.sip");
    EXPECT_EQ(to_text(verdict), "");
    EXPECT_EQ(
        to_json(verdict),
        R"({"file":"a.sip","verdict":"accept","layer":null,"status":null,"rule":null,"clause":null,"offset":null})");
}

TEST(LintMessage, AFaultHasLineAndColumn) {
    auto const verdict = judge_message(with("<sip:alice@contoso.com>", "<sip:alice@con_toso.com>"), "a.sip");
    EXPECT_EQ(to_text(verdict), "a.sip:4:19: malformed URI (RFC 3261 §19.1.1, rule uri): answered 400");
    EXPECT_EQ(
        to_json(verdict),
        R"({"file":"a.sip","verdict":"reject","layer":"syntax","status":400,"rule":"uri","clause":"RFC 3261 §19.1.1","offset":149})");
}

TEST(LintMessage, WhatNobodyAnswersIsDropped) {
    auto const verdict = judge_message("SIP/2.0 99 Too small\r\nContent-Length: 0\r\n\r\n", "r.sip");
    EXPECT_EQ(to_text(verdict), "r.sip:1:9: malformed start line (RFC 3261 §7.1, rule start_line): dropped");
    EXPECT_NE(to_json(verdict).find(R"("status":null)"), std::string::npos);
}

TEST(LintMessage, AFileNameOfAnyBytesIsStillJson) {
    EXPECT_NE(to_json(judge_message(good, "\xff.sip")).find("\xef\xbf\xbd.sip"), std::string::npos);
}

}  // namespace
}  // namespace harness
