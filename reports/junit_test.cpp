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

TEST(Junit, AKnownFailureIsSkippedAndOneThatDidNotComeFails) {
    auto run = small_run();
    using Standing = KnownFailure::Standing;
    run.scenarios[1].known =
        KnownFailure{"sip/hello-out", 1, Standing::known, "step 2", "2026-12-31", "ticket 17"};
    run.scenarios[0].known =
        KnownFailure{"failure/cut", 1, Standing::passed, "504", "2026-12-31", "ticket 18"};
    std::string text = junit(run);
    EXPECT_THAT(text, HasSubstr("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"1\""));
    EXPECT_THAT(
        text, HasSubstr("<skipped message=\"known until 2026-12-31: ticket 17 (step 2: nothing in 5 s)\"/>"));
    EXPECT_THAT(text, HasSubstr("<failure message=\"it passes, so its entry"));
    run.scenarios[1].known->standing = Standing::expired;
    EXPECT_THAT(junit(run), HasSubstr("failures=\"2\""));
}

TEST(Junit, ARunThatIsNotWholeHoldsAnError) {
    auto run = small_run();
    run.end.reset();
    EXPECT_THAT(junit(run), HasSubstr("<error message=\"the run did not come to its end\"/>"));
    run.interrupted = Interrupted{"SIGINT", {}, 4};
    std::string const text = junit(run);
    EXPECT_THAT(text, HasSubstr("tests=\"3\" failures=\"1\" errors=\"1\""));
    EXPECT_THAT(text, HasSubstr("<error message=\"SIGINT: 4 not run\"/>"));
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
