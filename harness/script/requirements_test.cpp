#include "harness/script/requirements.hpp"

#include <gmock/gmock.h>

#include "harness/script/lint.hpp"
#include "harness/script/listing.hpp"
#include "harness/script/story_for_test.hpp"

namespace script {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view sound = R"(<requirements xmlns="urn:fedproof:requirements:1">
<requirement id="rfc3261/16.3/3" level="must" clause="RFC 3261 §16.3" decided-by="edge home-server" proved_by="one two">
    It is
    so.
</requirement></requirements>)";

std::string first_fault(std::string_view from, std::string_view to) {
    std::string text(sound);
    text.replace(text.find(from), from.size(), to);
    auto const read = read_requirements(text, "r.xml");
    return read ? "none" : to_string(read.error().at(0));
}

TEST(Requirements, AreReadWithLevelAndDeciders) {
    auto const read = read_requirements(sound, "r.xml").value();
    ASSERT_THAT(read, SizeIs(1));
    EXPECT_EQ(read[0].text, "It is so.");
    EXPECT_EQ(to_string(read[0].level), "must");
    EXPECT_THAT(read[0].decided_by, ElementsAre(Decider::edge, Decider::home_server));
    EXPECT_THAT(read[0].proved_by, ElementsAre("one", "two"));
    EXPECT_EQ(read[0].place, (Place{2, 2}));
}

TEST(Requirements, RefuseWhatIsNotKnown) {
    EXPECT_THAT(first_fault("\"must\"", "\"musd\""), HasSubstr("r.xml:2:34: level is \"musd\""));
    EXPECT_THAT(first_fault("home-server", "nobody"), HasSubstr("\"nobody\" is none of"));
    EXPECT_THAT(first_fault("so.", "so"), HasSubstr("full stop"));
    EXPECT_THAT(
        first_fault(
            "</requirements>",
            R"(<requirement id="rfc3261/16.3/3" level="must" clause="x" decided-by="edge">Y.</requirement></requirements>)"),
        HasSubstr("there twice"));
}

TEST(Lint, KnowsAFileByItsRootElement) {
    LintOptions options;
    options.topology = [](std::string_view, std::string_view file) -> Findings {
        return {{std::string(file), {}, "topology seen"}};
    };
    EXPECT_THAT(lint(sound, "r.xml", options), IsEmpty());
    EXPECT_THAT(lint("<?xml version=\"1.0\"?><!-- <x> --><topology/>", "t.xml", options).at(0).message,
                "topology seen");
    EXPECT_THAT(lint("<senario/>", "s.xml", options).at(0).message, HasSubstr("did you mean \"scenario\"?"));
    EXPECT_THAT(lint("", "s.xml", options).at(0).message, HasSubstr("no element"));
}

TEST(Lint, ChecksTheJudgedIds) {
    LintOptions options;
    options.requirements = read_requirements(sound, "r.xml").value();
    auto text = scenario_with(R"(<wait for="1s"/>)");
    EXPECT_THAT(lint(text, "sip/test.xml", options), IsEmpty());
    text.replace(text.find("16.3/3"), 6, "16.3/4");
    auto const findings = lint(text, "sip/test.xml", options);
    ASSERT_THAT(findings, SizeIs(1));
    EXPECT_EQ(
        to_string(findings[0]),
        "sip/test.xml:1:57: no requirement is called \"rfc3261/16.3/4\" (did you mean \"rfc3261/16.3/3\"?)");
}

TEST(List, NamesScenariosAndRequirements) {
    Scenario const scenario = read(scenario_with(R"(<wait for="1s"/>)"), "sip/test.xml").value().front();
    auto const requirements = read_requirements(sound, "r.xml").value();
    EXPECT_EQ(list(std::span(&scenario, 1), ListFormat::names), "sip/test\n");
    EXPECT_EQ(list(std::span(&scenario, 1), ListFormat::table),
              "SCENARIO  MODES             TITLE\nsip/test  virtual loopback  A test\n");
    EXPECT_THAT(list(std::span(&scenario, 1), ListFormat::json),
                HasSubstr("\"judges\": [\n      \"rfc3261/16.3/3\""));
    EXPECT_EQ(list(requirements, std::span(&scenario, 1), ListFormat::table),
              "rfc3261/16.3/3  must    RFC 3261 §16.3\n"
              "    It is so.\n"
              "    judged by sip/test\n"
              "    proved by one two\n");
    EXPECT_THAT(list(requirements, {}, ListFormat::json), HasSubstr("\"scenarios\": []"));
}

TEST(List, KeepsItsLinesShort) {
    auto requirements = read_requirements(sound, "r.xml").value();
    requirements[0].proved_by.assign(40, "a-mutant-of-some-length");
    requirements[0].not_judged_because = "nobody can.";
    auto const text = list(requirements, {}, ListFormat::table);
    EXPECT_THAT(text, HasSubstr("\n    judged by nothing: nobody can.\n"));
    for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1)
        EXPECT_LE(text.find('\n', begin) - begin, 110U);
}

TEST(List, KnowsItsFormats) {
    EXPECT_EQ(parse_list_format("json"), ListFormat::json);
    EXPECT_FALSE(parse_list_format("yaml").has_value());
}

}  // namespace
}  // namespace script
