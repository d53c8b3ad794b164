#include "harness/check/sip_answers.hpp"

#include <gmock/gmock.h>

namespace check {
namespace {

using testing::HasSubstr;

wire::RawMessage answer(std::string const& status, std::string const& headers = {}) {
    return wire::RawMessage(
        "SIP/2.0 " + status +
        "\r\nVia: SIP/2.0/TLS sip.contoso.com:5061;branch=z9hG4bK1\r\n"
        "From: <sip:a@contoso.com>;tag=1\r\nTo: <sip:fabrikam.com>;tag=2\r\nCall-ID: c\r\n"
        "CSeq: 1 OPTIONS\r\n" +
        headers + "Content-Length: 0\r\n\r\n");
}

Fact judged(std::string const& status, std::string const& user = {}, std::string const& headers = {}) {
    return judge_answer(answer(status, headers), {"OPTIONS", user, "c"}, {}).fact;
}

TEST(SipAnswers, WhoeverAnswersAQuestionToTheDomainSpeaksSip) {
    EXPECT_EQ(judged("200 OK"), Fact::sip_answered);
    EXPECT_EQ(judged("404 Not Found"), Fact::sip_unknown_user);
    EXPECT_EQ(judged("405 Method Not Allowed"), Fact::sip_answered);
    EXPECT_EQ(judged("403 Forbidden"), Fact::sip_forbidden);
    EXPECT_EQ(judged("504 Server time-out"), Fact::sip_server_failed);
    EXPECT_EQ(judged("401 Unauthorized"), Fact::sip_refused);
    EXPECT_EQ(judged("302 Moved"), Fact::sip_refused);
}

TEST(SipAnswers, AUserWhoIsNamedMustBeThere) {
    EXPECT_EQ(judged("404 Not Found", "bob@fabrikam.com"), Fact::sip_user_absent);
    EXPECT_EQ(judged("405 Method Not Allowed", "bob@fabrikam.com"), Fact::sip_refused);
}

TEST(SipAnswers, DiagnosticsSayMoreThanTheStatus) {
    auto const seen = judge_answer(
        answer("504 Server time-out", "ms-diagnostics: 1008;reason=\"Unable \\\"x\\\"\";source=\"a\"\r\n"),
        {"OPTIONS", {}, "c"}, [](std::uint32_t id) { return "advice of " + std::to_string(id); });
    EXPECT_EQ(seen.fact, Fact::sip_diagnostics);
    EXPECT_THAT(seen.seen, HasSubstr("ms-diagnostics 1008 \"Unable \"x\"\""));
    EXPECT_THAT(seen.value, HasSubstr("advice of 1008"));
}

TEST(SipAnswers, AnIdThatNobodyKnowsLeavesTheStatus) {
    auto const seen = judge_answer(answer("403 Forbidden", "ms-diagnostics: 99999\r\n"), {"OPTIONS", {}, "c"},
                                   [](std::uint32_t) { return std::string(); });
    EXPECT_EQ(seen.fact, Fact::sip_forbidden);
    EXPECT_THAT(seen.seen, HasSubstr("ms-diagnostics 99999"));
}

TEST(SipAnswers, DiagnosticsAreReadAsTheyAreWritten) {
    EXPECT_EQ(read_diagnostics(answer("403 F", "ms-diagnostics-public: 4003;reason=\"x\"\r\n"))->id, 4003U);
    EXPECT_EQ(read_diagnostics(answer("403 F", "ms-diagnostics: 10003.2; Reason=\"y\r\n"))->reason, "y");
    EXPECT_EQ(read_diagnostics(answer("403 F", "ms-diagnostics: 1002\r\n"))->reason, "");
    for (auto const* value : {"x", "", "99999999999", "12x;reason=\"\""})
        EXPECT_FALSE(read_diagnostics(answer("403 F", "ms-diagnostics: " + std::string(value) + "\r\n")))
            << value;
}

TEST(SipAnswers, WhatCannotBeReadIsSaidToBeSo) {
    wire::RawMessage const broken("SIP/2.0 200 OK\r\nVia: x\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(judge_answer(broken, {"OPTIONS", {}, "c"}, {}).fact, Fact::sip_unreadable);
}

}  // namespace
}  // namespace check
