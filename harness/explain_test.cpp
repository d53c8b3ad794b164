// `fedproof explain` as its users run it: what has an id is explained, and what has none is a usage error.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

#include <gmock/gmock.h>

#include "harness/runner/child_process.hpp"

namespace {

using testing::AllOf;
using testing::HasSubstr;

class ExplainProgram : public testing::Test {
protected:
    ~ExplainProgram() override {
        std::error_code ignored;
        std::filesystem::remove(log_, ignored);
    }
    /// How it ended and what it said.
    std::string explain(std::vector<std::string> const& arguments) {
        std::vector<std::string> command{FEDPROOF_PROGRAM, "--scenarios", FEDPROOF_SCENARIOS, "explain"};
        command.insert(command.end(), arguments.begin(), arguments.end());
        std::filesystem::remove(log_);
        runner::ChildProcess child;
        EXPECT_EQ(child.start(command, log_), "");
        EXPECT_TRUE(child.wait(std::chrono::seconds{60}));
        std::ostringstream said;
        said << std::ifstream(log_).rdbuf();
        return child.end() + "\n" + said.str();
    }

    std::string log_ = testing::TempDir() + "/fedproof-explain-" + std::to_string(::getpid());
};

TEST_F(ExplainProgram, TellsOfDiagnosticsStatusesRequirementsAndScenarios) {
    EXPECT_THAT(explain({"1009"}), AllOf(HasSubstr("exit code 0"), HasSubstr("what to change")));
    EXPECT_THAT(explain({"483"}), AllOf(HasSubstr("exit code 0"), HasSubstr("status 483")));
    EXPECT_THAT(explain({"rfc3261/16.3/3"}),
                AllOf(HasSubstr("exit code 0"), HasSubstr("RFC 3261 §16.3 step 3"),
                      HasSubstr("sip/max-forwards-exhausted  "),
                      HasSubstr("zero-hops-passed  a request with no hop left is passed on")));
    EXPECT_THAT(explain({"sip/hello-out", "--bytes"}),
                AllOf(HasSubstr("exit code 0"), HasSubstr("alice says \"hello\" to bob in their session"),
                      HasSubstr("what will be sent")));
}

TEST_F(ExplainProgram, RefusesWhatNobodyKnowsWithASuggestion) {
    EXPECT_THAT(explain({"sip/hello-uot"}),
                AllOf(HasSubstr("exit code 2"), HasSubstr("did you mean \"sip/hello-out\"?")));
    EXPECT_THAT(explain({"1019"}), HasSubstr("exit code 2"));
    EXPECT_THAT(explain({"1009", "--format", "xml"}),
                AllOf(HasSubstr("exit code 2"), HasSubstr("--format is text or json")));
}

}  // namespace
