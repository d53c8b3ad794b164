#include "reports/difference.hpp"

#include <gmock/gmock.h>

namespace reports {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ScenarioRecord record(std::string const& id, Verdict verdict, std::string const& reason = "") {
    ScenarioRecord record;
    record.start.id = id;
    record.outcome = Outcome{.id = id, .verdict = verdict, .reason = reason};
    return record;
}

Run run_of(std::vector<ScenarioRecord> scenarios) {
    Run run;
    run.header = {.version = "0.1", .mode = "virtual", .seed = 1, .date = "2013-06-01T00:00:00Z"};
    run.scenarios = std::move(scenarios);
    run.end = RunEnd{run.counts()};
    return run;
}

TEST(Difference, EachScenarioStandsInOneListAtMost) {
    auto const difference = reports::difference(
        run_of({record("breaks", Verdict::passed), record("mended", Verdict::failed, "x"),
                record("same", Verdict::failed, "x"), record("otherwise", Verdict::failed, "x"),
                record("well", Verdict::passed), record("lost", Verdict::passed)}),
        run_of({record("breaks", Verdict::failed, "y"), record("mended", Verdict::passed),
                record("same", Verdict::failed, "x"), record("otherwise", Verdict::failed, "y"),
                record("well", Verdict::passed), record("fresh", Verdict::passed),
                record("fresh-and-bad", Verdict::error, "z")}));
    EXPECT_THAT(difference.newly_failing, ElementsAre(Change{"breaks", "passed", "failed: y"},
                                                      Change{"fresh-and-bad", "", "error: z"}));
    EXPECT_THAT(difference.newly_passing, ElementsAre(Change{"mended", "failed: x", "passed"}));
    EXPECT_THAT(difference.still_failing, ElementsAre(Change{"otherwise", "failed: x", "failed: y"}));
    EXPECT_THAT(difference.added, ElementsAre(Change{"fresh", "", "passed"}));
    EXPECT_THAT(difference.gone, ElementsAre(Change{"lost", "passed", ""}));
    EXPECT_THAT(difference.conditions, IsEmpty());
    EXPECT_THAT(
        to_text(difference),
        testing::EndsWith("2 newly failing, 1 failing in another way, 1 newly passing, 1 new, 1 gone\n"));
    EXPECT_THAT(to_text(difference),
                HasSubstr("newly failing:\n  breaks\n    before: passed\n    now:    failed: y\n"));
}

TEST(Difference, UnsupportedHidesNoRegression) {
    auto const difference = reports::difference(
        run_of({record("worked", Verdict::passed), record("failed", Verdict::failed),
                record("never", Verdict::unsupported), record("comes", Verdict::unsupported)}),
        run_of({record("worked", Verdict::unsupported), record("failed", Verdict::unsupported),
                record("never", Verdict::failed), record("comes", Verdict::passed)}));
    EXPECT_THAT(difference.newly_failing, ElementsAre(Change{"worked", "passed", "unsupported"},
                                                      Change{"never", "unsupported", "failed"}));
    EXPECT_THAT(difference.newly_passing, ElementsAre(Change{"comes", "unsupported", "passed"}));
}

TEST(Difference, OtherConditionsAreSaid) {
    auto const older = run_of({record("a", Verdict::passed)});
    auto newer = older;
    newer.header.seed = 2;
    newer.header.mode = "loopback";
    newer.end.reset();
    auto const difference = reports::difference(older, newer);
    EXPECT_THAT(difference.conditions,
                ElementsAre("the mode was virtual and is loopback", "the seed was 1 and is 2",
                            "the newer run did not come to its end"));
    EXPECT_FALSE(difference.newer_is_complete);
}

}  // namespace
}  // namespace reports
