#include "reports/merge.hpp"

#include <gmock/gmock.h>

#include "reports/test_run.hpp"

namespace reports {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ScenarioRecord record(std::string const& id, unsigned round = 1, Verdict verdict = Verdict::passed) {
    ScenarioRecord record;
    record.start = {.id = id, .title = "t", .round = round};
    record.entries = {Occurrence{std::chrono::microseconds(round), "edge", "of " + id}};
    record.outcome = Outcome{.id = id, .round = round, .verdict = verdict};
    record.timing = ScenarioTiming{id, round, std::chrono::microseconds(5), {}};
    return record;
}

std::vector<std::string> const all{"a/1", "a/2", "a/3", "b/1", "b/2"};

/// The whole run, or a shard of it.
Run run_of(std::optional<Shard> shard, unsigned repeat = 1) {
    Run run;
    run.header = {
        .version = "0.1", .mode = "virtual", .seed = 7, .date = "2013-06-01T00:00:00Z", .repeat = repeat};
    run.header.shard = shard;
    for (std::size_t index = 0; index < all.size(); ++index)
        if (!shard || index % shard->count == shard->index - 1) run.header.scenarios.push_back(all[index]);
    if (shard) run.header.selection = all;
    for (unsigned round = 1; round <= repeat; ++round)
        for (auto const& id : run.header.scenarios) run.scenarios.push_back(record(id, round));
    run.end = RunEnd{run.counts()};
    run.timing =
        RunTiming{"2026-01-0" + std::to_string(shard ? shard->index : 1), std::chrono::seconds(1), 2};
    return run;
}

std::vector<MergePart> shards(unsigned count, unsigned repeat = 1) {
    std::vector<MergePart> parts;
    for (unsigned index = 1; index <= count; ++index)
        parts.push_back({"out/" + std::to_string(index), run_of(Shard{index, count}, repeat)});
    return parts;
}

std::string fault_of(std::vector<MergePart> parts) {
    auto const merged = merge(std::move(parts));
    return merged ? "" : merged.error();
}

TEST(Merge, AllShardsGiveTheStreamOfTheUndividedRun) {
    for (unsigned repeat : {1U, 3U}) {
        auto parts = shards(3, repeat);
        std::swap(parts[0], parts[2]);
        auto const merged = merge(std::move(parts));
        ASSERT_TRUE(merged) << merged.error();
        EXPECT_TRUE(merged->complete());
        EXPECT_EQ(events_of(merged->run), events_of(run_of(std::nullopt, repeat)));
        EXPECT_EQ(merged->run.timing, (RunTiming{"2026-01-01", std::chrono::seconds(1), 6}));
    }
    EXPECT_TRUE(merge(shards(7))->complete());  // two of them are empty
}

TEST(Merge, AMissingShardIsNamedWithWhatDidNotRun) {
    auto parts = shards(3, 2);
    parts.erase(parts.begin() + 1);
    auto const merged = merge(std::move(parts));
    ASSERT_TRUE(merged);
    EXPECT_FALSE(merged->complete());
    EXPECT_THAT(merged->gaps, ElementsAre("shard 2 of 3 is missing"));
    EXPECT_THAT(merged->not_run, ElementsAre("a/2", "b/2", "a/2 #2", "b/2 #2"));
    EXPECT_FALSE(merged->run.end);
    EXPECT_EQ(merged->run.interrupted, (Interrupted{"a missing shard", {.passed = 6}, 4}));
}

TEST(Merge, AShardThatDidNotComeToItsEndIsAGap) {
    auto parts = shards(2);
    parts[0].run.end.reset();
    parts[0].run.scenarios.back().outcome.reset();
    auto const merged = merge(std::move(parts));
    ASSERT_TRUE(merged);
    EXPECT_THAT(merged->gaps, ElementsAre("shard 1 of 2 did not come to its end"));
    EXPECT_THAT(merged->not_run, ElementsAre("b/2"));
    parts = shards(2);
    parts[1].run.end.reset();
    parts[1].run.interrupted = Interrupted{"SIGINT", {}, 0};
    EXPECT_THAT(merge(std::move(parts))->gaps, ElementsAre("shard 2 of 2 was interrupted by SIGINT"));
}

TEST(Merge, AGapThatNoHeaderTellsIsFound) {
    auto parts = shards(2);
    parts[0].run.scenarios.erase(parts[0].run.scenarios.begin());
    auto const merged = merge(std::move(parts));
    ASSERT_TRUE(merged);
    EXPECT_TRUE(merged->gaps.empty());
    EXPECT_FALSE(merged->complete());
    EXPECT_THAT(merged->not_run, ElementsAre("a/1"));
}

TEST(Merge, PartsOfDifferentRunsAreNotPutTogether) {
    auto const with = [](auto change) {
        auto parts = shards(2);
        change(parts[1].run.header);
        return fault_of(std::move(parts));
    };
    EXPECT_THAT(with([](RunHeader& header) { header.seed = 8; }),
                HasSubstr("out/2 has seed 8, but out/1 has 7"));
    EXPECT_THAT(with([](RunHeader& header) { header.version = "0.2"; }), HasSubstr("has version 0.2"));
    EXPECT_THAT(with([](RunHeader& header) { header.mode = "loopback"; }), HasSubstr("has mode loopback"));
    EXPECT_THAT(with([](RunHeader& header) { header.date = "2014"; }), HasSubstr("has date 2014"));
    EXPECT_THAT(with([](RunHeader& header) { header.repeat = 2; }), HasSubstr("has repeat 2"));
    EXPECT_THAT(with([](RunHeader& header) { header.selection.pop_back(); }),
                HasSubstr("did not select the same scenarios"));
    EXPECT_THAT(with([](RunHeader& header) { header.shard->count = 3; }), HasSubstr("out/2 is shard 2 of 3"));
    EXPECT_THAT(with([](RunHeader& header) { header.shard.reset(); }), HasSubstr("one is a shard"));
    EXPECT_THAT(with([](RunHeader& header) { header.shard->index = 1; }),
                HasSubstr("shard 1 of 2 is there twice: out/1 and out/2"));
    EXPECT_THAT(with([](RunHeader& header) { header.shard->index = 9; }),
                HasSubstr("there is no shard 9 of 2"));
    EXPECT_THAT(fault_of({}), HasSubstr("nothing to merge"));
}

TEST(Merge, ARecordWhereItDoesNotBelongIsAFault) {
    auto parts = shards(2);
    parts[0].run.scenarios.push_back(record("a/2"));
    EXPECT_THAT(fault_of(std::move(parts)), HasSubstr("a/2 is none of the scenarios that it was to run"));
    parts = shards(2);
    parts[0].run.scenarios.push_back(record("a/1"));
    EXPECT_THAT(fault_of(std::move(parts)), HasSubstr("a/1 is there twice"));
    parts = shards(2);
    parts[0].run.scenarios.push_back(record("a/1", 2));
    EXPECT_THAT(fault_of(std::move(parts)), HasSubstr("a/1 has a round 2"));
}

TEST(Merge, RunsOverRealSocketsBecomeRounds) {
    std::vector<MergePart> parts{{"one", run_of({})}, {"two", run_of({})}};
    EXPECT_THAT(fault_of(parts), HasSubstr("two and one are the same run"));
    for (auto& part : parts) part.run.header.mode = "loopback";
    parts[1].run.scenarios[2].outcome->verdict = Verdict::failed;
    auto const merged = merge(std::move(parts));
    ASSERT_TRUE(merged) << merged.error();
    EXPECT_TRUE(merged->complete());
    EXPECT_EQ(merged->run.header.repeat, 2U);
    EXPECT_EQ(merged->run.counts(), (Counts{.passed = 9, .failed = 1}));
    EXPECT_EQ(merged->run.scenarios[7].start.round, 2U);
    EXPECT_EQ(merged->run.timing->real, std::chrono::seconds(2));
}

}  // namespace
}  // namespace reports
