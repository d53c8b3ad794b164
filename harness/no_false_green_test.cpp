// Whatever goes wrong with a run, a script must not take it for a success: each way has its exit code (product.md §1).
#include <csignal>
#include <thread>

#include "harness/program_for_test.hpp"

namespace harness {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

/// Ids of the processes called `name` whose parent is `parent`.
std::vector<pid_t> children_of(pid_t parent, std::string const& name) {
    std::vector<pid_t> found;
    for (auto const& entry : fs::directory_iterator("/proc")) {
        std::string const status = file_text(entry.path() / "status");
        if (status.starts_with("Name:\t" + name + "\n") &&
            status.find("\nPPid:\t" + std::to_string(parent) + "\n") != std::string::npos)
            found.push_back(static_cast<pid_t>(std::stol(entry.path().filename())));
    }
    return found;
}

class NoFalseGreen : public ProgramTest {
protected:
    /// Starts a run that lasts, and waits until it writes.
    void start_long_run() {
        fs::remove_all(path("out"));
        start({FEDPROOF_PROGRAM, "--scenarios", FEDPROOF_SCENARIOS, "run", "sip/hello-out", "--repeat",
               "1000000", "-q", "-o", path("out")});
        while (child_.running() && file_text(path("out/events.ndjson")).empty()) std::this_thread::yield();
    }
    std::string end_of_child() {
        EXPECT_TRUE(child_.wait(std::chrono::minutes(1)));
        return child_.end();
    }
};

TEST_F(NoFalseGreen, AnEmptySelectionIsAUsageError) {
    EXPECT_EQ(fedproof({"run", "sip/hello-out", "!sip/", "-o", path("out")}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("fedproof: "));
    EXPECT_EQ(shell("fedproof run sip/hello-out '!sip/hello-out' --shard 1/2 -o $OUT"), "exit code 2");
    EXPECT_FALSE(fs::exists(path("out")));
}

TEST_F(NoFalseGreen, AnUnknownIdIsAUsageErrorWithASuggestion) {
    EXPECT_EQ(fedproof({"run", "sip/hello-uot", "-o", path("out")}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("did you mean \"sip/hello-out\""));
    EXPECT_EQ(fedproof({"run", "sip/hello-out", "sip/nothing-like-it", "-o", path("out")}), "exit code 2");
    EXPECT_FALSE(fs::exists(path("out")));
}

TEST_F(NoFalseGreen, ARunThatCrashesIsOurFaultAndNoVerdict) {
    for (int const number : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE}) {
        start_long_run();
        child_.signal(number);
        EXPECT_EQ(end_of_child(), "exit code 8") << number;
        EXPECT_THAT(said(), HasSubstr("this is a bug in fedproof itself, not a verdict"));
    }
}

TEST_F(NoFalseGreen, WhatAKilledRunLeavesIsInconclusive) {
    start_long_run();
    child_.signal(SIGKILL);
    EXPECT_EQ(end_of_child(), "signal 9");
    EXPECT_EQ(fedproof({"report", "merge", path("out"), "-o", path("all")}), "exit code 4");
    EXPECT_THAT(said(), HasSubstr(path("out") + " did not come to its end"));
    EXPECT_THAT(said(), HasSubstr("not run  sip/hello-out #"));
    EXPECT_EQ(fedproof({"report", "diff", path("out"), path("out")}), "exit code 4");
}

TEST_F(NoFalseGreen, AnEdgeThatCrashesFailsItsScenario) {
    std::string const file =
        scenario("own", "<repeat times='2000'><im from='alice' to='bob'>hello</im></repeat>");
    start({FEDPROOF_PROGRAM, "--scenarios", FEDPROOF_SCENARIOS, "run", file, "--on", "loopback", "-q", "-o",
           path("out")});
    std::vector<pid_t> edges;
    while (child_.running() && edges.empty())
        for (auto const program : children_of(::getpid(), "fedproof"))
            edges = children_of(program, "fedproof-edge");
    ASSERT_EQ(edges.size(), 1U) << said();
    ::kill(edges.front(), SIGSEGV);
    EXPECT_EQ(end_of_child(), "exit code 1") << said();
    auto const run = results("out");
    ASSERT_EQ(run.scenarios.size(), 1U);
    EXPECT_EQ(run.scenarios.front().outcome->verdict, reports::Verdict::failed);
    EXPECT_THAT(run.scenarios.front().outcome->reason, HasSubstr("the edge ended with "));
}

TEST_F(NoFalseGreen, AMissingShardIsInconclusive) {
    ASSERT_EQ(fedproof({"run", "sip/hello-out", "sip/hello-in", "--shard", "2/2", "-o", path("2")}),
              "exit code 0");
    EXPECT_EQ(fedproof({"report", "merge", path("2"), "-o", path("all")}), "exit code 4");
    EXPECT_THAT(said(), HasSubstr("shard 1 of 2 is missing\nnot run  sip/hello-in\n"));
}

TEST_F(NoFalseGreen, TwoHundredAndFiftySixFailuresAreNotNone) {
    auto const file = scenario("own", failing);
    EXPECT_EQ(fedproof({"run", file, "--repeat", "256", "-q", "--report", "junit", "-o", path("out")}),
              "exit code 1");
    EXPECT_EQ(results("out").counts().failed, 256U);
}

TEST_F(NoFalseGreen, AReaderThatWentAwayIsNoSuccess) {
    // The code of the program itself, which the pipe's end does not show. The reader is gone before anything is written.
    std::string const lost = " ; echo code $? > $OUT.code; } | true";
    shell("{ sleep 0.3; fedproof run sip/hello-out -o $OUT" + lost);
    EXPECT_EQ(file_text(path("out.code")), "code 2\n");
    EXPECT_THAT(said(), HasSubstr("the results could not be written to the standard output"));
    EXPECT_EQ(results("out").counts().passed, 1U);  // the evidence is there all the same
    auto const bad = scenario("own", failing);
    shell("{ sleep 0.3; fedproof run " + bad + " -o $OUT" + lost);
    EXPECT_EQ(file_text(path("out.code")), "code 1\n");
}

TEST_F(NoFalseGreen, AClosedStandardOutputIsNoSuccess) {
    EXPECT_EQ(shell("fedproof run sip/hello-out -o $OUT >&-"), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("the results could not be written to the standard output"));
    EXPECT_EQ(results("out").counts().passed, 1U);
    EXPECT_EQ(shell("fedproof list > /dev/full"), "exit code 2");
    EXPECT_EQ(shell("fedproof run sip/hello-out -o $OUT <&- 2>&-"), "exit code 0");
    EXPECT_EQ(results("out").counts().passed, 1U);
}

TEST_F(NoFalseGreen, AFullDiskIsOurFault) {
    fs::create_directories(path("out"));
    fs::create_symlink("/dev/full", path("out/events.ndjson"));
    EXPECT_EQ(fedproof({"run", "sip/hello-out", "-o", path("out")}), "exit code 8");
    EXPECT_THAT(said(), HasSubstr("the event stream could not be written to its end"));
    fs::remove(path("out/events.ndjson"));
    // Blocks of 512 octets: the stream of one scenario is longer.
    EXPECT_EQ(shell("ulimit -f 4; fedproof run sip/hello-out -o $OUT"), "exit code 8");
    EXPECT_THAT(said(), HasSubstr("the event stream could not be written to its end"));
}

TEST_F(NoFalseGreen, AReportThatCannotBeWrittenIsOurFault) {
    fs::create_directories(path("out"));
    ASSERT_EQ(fedproof({"run", "sip/hello-out", "-o", path("out")}), "exit code 0");
    fs::remove(path("out/junit.xml"));
    fs::create_symlink("/dev/full", path("out/junit.xml"));
    EXPECT_EQ(fedproof({"report", "convert", path("out"), "--report", "junit"}), "exit code 8");
    EXPECT_THAT(said(), HasSubstr("out/junit.xml cannot be written"));
}

}  // namespace
}  // namespace harness
