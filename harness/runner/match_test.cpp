#include "harness/runner/match.hpp"

#include <gtest/gtest.h>

#include "harness/runner/test_scenery.hpp"

namespace runner {
namespace {

class MatchTest : public testing::Test {
protected:
    MatchTest() {
        message_.kind = kit::Observation::Kind::received;
        message_.summary.is_request = true;
        message_.summary.method = "MESSAGE";
        message_.summary.body = "hello";
        message_.raw =
            "MESSAGE sip:bob@fabrikam.com SIP/2.0\r\nVia: one\r\nv: two\r\nms-diagnostics: "
            "1034;reason=\"x\"\r\n\r\nhello";
    }
    /// What is different from <expect …> with these attributes and children.
    std::string different(std::string const& attributes, std::string const& children = "") {
        scenario_ = story("<expect at='bob' " + attributes + ">" + children + "</expect>");
        Play const play(scenario_, scenery_, Pace{});
        return difference(std::get<script::Expect>(scenario_.story.front().what), message_, play)
            .value_or("");
    }

    TestScenery scenery_;
    script::Scenario scenario_;
    kit::Observation message_;
};

TEST_F(MatchTest, MethodAndBody) {
    EXPECT_EQ(different("method='MESSAGE' body='hello'"), "");
    EXPECT_EQ(different("method='INVITE'"), "method MESSAGE");
    EXPECT_EQ(different("status='200'"), "a request");
    EXPECT_EQ(different("method='MESSAGE' body='bye'"), "the body \"hello\"");
}

TEST_F(MatchTest, TheWholeStartLine) {
    EXPECT_EQ(different("method='MESSAGE' start-line='MESSAGE sip:bob@fabrikam.com SIP/2.0'"), "");
    EXPECT_EQ(different("method='MESSAGE' start-line='MESSAGE sip:bob@fabrikam.com'"),
              "the start line \"MESSAGE sip:bob@fabrikam.com SIP/2.0\"");
}

TEST_F(MatchTest, HeadersInEitherForm) {
    EXPECT_EQ(different("method='MESSAGE'", "<header name='Via' count='2'/><header name='Via' has='two'/>"),
              "");
    EXPECT_EQ(different("method='MESSAGE'", "<header name='Via' count='1'/>"), "2 lines of Via instead of 1");
    EXPECT_EQ(different("method='MESSAGE'", "<header name='Via' is='three'/>"),
              "Via: one, instead of \"three\"");
    EXPECT_EQ(different("method='MESSAGE'", "<header name='Via' lacks='two'/>"), "Via holds \"two\"");
    EXPECT_EQ(different("method='MESSAGE'", "<header name='Route' has='x'/>"), "no Route, without \"x\"");
}

TEST_F(MatchTest, StatusMethodAndDiagnosticsOfAnAnswer) {
    message_.summary.is_request = false;
    message_.summary.status = 504;
    message_.summary.cseq_method = "MESSAGE";
    scenario_ = story("<expect at='alice' status='504' method='MESSAGE' diagnostics='1034'/>");
    Play const play(scenario_, scenery_, Pace{});
    auto expect = std::get<script::Expect>(scenario_.story.front().what);
    EXPECT_FALSE(difference(expect, message_, play));
    expect.diagnostics = "103";
    EXPECT_EQ(difference(expect, message_, play), "ms-diagnostics: 1034;reason=\"x\"");
    expect.method = "INVITE";
    EXPECT_EQ(difference(expect, message_, play), "an answer to MESSAGE");
}

TEST_F(MatchTest, LeniencyForgivesWhatIsOurs) {
    message_.summary.is_request = false;
    message_.summary.status = 404;
    message_.raw = "SIP/2.0 404 Nobody\r\n\r\n";
    auto const different_for = [&](std::string const& attributes, Leniency leniency) {
        scenario_ = story("<expect at='alice' " + attributes + "/>");
        Play const play(scenario_, scenery_, Pace{}, leniency);
        return difference(std::get<script::Expect>(scenario_.story.front().what), message_, play)
            .value_or("");
    };
    EXPECT_EQ(different_for("status='403'", {}), "status 404");
    EXPECT_EQ(different_for("status='403'", {.class_of_errors = true}), "");
    EXPECT_EQ(different_for("status='504'", {.class_of_errors = true}), "status 404");
    EXPECT_EQ(different_for("status='200'", {.class_of_errors = true}), "status 404");
    EXPECT_EQ(different_for("status='404' diagnostics='1005'", {}), "no ms-diagnostics");
    EXPECT_EQ(different_for("status='404' diagnostics='1005'", {.without_diagnostics = true}), "");
    auto const line = "status='404' start-line='SIP/2.0 404 Not Found'";
    EXPECT_EQ(different_for(line, {}), "the start line \"SIP/2.0 404 Nobody\"");
    EXPECT_EQ(different_for(line, {.without_texts = true}), "");
}

TEST_F(MatchTest, WhatCannotBeReadIsNeverRight) {
    message_.fault = "no Call-ID";
    EXPECT_EQ(different("method='MESSAGE'"), "bytes that cannot be read: no Call-ID");
}

}  // namespace
}  // namespace runner
