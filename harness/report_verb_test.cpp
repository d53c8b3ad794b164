// `fedproof report`, shards and known failures as their users run them.
#include <algorithm>

#include "harness/program_for_test.hpp"

namespace harness {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

class ReportVerbTest : public ProgramTest {
protected:
    /// A list of known failures with one entry.
    std::string known(std::string const& id, std::string const& code) const {
        std::ofstream(path("known.xml"))
            << "<known-failures xmlns=\"urn:fedproof:known-failures:1\">\n  <failure scenario=\"" << id
            << "\" code=\"" << code
            << "\" expires=\"2026-06-30\">Ticket 17 is open.</failure>\n</known-failures>\n";
        return path("known.xml");
    }
    /// A run with that list on 2026-06-30, or on `day` (seconds since 1970).
    std::string run_on(std::string const& day, std::string const& arguments) {
        return shell("SOURCE_DATE_EPOCH=" + day + " fedproof run " + arguments + " -o $OUT");
    }
    static constexpr auto last_day = "1782863999";
    static constexpr auto day_after = "1782864000";
};

TEST_F(ReportVerbTest, MergedShardsAreTheUndividedRun) {
    ASSERT_EQ(fedproof({"run", "sip/transaction/", "--seed", "7", "-o", path("whole")}), "exit code 0")
        << said();
    std::vector<std::string> merge{"report", "merge"};
    std::size_t scenarios = 0;
    for (std::string const index : {"1", "2", "3"}) {
        ASSERT_EQ(
            fedproof({"run", "sip/transaction/", "--seed", "7", "--shard", index + "/3", "-o", path(index)}),
            "exit code 0");
        EXPECT_THAT(said(), HasSubstr("shard " + index + " of 3"));
        scenarios += results(index).scenarios.size();
        merge.push_back(path(index));
    }
    EXPECT_EQ(scenarios, results("whole").scenarios.size());
    merge.insert(merge.end(), {"-o", path("all")});
    EXPECT_EQ(fedproof(merge), "exit code 0") << said();
    EXPECT_EQ(file_text(path("all/events.ndjson")), file_text(path("whole/events.ndjson")));
    EXPECT_TRUE(fs::exists(path("all/junit.xml")));
}

TEST_F(ReportVerbTest, AMissingShardIsInconclusiveAndNamesWhatDidNotRun) {
    ASSERT_EQ(fedproof({"run", "sip/transaction/", "--shard", "1/2", "-o", path("1")}), "exit code 0")
        << said();
    ASSERT_EQ(fedproof({"list", "sip/transaction/", "--shard", "2/2", "--format", "names"}), "exit code 0");
    std::string const missing = said().substr(0, said().find('\n'));
    EXPECT_EQ(fedproof({"report", "merge", path("1"), "-o", path("all")}), "exit code 4");
    EXPECT_THAT(said(), HasSubstr("shard 2 of 2 is missing\n"));
    EXPECT_THAT(said(), HasSubstr("not run  " + missing + "\n"));
    EXPECT_FALSE(results("all").end);
    EXPECT_THAT(file_text(path("all/junit.xml")), HasSubstr("<error message=\"a missing shard: "));
}

TEST_F(ReportVerbTest, PartsThatDoNotBelongTogetherAreRefused) {
    ASSERT_EQ(fedproof({"run", "sip/hello-out", "--shard", "1/2", "-o", path("1")}), "exit code 0");
    ASSERT_EQ(fedproof({"run", "sip/hello-out", "--shard", "2/2", "--seed", "2", "-o", path("2")}),
              "exit code 0");
    EXPECT_EQ(fedproof({"report", "merge", path("1"), path("2"), "-o", path("all")}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr(path("2") + " has seed 2, but " + path("1") + " has 1"));
    EXPECT_EQ(fedproof({"report", "merge", path("1"), path("1"), "-o", path("all")}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("is named twice"));
    EXPECT_EQ(fedproof({"report", "merge", path("1"), "-o", path("1")}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("the result goes elsewhere"));
    EXPECT_EQ(fedproof({"report", "merge", path("none"), "-o", path("all")}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr(path("none") + " holds no results of a run"));
    EXPECT_FALSE(fs::exists(path("all")));
    EXPECT_EQ(results("1").scenarios.size(), 1U);
}

TEST_F(ReportVerbTest, MergedFailuresGiveTheCodeOfARunAndTheirCaptures) {
    auto const bad = scenario("bad", failing);
    ASSERT_EQ(fedproof({"run", bad, "sip/hello-out", "--shard", "1/2", "-o", path("1")}), "exit code 1")
        << said();
    ASSERT_EQ(fedproof({"run", bad, "sip/hello-out", "--shard", "2/2", "-o", path("2")}), "exit code 0");
    EXPECT_EQ(fedproof({"report", "merge", path("2"), path("1"), "-o", path("all")}), "exit code 1");
    EXPECT_TRUE(fs::exists(path("all/captures/sip-bad.pcapng")));
    EXPECT_EQ(file_text(path("all/captures/sip-bad.pcapng")), file_text(path("1/captures/sip-bad.pcapng")));
}

TEST_F(ReportVerbTest, AnEmptyShardIsInOrder) {
    EXPECT_EQ(fedproof({"run", "sip/hello-out", "--shard", "2/2", "-o", path("out")}), "exit code 0");
    EXPECT_THAT(said(), HasSubstr("0 passed, 0 failed, seed 1, shard 2 of 2, which is empty"));
    EXPECT_EQ(results("out").header.selection, std::vector<std::string>{"sip/hello-out"});
    EXPECT_TRUE(results("out").end);
}

TEST_F(ReportVerbTest, ShardsComeFromTheEnvironmentToo) {
    EXPECT_EQ(shell("GTEST_TOTAL_SHARDS=2 GTEST_SHARD_INDEX=1 fedproof list sip/hello-out sip/hello-in "
                    "--format names"),
              "exit code 0");
    EXPECT_EQ(said(), "sip/hello-out\n");
    EXPECT_EQ(shell("GTEST_TOTAL_SHARDS=2 GTEST_SHARD_INDEX=2 fedproof run sip/hello-out -o $OUT"),
              "exit code 2");
    EXPECT_THAT(said(), HasSubstr("GTEST_SHARD_INDEX: '2' is not a whole number from 0 to 1"));
    EXPECT_EQ(fedproof({"run", "sip/hello-out", "--shard", "3/2", "-o", path("out")}), "exit code 2");
    EXPECT_FALSE(fs::exists(path("out")));
}

TEST_F(ReportVerbTest, DiffFailsWhenSomethingFailsThatDidNot) {
    auto const file = scenario("own", passing);
    ASSERT_EQ(fedproof({"run", file, "-o", path("old")}), "exit code 0") << said();
    scenario("own", failing);
    ASSERT_EQ(fedproof({"run", file, "-o", path("new")}), "exit code 1");
    EXPECT_EQ(fedproof({"report", "diff", path("old"), path("new")}), "exit code 1");
    EXPECT_THAT(said(),
                HasSubstr("newly failing:\n  sip/own\n    before: passed\n    now:    failed: step 1"));
    EXPECT_EQ(fedproof({"report", "diff", path("new"), path("old")}), "exit code 0");
    EXPECT_THAT(said(), HasSubstr("newly passing:\n  sip/own\n"));
    EXPECT_EQ(fedproof({"report", "diff", path("new"), path("new")}), "exit code 0");
    EXPECT_THAT(said(), HasSubstr("0 newly failing"));
    EXPECT_EQ(fedproof({"report", "diff", path("new")}), "exit code 2");
}

TEST_F(ReportVerbTest, ConvertMakesReportsFromTheStreamsAlone) {
    auto const bad = scenario("bad", failing);
    ASSERT_EQ(fedproof({"run", bad, "sip/hello-out", "-o", path("out")}), "exit code 1");
    auto const junit = file_text(path("out/junit.xml"));
    auto const events = file_text(path("out/events.ndjson"));
    fs::remove(path("out/junit.xml"));
    fs::remove_all(path("out/captures"));
    EXPECT_EQ(fedproof({"report", "convert", path("out"), "--report", "junit,pcapng"}), "exit code 0")
        << said();
    EXPECT_EQ(file_text(path("out/junit.xml")), junit);
    EXPECT_TRUE(fs::exists(path("out/captures/sip-bad.pcapng")));
    EXPECT_EQ(file_text(path("out/events.ndjson")), events);
    EXPECT_EQ(
        fedproof({"report", "convert", path("out"), "sip/hello-out", "--report", "junit", "-o", path("one")}),
        "exit code 0")
        << said();
    EXPECT_THAT(file_text(path("one/junit.xml")), HasSubstr("tests=\"1\" failures=\"0\""));
    EXPECT_EQ(fedproof({"report", "convert", path("out"), "sip/hello-uot", "--report", "junit"}),
              "exit code 2");
    EXPECT_THAT(said(), HasSubstr("did you mean \"sip/hello-out\""));
    EXPECT_EQ(fedproof({"report", "convert", path("out"), "--report", "papyrus"}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("no report is called 'papyrus'; known are junit, json"));
}

TEST_F(ReportVerbTest, EachOfItsVerbsHasAnExample) {
    for (std::string const verb : {"merge", "diff", "convert"}) {
        EXPECT_EQ(fedproof({"report", verb, "--help"}), "exit code 0");
        EXPECT_THAT(said(), HasSubstr("\n  fedproof report " + verb));
    }
    EXPECT_EQ(fedproof({"report"}), "exit code 2");
    EXPECT_EQ(fedproof({"report", "mrege"}), "exit code 2");
}

TEST_F(ReportVerbTest, AKnownFailureIsSaidAndFailsNothing) {
    auto const file = scenario("own", failing);
    ASSERT_EQ(fedproof({"run", file, "-o", path("without")}), "exit code 1");
    EXPECT_EQ(run_on(last_day, file + " --known-failures " + known("sip/own", "step 1")), "exit code 0")
        << said();
    EXPECT_THAT(said(), HasSubstr("known  sip/own: known until 2026-06-30: Ticket 17 is open."));
    EXPECT_THAT(said(), HasSubstr("0 passed, 1 failed (1 known)"));
    EXPECT_THAT(file_text(path("out/junit.xml")), HasSubstr("<skipped message=\"known until 2026-06-30"));
    // Neither the list nor the day stands among the events.
    EXPECT_EQ(file_text(path("out/events.ndjson")), file_text(path("without/events.ndjson")));
    EXPECT_EQ(fedproof({"report", "merge", path("out"), "-o", path("all")}), "exit code 0");
}

TEST_F(ReportVerbTest, AnEntryThatIsExpiredOrDoesNotFitFails) {
    auto const file = scenario("own", failing);
    EXPECT_EQ(run_on(day_after, file + " --known-failures " + known("sip/own", "step 1")), "exit code 1");
    EXPECT_THAT(said(), HasSubstr("it was known until 2026-06-30 only: Ticket 17 is open."));
    EXPECT_EQ(run_on(last_day, file + " --known-failures " + known("sip/own", "step 2")), "exit code 1");
    EXPECT_THAT(said(), HasSubstr("known is a failure with \"step 2\", not this one"));
    EXPECT_EQ(run_on(last_day, "sip/hello-out --known-failures " + known("sip/hello-out", "504")),
              "exit code 1");
    EXPECT_THAT(
        said(),
        HasSubstr("passed  sip/hello-out: it passes, so its entry among the known failures is to go"));
    EXPECT_THAT(file_text(path("out/junit.xml")), HasSubstr("failures=\"1\""));
}

TEST_F(ReportVerbTest, AListThatIsWrongIsNamedWithItsPlace) {
    EXPECT_EQ(run_on(last_day, "sip/hello-out --known-failures " + known("sip/hello-uot", "504")),
              "exit code 2");
    EXPECT_THAT(said(), HasSubstr("known.xml:2:12: no scenario is called \"sip/hello-uot\" (did you mean"));
    EXPECT_EQ(run_on(last_day, "sip/hello-out --known-failures " + known("sip/hello-in", "504")),
              "exit code 0");
    EXPECT_EQ(run_on("today", "sip/hello-out --known-failures " + known("sip/hello-in", "504")),
              "exit code 2");
    EXPECT_THAT(said(), HasSubstr("SOURCE_DATE_EPOCH: 'today' is not a whole number"));
    EXPECT_EQ(fedproof({"run", "sip/hello-out", "--known-failures", path("none.xml"), "-o", path("x")}),
              "exit code 2");
    EXPECT_THAT(said(), HasSubstr("none.xml cannot be read"));
    std::ofstream(path("known.xml"))
        << "<known-failures xmlns=\"urn:fedproof:known-failures:1\"><failure/>\n";
    EXPECT_EQ(fedproof({"lint", path("known.xml")}), "exit code 1");
    EXPECT_THAT(said(), HasSubstr("known.xml:"));
}

TEST_F(ReportVerbTest, AKnownFailureDoesNotStopFailFast) {
    auto const file = scenario("own", failing);
    EXPECT_EQ(
        run_on(last_day, file + " --repeat 3 --fail-fast --known-failures " + known("sip/own", "step 1")),
        "exit code 0");
    EXPECT_THAT(said(), HasSubstr("0 passed, 3 failed (3 known)"));
    EXPECT_THAT(said(), Not(HasSubstr("not run")));
}

}  // namespace
}  // namespace harness
