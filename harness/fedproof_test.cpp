// The program as its users run it: exit codes, evidence, and the same bytes for the same seed (product.md §1 and §4).
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include <gmock/gmock.h>

#include "harness/runner/child_process.hpp"
#include "harness/verbs.hpp"
#include "reports/run.hpp"

namespace harness {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

std::string read_file(fs::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A folder of its own for each test, gone afterwards.
class FedproofTest : public testing::Test {
protected:
    FedproofTest() {
        fs::remove_all(folder_);
        fs::create_directories(folder_ / "sip");
    }
    ~FedproofTest() override { fs::remove_all(folder_); }

    std::string path(std::string const& name) const { return (folder_ / name).string(); }

    /// Runs `fedproof` with `arguments` to its end; what it said is in said().
    std::string fedproof(std::vector<std::string> const& arguments) {
        start(arguments);
        child_.wait(std::chrono::minutes(2));
        return child_.end();
    }
    void start(std::vector<std::string> const& arguments) {
        fs::remove(log());
        std::vector<std::string> command{FEDPROOF_PROGRAM};
        if (arguments.front() != "--scenarios")
            command.insert(command.end(), {"--scenarios", FEDPROOF_SCENARIOS});
        command.insert(command.end(), arguments.begin(), arguments.end());
        ASSERT_EQ(child_.start(command, log()), "");
    }
    std::string said() const { return read_file(log()); }
    std::string log() const { return path("log"); }

    /// A scenario file whose story is `steps`.
    std::string scenario(std::string const& steps) const {
        std::ofstream(folder_ / "sip" / "own.xml")
            << R"(<scenario xmlns="urn:fedproof:scenario:1" id="sip/own" judges="rfc3261/16.6">
  <title>A story of the test</title>
  <cast>
    <organisation id="contoso" edge="under-test" users="alice"/>
    <partner id="fabrikam" kind="lync2013" users="bob"/>
  </cast>
  <given>
    <shell>
      Set-CsAccessEdgeConfiguration -AllowFederatedUsers $true
      New-CsAllowedDomain -Identity fabrikam.com
    </shell>
  </given>
  <story>)" << steps
            << "</story>\n</scenario>\n";
        return path("sip/own.xml");
    }

    fs::path folder_ =
        fs::path(testing::TempDir()) / ("fedproof_test-" + std::to_string(::getpid()) + "-" +
                                        testing::UnitTest::GetInstance()->current_test_info()->name());
    runner::ChildProcess child_;
};

TEST_F(FedproofTest, ASelectionThatMeansNothingIsAUsageErrorWithASuggestion) {
    EXPECT_EQ(fedproof({"run", "sip/hello-uot", "-o", path("out")}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("did you mean"));
    EXPECT_THAT(said(), HasSubstr("sip/hello-out"));
    EXPECT_EQ(fedproof({"run", "no/such", "-o", path("out")}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("there are failure/, sip/"));
    EXPECT_EQ(fedproof({"run", "--on", "target", "-o", path("out")}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("--on target needs --target FILE"));
    EXPECT_EQ(fedproof({"run", "--target", path("t.xml"), "-o", path("out")}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("--target goes with --on target"));
    EXPECT_EQ(fedproof({"--no-such-flag"}), "exit code 2");
}

TEST_F(FedproofTest, ABrokenFileIsNamedWithItsPlace) {
    std::string const file = scenario("\n    <dance/>\n  ");
    EXPECT_EQ(fedproof({"run", file, "-o", path("out")}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr(file + ":14:"));
    EXPECT_EQ(fedproof({"lint", file}), "exit code 1");
    EXPECT_THAT(said(), HasSubstr(file + ":14:"));
}

TEST_F(FedproofTest, AStoryThatComesTruePasses) {
    EXPECT_EQ(fedproof({"run", scenario("<im from='alice' to='bob'>hello</im>"), "-o", path("out")}),
              "exit code 0");
    EXPECT_THAT(said(), HasSubstr("virtual: 1 passed, 0 failed, seed 1\nReport in " + path("out")));
    auto const run =
        reports::read_run(read_file(path("out/events.ndjson")), read_file(path("out/timings.ndjson")));
    ASSERT_TRUE(run);
    EXPECT_EQ(run->counts().passed, 1U);
    EXPECT_THAT(read_file(path("out/junit.xml")), HasSubstr("failures=\"0\""));
    EXPECT_THAT(read_file(path("out/report.json")), HasSubstr("\"verdict\": \"passed\""));
}

TEST_F(FedproofTest, AFailureIsShownAsALadderWithTheCommandThatRepeatsIt) {
    std::string const file = scenario("<refused from='alice' to='bob' method='MESSAGE' status='504'/>");
    EXPECT_EQ(fedproof({"run", file, "--seed", "7", "-o", path("out")}), "exit code 1");
    EXPECT_THAT(said(), HasSubstr("MESSAGE sip:bob@fabrikam.com --"));
    EXPECT_THAT(said(), HasSubstr("expected:  MESSAGE at nobody"));
    EXPECT_THAT(said(), HasSubstr("again:  fedproof run " + file + " --seed 7"));
    EXPECT_THAT(read_file(path("out/events.ndjson")), testing::Not(HasSubstr(file)));
    EXPECT_THAT(said(), HasSubstr("virtual: 0 passed, 1 failed, seed 7"));
}

TEST_F(FedproofTest, AStepThatCannotBePlayedIsAnErrorOfTheFile) {
    EXPECT_EQ(fedproof({"run", scenario("<start partner='fabrikam'/>"), "-o", path("out")}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("fabrikam runs already"));
}

TEST_F(FedproofTest, TheSameSeedGivesTheSameBytesWhateverTheJobs) {
    ASSERT_EQ(fedproof({"run", "sip/", "--seed", "7", "-j", "1", "-o", path("a")}), "exit code 0") << said();
    ASSERT_EQ(fedproof({"run", "sip/", "--seed", "7", "-j", "2", "-o", path("b")}), "exit code 0") << said();
    ASSERT_EQ(fedproof({"run", "sip/", "--seed", "8", "-j", "2", "-o", path("c")}), "exit code 0") << said();
    EXPECT_EQ(read_file(path("a/events.ndjson")), read_file(path("b/events.ndjson")));
    EXPECT_NE(read_file(path("a/events.ndjson")), read_file(path("c/events.ndjson")));
}

TEST_F(FedproofTest, CtrlCLeavesAPartialReportThatSaysSo) {
    start({"run", "sip/hello-out", "--repeat", "1000000", "-o", path("out")});
    while (child_.running() && !fs::exists(path("out/events.ndjson"))) std::this_thread::yield();
    child_.signal(SIGINT);
    ASSERT_TRUE(child_.wait(std::chrono::seconds(60)));
    EXPECT_EQ(child_.end(), "exit code 130");
    EXPECT_THAT(said(), HasSubstr("The report is partial"));
    auto const run =
        reports::read_run(read_file(path("out/events.ndjson")), read_file(path("out/timings.ndjson")));
    ASSERT_TRUE(run) << run.error().text;
    ASSERT_TRUE(run->interrupted);
    EXPECT_EQ(run->interrupted->cause, "SIGINT");
    EXPECT_EQ(run->interrupted->not_run + run->counts().all(), 1000000U);
    EXPECT_TRUE(fs::exists(path("out/junit.xml")));
}

TEST_F(FedproofTest, WhatIsInterruptedOverSocketsLeavesNothingBehind) {
    start({"run", "sip/hello-out", "--on", "loopback", "--repeat", "1000", "-o", path("out")});
    while (child_.running() && (!fs::exists(path("out/work")) || fs::is_empty(path("out/work"))))
        std::this_thread::yield();
    child_.signal(SIGTERM);
    ASSERT_TRUE(child_.wait(std::chrono::seconds(60)));
    EXPECT_EQ(child_.end(), "exit code 143");
    EXPECT_TRUE(fs::is_empty(path("out/work")));
}

TEST_F(FedproofTest, FailFastStopsAtTheFirstFailure) {
    std::string const file = scenario("<refused from='alice' to='bob' method='MESSAGE' status='504'/>");
    EXPECT_EQ(fedproof({"run", file, "--repeat", "5", "--fail-fast", "-j", "2", "-o", path("out")}),
              "exit code 1");
    EXPECT_THAT(said(), HasSubstr("virtual: 0 passed, 1 failed, 4 not run; interrupted by --fail-fast"));
}

TEST_F(FedproofTest, InLoopbackTheSameStoryPassesAgainstTheProgram) {
    std::string const file = scenario(
        "<im from='alice' to='bob'>hello</im><restart edge='under-test'/>"
        "<im from='bob' to='alice'>and hello</im>");
    EXPECT_EQ(fedproof({"run", file, "--on", "loopback", "-o", path("out")}), "exit code 0") << said();
    EXPECT_THAT(said(), HasSubstr("loopback: 1 passed, 0 failed"));
    EXPECT_TRUE(fs::is_empty(path("out/work")));
}

TEST_F(FedproofTest, ATargetThatCannotBeJudgedIsNoSuccess) {
    auto const target = [&](std::string const& says) {
        std::ofstream(path("hook.sh")) << "echo '" << says << "'\n";
        std::ofstream(path("target.xml")) << "<target xmlns='urn:fedproof:target:1' name='nobody'>"
                                             "<hook on='start' command='/bin/sh "
                                          << path("hook.sh") << "'/></target>";
        return path("target.xml");
    };
    auto const run = [&](std::string const& file) {
        return fedproof({"run", "sip/hello-in", "--on", "target", "--target", file, "-o", path("out")});
    };
    EXPECT_EQ(run(target(R"({"unsupported":["federation"]})")), "exit code 4");
    EXPECT_THAT(said(), HasSubstr("unsupported  sip/hello-in: it cannot be given: federation"));
    EXPECT_THAT(said(), HasSubstr("target: 0 passed, 0 failed"));
    EXPECT_EQ(run(target(R"({"failed":"nobody at home"})")), "exit code 3");
    EXPECT_THAT(said(), HasSubstr("the target was not started: nobody at home"));
    EXPECT_EQ(run(path("none.xml")), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("none.xml cannot be read"));
    std::ofstream(path("target.xml")) << "<target xmlns='urn:fedproof:target:1'/>";
    EXPECT_EQ(run(path("target.xml")), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("target.xml:1:2: <target> needs name="));
}

TEST_F(FedproofTest, ATargetIsPlayedAgainstWhereItIs) {
    // It says that it is ready, and nobody listens: a verdict, since the target said so.
    std::ofstream(path("hook.sh")) << "echo '{\"ready\": true}'\n";
    std::ofstream(path("target.xml"))
        << "<target xmlns='urn:fedproof:target:1' name='absent'><hook on='start' command='/bin/sh "
        << path("hook.sh") << "'/></target>";
    EXPECT_EQ(fedproof({"run", "sip/hello-in", "--on", "target", "--target", path("target.xml"), "-o",
                        path("out")}),
              "exit code 1");
    EXPECT_THAT(said(), HasSubstr("target: 0 passed, 1 failed"));
    EXPECT_THAT(said(), HasSubstr("again:  fedproof run sip/hello-in --on target --seed 1 --target " +
                                  path("target.xml")));
}

TEST_F(FedproofTest, HelpLeadsWithExamples) {
    EXPECT_EQ(fedproof({"--help"}), "exit code 0");
    EXPECT_LT(said().find("fedproof run"), said().find("Options:"));
    EXPECT_EQ(fedproof({"list", "--format", "names"}), "exit code 0");
    EXPECT_THAT(said(), HasSubstr("sip/hello-out\n"));
    EXPECT_EQ(fedproof({"list", "requirements"}), "exit code 0");
    EXPECT_THAT(said(), HasSubstr("rfc3261/16.6"));
}

TEST_F(FedproofTest, EachVerbHasAnExampleAndNamesNothingThatIsNotThere) {
    for (auto const* const verb : {"run", "list", "lint", "peer", "doctor"}) {
        EXPECT_EQ(fedproof({verb, "--help"}), "exit code 0");
        EXPECT_THAT(said(), HasSubstr(std::string("\n  fedproof ") + verb)) << verb;
        EXPECT_THAT(said(), testing::Not(HasSubstr("@slow")));
    }
    EXPECT_EQ(fedproof({"peer", "--help"}), "exit code 0");
    EXPECT_THAT(said(), HasSubstr("--user NAME ... REQUIRED"));
    EXPECT_THAT(said(), HasSubstr("one of the two is required"));
    EXPECT_THAT(said(), HasSubstr("page ADDRESS TEXT"));
}

TEST_F(FedproofTest, AVerbThatIsNotKnownIsNamed) {
    EXPECT_EQ(fedproof({"lnt"}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("no verb is called \"lnt\" (did you mean \"lint\"?)"));
    EXPECT_EQ(fedproof({"--no-such-flag"}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("no option is called --no-such-flag"));
    EXPECT_EQ(fedproof({"--no-such-flag", "7"}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("no option is called --no-such-flag"));
    for (std::string const option : {"--seed", "--seed=7"}) {
        EXPECT_EQ(fedproof({option, "7"}), "exit code 2");
        EXPECT_THAT(said(),
                    HasSubstr("--seed stands behind a verb that knows it, as in `fedproof run --seed`"));
    }
    EXPECT_EQ(fedproof({"-j2", "lnt"}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("-j stands behind a verb that knows it, as in `fedproof run -j`"));
}

TEST_F(FedproofTest, NumbersAreChecked) {
    for (std::string const argument :
         {"--seed=-1", "--seed=18446744073709551616", "--seed=7x", "--seed=", "--repeat=0", "--repeat=-1",
          "--repeat=4294967296", "--jobs=0", "--jobs=-2", "--jobs=1001", "--seed=010", "--seed=08",
          "--seed=00", "--jobs=08", "--repeat=02"}) {
        EXPECT_EQ(fedproof({"run", "sip/hello-out", argument, "-o", path("out")}), "exit code 2") << argument;
        EXPECT_THAT(said(), HasSubstr("is not a whole number from")) << argument;
        EXPECT_FALSE(fs::exists(path("out"))) << argument;
    }
    EXPECT_EQ(fedproof({"run", "sip/hello-out", "--seed", "-1", "-o", path("out")}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("'-1' is not a whole number from 0 to 18446744073709551615"));
    EXPECT_EQ(fedproof({"run", "sip/hello-out", "--seed", "18446744073709551615", "-j", "1", "--repeat", "2",
                        "-o", path("out")}),
              "exit code 0");
}

TEST_F(FedproofTest, RequirementsAreSelected) {
    EXPECT_EQ(fedproof({"list", "requirements", "rfc3261/16.3", "--format", "names"}), "exit code 0");
    EXPECT_THAT(said(), HasSubstr("rfc3261/16.3"));
    EXPECT_THAT(said(), testing::Not(HasSubstr("rfc3261/16.6")));
    EXPECT_EQ(fedproof({"list", "requirements", "rfc3261/99"}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("no requirement is meant by \"rfc3261/99\""));
}

TEST_F(FedproofTest, LintJudgesEveryFileThatItCanRead) {
    auto const good = std::string(FEDPROOF_SCENARIOS) + "/sip/hello-out.xml";
    auto const bad = scenario("\n    <dance/>\n  ");
    auto const message = std::string(FEDPROOF_SCENARIOS) + "/../edge/sip/corpus/plain_message.sip";
    EXPECT_EQ(fedproof({"lint", path("none.sip"), path("sip"), bad, message, good}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr(path("none.sip") + ": cannot be read"));
    EXPECT_THAT(said(), HasSubstr(path("sip") + ": cannot be read"));
    EXPECT_THAT(said(), HasSubstr(bad + ":14:"));
    EXPECT_THAT(said(), HasSubstr(message + ": accepted, 1 message"));
    EXPECT_EQ(fedproof({"lint", "--format", "json", bad, path("none.sip")}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr(R"("verdict":"reject")"));
    EXPECT_THAT(said(), HasSubstr(R"("line":14)"));
    EXPECT_THAT(said(), HasSubstr("dance"));
    EXPECT_THAT(said(), HasSubstr(R"("verdict":null)"));
    EXPECT_EQ(fedproof({"lint", "--format", "json", message, good}), "exit code 0");
    EXPECT_EQ(fedproof({"lint", message, log()}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr(log() + ": is not judged: "));
    fs::create_directories(path("big"));
    std::ofstream(path("big/one.sip")) << "x";
    fs::resize_file(path("big/one.sip"), 65 << 20);
    EXPECT_EQ(fedproof({"lint", path("big/one.sip"), message}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr("is larger than 64 MiB"));
    EXPECT_THAT(said(), HasSubstr(message + ": accepted, 1 message"));
}

TEST_F(FedproofTest, TheCommandThatRepeatsAFailureIsOneForAShell) {
    scenario("<refused from='alice' to='bob' method='MESSAGE' status='504'/>");
    auto const folder = path("it's here");
    fs::create_directories(folder + "/sip");
    fs::rename(path("sip/own.xml"), folder + "/sip/own.xml");
    auto const in_quotes = [](std::string text) {
        return "'" + text.replace(text.find('\''), 1, "'\\''") + "'";
    };
    EXPECT_EQ(fedproof({"run", folder + "/sip/own.xml", "-o", path("out")}), "exit code 1");
    EXPECT_THAT(said(),
                HasSubstr("again:  fedproof run " + in_quotes(folder + "/sip/own.xml") + " --seed 1\n"));
    EXPECT_EQ(fedproof({"--scenarios", folder, "run", "sip/own", "-o", path("out")}), "exit code 1");
    EXPECT_THAT(said(),
                HasSubstr("again:  fedproof run sip/own --seed 1 --scenarios " + in_quotes(folder) + "\n"));
}

TEST_F(FedproofTest, TwoRunsDoNotShareAFolder) {
    start({"run", "sip/hello-out", "--repeat", "1000000", "-o", path("out")});
    while (child_.running() && read_file(path("out/events.ndjson")).empty()) std::this_thread::yield();
    runner::ChildProcess second;
    ASSERT_EQ(second.start({FEDPROOF_PROGRAM, "--scenarios", FEDPROOF_SCENARIOS, "run", "sip/hello-out", "-o",
                            path("out")},
                           path("second")),
              "");
    ASSERT_TRUE(second.wait(std::chrono::seconds(60)));
    EXPECT_EQ(second.end(), "exit code 2");
    EXPECT_THAT(read_file(path("second")), HasSubstr(path("out") + ": another run writes there"));
    child_.signal(SIGINT);
    ASSERT_TRUE(child_.wait(std::chrono::seconds(60)));
    EXPECT_EQ(child_.end(), "exit code 130");
    EXPECT_TRUE(
        reports::read_run(read_file(path("out/events.ndjson")), read_file(path("out/timings.ndjson"))));
}

TEST_F(FedproofTest, ResultsThatNobodyGetsAreNoSuccess) {
    runner::ChildProcess shell;
    ASSERT_EQ(
        shell.start({"/bin/sh", "-c",
                     std::string(FEDPROOF_PROGRAM) + " --scenarios " FEDPROOF_SCENARIOS " list > /dev/full"},
                    path("shell")),
        "");
    ASSERT_TRUE(shell.wait(std::chrono::seconds(60)));
    EXPECT_EQ(shell.end(), "exit code 2");
    EXPECT_THAT(read_file(path("shell")), HasSubstr("the results could not be written"));
}

TEST_F(FedproofTest, AFolderWithoutScenariosIsTheOnlyThingSaid) {
    EXPECT_EQ(fedproof({"--scenarios", path("none"), "run", "sip/hello-out"}), "exit code 2");
    EXPECT_THAT(said(), HasSubstr(path("none") + " is not a folder"));
    EXPECT_THAT(said(), testing::Not(HasSubstr("is meant by")));
    fs::create_directories(path("empty"));
    EXPECT_EQ(fedproof({"--scenarios", path("empty"), "run", "sip/hello-out"}), "exit code 2");
    EXPECT_EQ(said(), "fedproof: " + path("empty") + " holds no scenarios\n");
}

TEST_F(FedproofTest, AFileOfOnesOwnIsJudgedAlone) {
    auto const own = scenario("<im from='alice' to='bob'>hello</im>");
    fs::create_directories(path("scenarios/theirs"));
    std::ofstream(path("scenarios/theirs/play.xml")) << "<play/>\n";
    EXPECT_EQ(fedproof({"--scenarios", path("scenarios"), "run", own, "-o", path("out")}), "exit code 0")
        << said();
    EXPECT_EQ(fedproof({"--scenarios", path("scenarios"), "run", own, "!theirs/", "-o", path("out")}),
              "exit code 2");
    EXPECT_THAT(said(), HasSubstr("play.xml"));
}

TEST_F(FedproofTest, ScenariosAreFoundBesideTheProgramOrWhereOneStands) {
    // A program of another folder has no scenarios beside it; tests run in the root of the repository.
    EXPECT_EQ(find_installation(path("bin/fedproof"), "").scenarios_folder, "scenarios");
    fs::create_directories(path("share/fedproof/scenarios"));
    fs::create_directories(path("bin"));
    EXPECT_EQ(find_installation(path("bin/fedproof"), "").scenarios_folder, path("share/fedproof/scenarios"));
    EXPECT_EQ(find_installation(path("bin/fedproof"), "x").scenarios_folder, "x");
}

}  // namespace
}  // namespace harness
