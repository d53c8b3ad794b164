// Of everything that is bundled.
#include "harness/explain/catalogue_texts.hpp"

#include <gmock/gmock.h>

#include "harness/script/catalogue.hpp"

namespace explain {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Bundled : public testing::Test {
protected:
    Bundled() {
        catalogue = script::load("scenarios", {});
        requirements =
            *script::read_requirements(*script::read_file("scenarios/requirements.xml"), "requirements.xml");
    }
    static std::vector<std::string> part(Explanation const& explanation, std::string const& name) {
        for (auto const& one : explanation.parts)
            if (one.name == name) return one.lines;
        return {};
    }

    script::Catalogue catalogue;
    std::vector<script::Requirement> requirements;
};

TEST_F(Bundled, EachScenarioTellsItsStoryAndWhatItJudges) {
    ASSERT_GT(catalogue.scenarios.size(), 100U);
    for (auto const& one : catalogue.scenarios) {
        auto const made = scenario(one, requirements, true);
        EXPECT_EQ(made.title, one.title);
        EXPECT_GE(part(made, "story").size(), one.story.size()) << one.id;
        EXPECT_THAT(part(made, "story"), Not(testing::Contains(IsEmpty()))) << one.id;
        EXPECT_EQ(part(made, "judges").size(), one.judges.size()) << one.id;
        EXPECT_THAT(part(made, "what to change when it fails"), Not(IsEmpty())) << one.id;
        EXPECT_THAT(part(made, "what will be sent"), Not(IsEmpty())) << one.id;
        EXPECT_THAT(to_text(made), HasSubstr("fedproof run " + one.id));
    }
}

TEST_F(Bundled, EachRequirementNamesItsClauseWhoDecidesAndWhatJudges) {
    ASSERT_GT(requirements.size(), 100U);
    for (auto const& one : requirements) {
        auto const made = requirement(one, catalogue.scenarios, {});
        EXPECT_EQ(made.title, one.text);
        EXPECT_THAT(part(made, "clause"), testing::ElementsAre(one.clause)) << one.id;
        EXPECT_THAT(part(made, "decided by"), Not(IsEmpty())) << one.id;
        EXPECT_THAT(part(made, "what to change when it fails"), Not(IsEmpty())) << one.id;
        EXPECT_EQ(part(made, "judged by").empty(), !part(made, "not judged because").empty()) << one.id;
    }
}

TEST_F(Bundled, AMutantThatIsKnownHasItsTitle) {
    auto const found =
        std::ranges::find_if(requirements, [](auto const& one) { return !one.proved_by.empty(); });
    ASSERT_NE(found, requirements.end());
    auto const made =
        requirement(*found, catalogue.scenarios, {{found->proved_by.front(), "what it breaks"}});
    EXPECT_EQ(part(made, "proved by mutants").front(), found->proved_by.front() + "  what it breaks");
}

TEST_F(Bundled, LiteralBytesAreShownAsTheyWillBeSent) {
    std::size_t shown = 0;
    for (auto const& one : catalogue.scenarios)
        for (auto const& line : part(scenario(one, requirements, true), "what will be sent"))
            if (line.find(" SIP/2.0\r\n") != std::string::npos) ++shown;
    EXPECT_GT(shown, 20U);
}

}  // namespace
}  // namespace explain
