#include "reports/junit.hpp"

#include <gmock/gmock.h>

#include "reports/test_run.hpp"

namespace reports {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Junit, OneSuiteAFolderAndOneCaseAScenario) {
    std::string const text = junit(small_run());
    EXPECT_THAT(text,
                HasSubstr("<testsuites name=\"fedproof virtual\" tests=\"2\" failures=\"1\" errors=\"0\""));
    EXPECT_THAT(text, HasSubstr("<testsuite name=\"failure\" tests=\"1\" failures=\"0\""));
    EXPECT_THAT(text, HasSubstr("<testcase classname=\"sip\" name=\"hello-out\" time=\"0.001200\">"));
    EXPECT_THAT(text, HasSubstr("<property name=\"requirement\" value=\"rfc3261/16.6\"/>"));
    EXPECT_THAT(text, HasSubstr("<failure message=\"step 2: nothing in 5 s\">"));
}

TEST(Junit, WhatPeersSentIsEscaped) {
    auto run = small_run();
    run.scenarios[1].outcome->reason = "]]> <b>\x01\xff";
    std::string const text = junit(run);
    EXPECT_THAT(text, HasSubstr("message=\"]]&gt; &lt;b&gt;\\x01\\xff\""));
    EXPECT_THAT(text, HasSubstr("value=\"Cut &amp; &lt;mended&gt;\""));
    EXPECT_THAT(text, Not(HasSubstr("\x01")));
}

TEST(Junit, UnsupportedIsSkippedAndCutShortIsAnError) {
    auto run = small_run();
    run.scenarios[0].outcome.reset();
    run.scenarios[1].outcome->verdict = Verdict::unsupported;
    std::string const text = junit(run);
    EXPECT_THAT(text, HasSubstr("failures=\"0\" errors=\"1\" skipped=\"1\""));
    EXPECT_THAT(text, HasSubstr("<error message=\"cut short"));
    EXPECT_THAT(text, HasSubstr("<skipped message="));
}

}  // namespace
}  // namespace reports
