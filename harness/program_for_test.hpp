// `fedproof` as a child of a test, in a folder of the test's own.
#pragma once
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>

#include "harness/runner/child_process.hpp"
#include "harness/runner/result_folder.hpp"

namespace harness {

inline std::string file_text(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class ProgramTest : public testing::Test {
protected:
    ProgramTest() {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_ / "scenarios" / "sip");
    }
    ~ProgramTest() override { std::filesystem::remove_all(folder_); }

    std::string path(std::string const& name) const { return (folder_ / name).string(); }

    /// Runs `fedproof` to its end; what it said is in said().
    std::string fedproof(std::vector<std::string> const& arguments) {
        std::vector<std::string> command{FEDPROOF_PROGRAM, "--scenarios", FEDPROOF_SCENARIOS};
        command.insert(command.end(), arguments.begin(), arguments.end());
        return run(command);
    }
    /// The same through a shell: in `command` the word fedproof stands for the program with its scenarios, $OUT for path("out").
    std::string shell(std::string command) {
        std::string const word = "fedproof ";
        std::string const program = std::string(FEDPROOF_PROGRAM) + " --scenarios " FEDPROOF_SCENARIOS " ";
        for (auto found = command.find(word); found != std::string::npos;
             found = command.find(word, found + program.size()))
            command.replace(found, word.size(), program);
        return run({"/bin/sh", "-c", "OUT='" + path("out") + "'; " + command});
    }
    std::string run(std::vector<std::string> const& command) {
        start(command);
        child_.wait(std::chrono::minutes(2));
        return child_.end();
    }
    void start(std::vector<std::string> const& command) {
        std::filesystem::remove(path("log"));
        ASSERT_EQ(child_.start(command, path("log")), "");
    }
    std::string said() const { return file_text(path("log")); }

    /// The results in the folder `name`.
    reports::Run results(std::string const& name) const {
        auto run = runner::read_results(path(name));
        EXPECT_TRUE(run) << run.error();
        return run ? *std::move(run) : reports::Run{};
    }

    /// A file of a scenario "sip/NAME" whose story is `steps`.
    std::string scenario(std::string const& name, std::string const& steps) const {
        std::string const file = path("scenarios/sip/" + name + ".xml");
        std::ofstream(file) << R"(<scenario xmlns="urn:fedproof:scenario:1" id="sip/)" << name
                            << R"(" judges="rfc3261/16.6">
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
  <story>)" << steps << "</story>\n</scenario>\n";
        return file;
    }
    /// What does not come true.
    static constexpr auto failing = "<refused from='alice' to='bob' method='MESSAGE' status='504'/>";
    static constexpr auto passing = "<im from='alice' to='bob'>hello</im>";

    std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) /
                                    ("fedproof_program_test-" + std::to_string(::getpid()) + "-" +
                                     testing::UnitTest::GetInstance()->current_test_info()->name());
    runner::ChildProcess child_;
};

}  // namespace harness
