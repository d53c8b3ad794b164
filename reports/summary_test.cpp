#include "reports/summary.hpp"

#include <gmock/gmock.h>

#include "reports/test_run.hpp"

namespace reports {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TEST(Summary, EndsWithCountsAndTheFolder) {
    std::string const text = summary(small_run(), {.ladders = false, .folder = "out"});
    EXPECT_THAT(text, EndsWith("virtual: 1 passed, 1 failed, seed 7\nReport in out\n"));
    EXPECT_THAT(text, HasSubstr("failed  sip/hello-out: step 2"));
    EXPECT_THAT(text, Not(HasSubstr("failure/cut")));
}

TEST(Summary, ShowsTheLadderOfAFailure) {
    EXPECT_THAT(summary(small_run(), {}), HasSubstr("again:  fedproof run sip/hello-out --seed 7"));
}

TEST(Summary, APartialRunSaysSo) {
    auto run = small_run();
    run.interrupted = Interrupted{"SIGINT", {}, 4};
    EXPECT_THAT(summary(run, {}), HasSubstr("4 not run; interrupted by SIGINT"));
    EXPECT_THAT(summary(run, {}), HasSubstr("The report is partial"));
}

TEST(Summary, AShardAndKnownFailuresAreSaid) {
    auto run = small_run();
    run.header.shard = Shard{2, 3};
    run.scenarios[1].known =
        KnownFailure{"sip/hello-out", 1, KnownFailure::Standing::known, "step 2", "2026-12-31", "ticket 17"};
    std::string const text = summary(run, {});
    EXPECT_THAT(text, HasSubstr("known  sip/hello-out: known until 2026-12-31: ticket 17\n"));
    EXPECT_THAT(text, HasSubstr("virtual: 1 passed, 1 failed (1 known), seed 7, shard 2 of 3\n"));
    run.scenarios[1].known->standing = KnownFailure::Standing::other_code;
    EXPECT_THAT(summary(run, {}), HasSubstr("known is a failure with \"step 2\", not this one"));
    run.scenarios[0].known =
        KnownFailure{"failure/cut", 1, KnownFailure::Standing::passed, "504", "2026-12-31", "ticket 18"};
    EXPECT_THAT(summary(run, {}), HasSubstr("passed  failure/cut: it passes, so its entry"));
}

TEST(Summary, ColorIsOnlyThereWhenAskedFor) {
    EXPECT_THAT(summary(small_run(), {}), Not(HasSubstr("\x1b")));
    EXPECT_THAT(summary(small_run(), {.color = true}), HasSubstr("\x1b[31m"));
}

}  // namespace
}  // namespace reports
