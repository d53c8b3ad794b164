// The bundled scenarios themselves: what can be said of them without running them.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include <gmock/gmock.h>

#include "harness/script/catalogue.hpp"
#include "harness/script/lint.hpp"

namespace script {
namespace {

using testing::IsEmpty;

std::vector<Requirement> requirements() {
    auto const file = "scenarios/requirements.xml";
    auto read = read_requirements(read_file(file).value_or(""), file);
    if (read) return *read;
    for (auto const& finding : read.error()) ADD_FAILURE() << to_string(finding);
    return {};
}

std::vector<std::string> texts(Findings const& findings) {
    std::vector<std::string> lines;
    for (auto const& finding : findings) lines.push_back(to_string(finding));
    return lines;
}

TEST(Scenarios, JudgeRequirementsThatExist) {
    auto const known = requirements();
    for (auto const& scenario : load("scenarios").scenarios)
        EXPECT_THAT(texts(unknown_requirements(scenario, known)), IsEmpty());
}

TEST(Scenarios, RunInVirtualTime) {
    for (auto const& scenario : load("scenarios").scenarios)
        EXPECT_TRUE(scenario.modes.virtual_time) << scenario.id;
}

TEST(Scenarios, AreWhatTheSchemaSays) {
    if (std::system("command -v xmllint >/dev/null") != 0) GTEST_SKIP() << "xmllint is not installed";
    std::set<std::string> files;
    for (auto const& scenario : load("scenarios").scenarios) files.insert(scenario.file);
    for (auto const& file : files) {
        auto const command =
            "xmllint --noout --nonet --schema scenarios/scenario.xsd '" + file + "' >/dev/null 2>&1";
        EXPECT_EQ(std::system(command.c_str()), 0) << file;
    }
}

/// A story that only shows a refusal could pass because nobody was there.
TEST(Scenarios, ProveThatThePeersAreAliveBesideEachRefusal) {
    for (auto const& scenario : load("scenarios").scenarios) {
        bool const refuses = any_step(scenario.story, [](Step const& step) {
            return std::holds_alternative<Refused>(step.what) || std::holds_alternative<Silence>(step.what);
        });
        bool const talks = any_step(scenario.story, [](Step const& step) {
            // What arrives, or is answered by whoever it was for, is a sign of life as well.
            auto const* const expect = std::get_if<Expect>(&step.what);
            return std::holds_alternative<Im>(step.what) || std::holds_alternative<Page>(step.what) ||
                   (expect && (!expect->status || *expect->status < 300));
        });
        EXPECT_TRUE(talks || !refuses) << scenario.id;
    }
}

bool is_success(std::optional<unsigned> status) {
    return status && *status >= 200 && *status < 300;
}

/// Something passed and was taken by whoever it was for, for certain.
bool is_sign_of_life(Step const& step) {
    if (auto const inner = inner_steps(step); !inner.empty())
        return std::ranges::all_of(inner, [](std::vector<Step> const* steps) {
            return !steps->empty() && is_sign_of_life(steps->back());
        });
    if (auto const* const traffic = std::get_if<Traffic>(&step.what))
        return std::ranges::any_of(
            traffic->flows, [](Flow const& flow) { return !flow.may_be_lost && is_success(flow.status); });
    if (auto const* const expect = std::get_if<Expect>(&step.what)) return is_success(expect->status);
    if (auto const* const options = std::get_if<Options>(&step.what)) return is_success(options->status);
    return std::holds_alternative<Im>(step.what) || std::holds_alternative<Page>(step.what) ||
           std::holds_alternative<Bye>(step.what);
}

/// What a dead edge does as well proves nothing, and who died of the last refusal would not be noticed.
TEST(Scenarios, EndWithASignOfLife) {
    for (auto const& scenario : load("scenarios").scenarios) {
        ASSERT_FALSE(scenario.story.empty()) << scenario.id;
        EXPECT_TRUE(is_sign_of_life(scenario.story.back()))
            << scenario.id << " ends in what nobody takes for certain; let a <page> that passes follow";
    }
}

TEST(Scenarios, ASignOfLifeIsASuccessThatMustCome) {
    auto const traffic = [](std::optional<unsigned> status, bool may_be_lost) {
        Flow flow;
        flow.status = status;
        flow.may_be_lost = may_be_lost;
        Step step;
        step.what = Traffic{{flow}};
        return is_sign_of_life(step);
    };
    EXPECT_TRUE(traffic(200, false));
    EXPECT_FALSE(traffic(503, false));
    EXPECT_FALSE(traffic(std::nullopt, false));
    EXPECT_FALSE(traffic(std::nullopt, true));
    auto const expect = [](std::optional<unsigned> status) {
        Expect answer;
        answer.status = status;
        Step step;
        step.what = answer;
        return is_sign_of_life(step);
    };
    EXPECT_TRUE(expect(200));
    EXPECT_FALSE(expect(100));  // the edge's own
    EXPECT_FALSE(expect(504));
    EXPECT_FALSE(expect(std::nullopt));
}

}  // namespace
}  // namespace script
