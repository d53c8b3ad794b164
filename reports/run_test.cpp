#include "reports/run.hpp"

#include <gtest/gtest.h>

#include "reports/test_run.hpp"

namespace reports {
namespace {

TEST(Run, IsReadBackFromItsStreams) {
    auto const run = small_run();
    std::string const timings =
        to_line(Timing(*run.scenarios[1].timing)) + to_line(Timing(RunTiming{"now", {}, 2}));
    auto const again = read_run(events_of(run), timings);
    ASSERT_TRUE(again) << again.error().text;
    EXPECT_EQ(again->header, run.header);
    ASSERT_EQ(again->scenarios.size(), 2U);
    EXPECT_EQ(again->scenarios[1].entries, run.scenarios[1].entries);
    EXPECT_EQ(again->scenarios[1].timing, run.scenarios[1].timing);
    EXPECT_EQ(again->timing->jobs, 2U);
    EXPECT_EQ(again->counts(), (Counts{.passed = 1, .failed = 1}));
    EXPECT_TRUE(again->end.has_value());
}

TEST(Run, ALineThatWasNotFinishedIsDropped) {
    std::string events = events_of(small_run());
    events.resize(events.size() - 10);
    auto const again = read_run(events, "");
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->end);
    EXPECT_EQ(again->scenarios.size(), 2U);
}

TEST(Run, AScenarioWithoutAVerdictWasCutShort) {
    auto run = small_run();
    run.scenarios[1].outcome.reset();
    run.end.reset();
    run.interrupted = Interrupted{"SIGINT", {.passed = 1}, 0};
    auto const again = read_run(events_of(run), "");
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->scenarios[1].outcome);
    EXPECT_EQ(again->interrupted->cause, "SIGINT");
}

TEST(Run, RealTimesOfEntriesComeFromTheTimings) {
    ScenarioRecord scenario = failed_scenario();
    scenario.entries = {Occurrence{std::nullopt, "edge", "started"}};
    EXPECT_FALSE(scenario.time_of(0));
    scenario.timing->entries = {std::chrono::microseconds(42)};
    EXPECT_EQ(scenario.time_of(0), std::chrono::microseconds(42));
}

TEST(Run, RecordsOutOfPlaceAreFaultsWithTheirLine) {
    auto const headless = read_run(to_line(Record(Occurrence{})), "");
    ASSERT_FALSE(headless);
    EXPECT_EQ(headless.error().line, 1U);
    EXPECT_FALSE(read_run("", ""));
    std::string const newer = to_line(Record(RunHeader{.format = format_version + 1, .version = "9"}));
    EXPECT_FALSE(read_run(newer, ""));
    std::string const header = to_line(Record(RunHeader{.version = "0.1"}));
    auto const astray = read_run(header + to_line(Record(Outcome{.id = "sip/x"})), "");
    ASSERT_FALSE(astray);
    EXPECT_EQ(astray.error().line, 2U);
}

}  // namespace
}  // namespace reports
