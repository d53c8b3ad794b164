#include "harness/exit_code.hpp"

#include <gtest/gtest.h>

namespace harness {
namespace {

using reports::Verdict;

reports::Run run_with(std::vector<Verdict> const& verdicts) {
    reports::Run run;
    for (auto const verdict : verdicts) {
        reports::ScenarioRecord scenario;
        scenario.outcome = reports::Outcome{.verdict = verdict};
        run.scenarios.push_back(scenario);
    }
    return run;
}

TEST(ExitCode, IsNeverACount) {
    EXPECT_EQ(exit_code(run_with({})), 0);
    EXPECT_EQ(exit_code(run_with({Verdict::passed, Verdict::unsupported})), 0);
    EXPECT_EQ(exit_code(run_with(std::vector<Verdict>(256, Verdict::failed))), 1);
    EXPECT_EQ(exit_code(run_with(std::vector<Verdict>(256, Verdict::error))), 2);
    EXPECT_EQ(exit_code(run_with({Verdict::error, Verdict::failed})), 1);
}

TEST(ExitCode, OurFaultAndAnInterruptionComeFirst) {
    auto run = run_with({Verdict::failed, Verdict::error});
    run.scenarios[1].outcome->is_our_fault = true;
    EXPECT_EQ(exit_code(run), 8);
    run.interrupted = reports::Interrupted{"SIGTERM", {}, 1};
    EXPECT_EQ(exit_code(run), 143);
    run.interrupted->cause = "SIGINT";
    EXPECT_EQ(exit_code(run), 130);
    run.interrupted->cause = "--fail-fast";
    EXPECT_EQ(exit_code(run), 8);
}

TEST(ExitCode, AKnownFailureIsNoneAndOneThatDidNotComeIs) {
    using Standing = reports::KnownFailure::Standing;
    auto run = run_with({Verdict::failed});
    for (auto const& [standing, code] :
         {std::pair{Standing::known, 0}, {Standing::expired, 1}, {Standing::other_code, 1}}) {
        run.scenarios[0].known = reports::KnownFailure{.standing = standing};
        EXPECT_EQ(exit_code(run), code);
    }
    run = run_with({Verdict::passed});
    run.scenarios[0].known = reports::KnownFailure{.standing = Standing::passed};
    EXPECT_EQ(exit_code(run), 1);
}

}  // namespace
}  // namespace harness
