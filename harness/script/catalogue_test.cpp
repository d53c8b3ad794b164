#include "harness/script/catalogue.hpp"

#include <gmock/gmock.h>

namespace script {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Scenario scenario(std::string id, std::vector<std::string> tags, std::string requirement) {
    Scenario made;
    made.id = std::move(id);
    made.tags = std::move(tags);
    made.judges = {{std::move(requirement), {}}};
    return made;
}

Catalogue catalogue() {
    return {"",
            {scenario("failure/slow", {"slow"}, "choice/a"), scenario("sip/first", {}, "rfc3261/16.3/3"),
             scenario("sip/second", {"slow"}, "rfc3261/16.30")},
            {}};
}

std::vector<std::string> ids(std::vector<std::string> const& selectors) {
    auto const chosen = select(catalogue(), selectors);
    if (!chosen) return {chosen.error().message};
    std::vector<std::string> found;
    for (auto const& one : *chosen) found.push_back(one.id);
    return found;
}

TEST(Select, TakesAllWithoutASelector) {
    EXPECT_THAT(ids({}), ElementsAre("failure/slow", "sip/first", "sip/second"));
}

TEST(Select, KnowsIdFolderTagAndClause) {
    EXPECT_THAT(ids({"sip/second"}), ElementsAre("sip/second"));
    EXPECT_THAT(ids({"sip/"}), ElementsAre("sip/first", "sip/second"));
    EXPECT_THAT(ids({"@slow"}), ElementsAre("failure/slow", "sip/second"));
    EXPECT_THAT(ids({"rfc3261/16.3"}), ElementsAre("sip/first"));
    EXPECT_THAT(ids({"rfc3261"}), ElementsAre("sip/first", "sip/second"));
}

TEST(Select, NamesEachOnceInTheOrderOfIds) {
    EXPECT_THAT(ids({"@slow", "sip/"}), ElementsAre("failure/slow", "sip/first", "sip/second"));
}

TEST(Select, TakesAwayWhatIsNegated) {
    EXPECT_THAT(ids({"!@slow"}), ElementsAre("sip/first"));
    EXPECT_THAT(ids({"!sip/first", "sip/"}), ElementsAre("sip/second"));
    EXPECT_THAT(ids({"sip/first", "!sip/"}), ElementsAre(HasSubstr("no scenario is left")));
}

TEST(Select, SaysWhatWasMeant) {
    EXPECT_THAT(ids({"sip/frist"}), ElementsAre(HasSubstr("did you mean \"sip/first\"?")));
    EXPECT_THAT(ids({"@slwo"}), ElementsAre(HasSubstr("did you mean \"@slow\"?")));
    EXPECT_THAT(ids({"!sip/frist"}), ElementsAre(HasSubstr("did you mean \"sip/first\"?")));
    EXPECT_THAT(ids({"no/such.xml"}), ElementsAre("cannot read no/such.xml"));
}

TEST(Select, NamesNoFoldersWhereThereAreNone) {
    std::vector<std::string> const selectors{"sip/first"};
    EXPECT_EQ(select(Catalogue{}, selectors).error().message, "no scenario is meant by \"sip/first\"");
}

std::vector<std::string> requirement_ids(std::vector<std::string> const& selectors) {
    std::vector<Requirement> known;
    for (auto const* const id : {"choice/a", "rfc3261/16.3/3", "rfc3261/16.30", "rfc3261/17"}) {
        known.emplace_back();
        known.back().id = id;
    }
    auto const chosen = select_requirements(known, catalogue(), selectors);
    if (!chosen) return {chosen.error().message};
    std::vector<std::string> found;
    for (auto const& one : *chosen) found.push_back(one.id);
    return found;
}

TEST(SelectRequirements, KnowsIdsAndTheirBeginnings) {
    EXPECT_THAT(requirement_ids({}),
                ElementsAre("choice/a", "rfc3261/16.3/3", "rfc3261/16.30", "rfc3261/17"));
    EXPECT_THAT(requirement_ids({"rfc3261/17"}), ElementsAre("rfc3261/17"));
    EXPECT_THAT(requirement_ids({"rfc3261/16.3"}), ElementsAre("rfc3261/16.3/3"));
    EXPECT_THAT(requirement_ids({"rfc3261/", "!rfc3261/17"}), ElementsAre("rfc3261/16.3/3", "rfc3261/16.30"));
    EXPECT_THAT(requirement_ids({"!rfc3261"}), ElementsAre("choice/a"));
}

TEST(SelectRequirements, TakesScenariosForWhatTheyJudge) {
    EXPECT_THAT(requirement_ids({"sip/"}), ElementsAre("rfc3261/16.3/3", "rfc3261/16.30"));
    EXPECT_THAT(requirement_ids({"failure/slow"}), ElementsAre("choice/a"));
}

TEST(SelectRequirements, SaysWhatWasMeant) {
    EXPECT_THAT(requirement_ids({"rfc3261/71"}), ElementsAre(HasSubstr("did you mean \"rfc3261/17\"?")));
    EXPECT_THAT(requirement_ids({"!no/such"}),
                ElementsAre(HasSubstr("no requirement is meant by \"no/such\"")));
    EXPECT_THAT(requirement_ids({"choice", "!choice"}), ElementsAre(HasSubstr("no requirement is left")));
}

TEST(Catalogue, ReadsTheBundledScenariosInTheOrderOfTheirIds) {
    auto const bundled = load("scenarios");
    for (auto const& finding : bundled.findings) ADD_FAILURE() << to_string(finding);
    EXPECT_GE(bundled.scenarios.size(), 18U);
    EXPECT_TRUE(std::ranges::is_sorted(bundled.scenarios, {}, &Scenario::id));
}

TEST(Catalogue, TakesAFileByItsPath) {
    std::vector<std::string> const selectors{"scenarios/sip/hello-out.xml"};
    auto const chosen = select(Catalogue{}, selectors);
    ASSERT_TRUE(chosen.has_value());
    EXPECT_EQ(chosen->at(0).id, "sip/hello-out");
}

TEST(Catalogue, AFolderThatIsNotThereHoldsNothing) {
    EXPECT_THAT(load("no/such/folder").scenarios, IsEmpty());
    EXPECT_FALSE(read_file("scenarios").has_value());
}

}  // namespace
}  // namespace script
