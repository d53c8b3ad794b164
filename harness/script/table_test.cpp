// One story, many rows.
#include <gmock/gmock.h>

#include "harness/script/catalogue.hpp"
#include "harness/script/story_for_test.hpp"

namespace script {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string with_table(std::string_view rows, std::string_view story) {
    auto text = scenario_with(story);
    auto const cast = text.find("<cast>");
    return text.insert(cast, "<table>\n" + std::string(rows) + "\n</table>\n");
}

constexpr std::string_view two_rows =
    R"(<row id="busy" code="486" who="bob"/><row id="gone" code="410" who="carol"/>)";
constexpr std::string_view refusals =
    R"(<refused from="alice" to="${who}" method="MESSAGE" status="${code}"/><page from="alice" to="${who}">${code}?</page>)";

std::vector<std::string> faults(std::string const& text) {
    std::vector<std::string> messages;
    if (auto const read = script::read(text, "sip/test.xml"); !read)
        for (auto const& finding : read.error()) messages.push_back(finding.message);
    return messages;
}

TEST(Table, MakesAScenarioOfEachRow) {
    auto const scenarios = read(with_table(two_rows, refusals), "sip/test.xml");
    ASSERT_TRUE(scenarios.has_value()) << to_string(scenarios.error().front());
    ASSERT_EQ(scenarios->size(), 2U);
    EXPECT_EQ(scenarios->at(0).id, "sip/test/busy");
    EXPECT_EQ(scenarios->at(1).id, "sip/test/gone");
    for (auto const& scenario : *scenarios) EXPECT_EQ(file_id(scenario), "sip/test");
    auto const refused = std::get<Refused>(scenarios->at(1).story.at(0).what);
    EXPECT_EQ(refused.status, 410U);
    EXPECT_EQ(refused.to.name, "carol");
    EXPECT_EQ(std::get<Page>(scenarios->at(0).story.at(1).what).text, "486?");
}

TEST(Table, IsSelectedAsAWholeOrByRow) {
    Catalogue catalogue{"", read(with_table(two_rows, refusals), "sip/test.xml").value(), {}};
    auto const ids = [&](std::string selector) {
        std::vector<std::string> found;
        auto const chosen = select(catalogue, std::span(&selector, 1));
        for (auto const& scenario : chosen.value()) found.push_back(scenario.id);
        return found;
    };
    EXPECT_THAT(ids("sip/test"), ElementsAre("sip/test/busy", "sip/test/gone"));
    EXPECT_THAT(ids("sip/test/"), ElementsAre("sip/test/busy", "sip/test/gone"));
    EXPECT_THAT(ids("sip/test/gone"), ElementsAre("sip/test/gone"));
}

TEST(Table, SaysWhichRowIsWrong) {
    auto const read =
        script::read(with_table("<row id=\"good\" code=\"486\"/>\n<row id=\"bad\" code=\"9\"/>",
                                R"(<refused from="alice" to="bob" method="MESSAGE" status="${code}"/>)"),
                     "sip/test.xml");
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(to_string(read.error().at(0)), "sip/test.xml:5:2: so it is with this row of the table");
    EXPECT_THAT(read.error().at(1).message, HasSubstr("from 300 to 699, not \"9\""));
}

TEST(Table, RowsSayTheSameThingsAndNothingIsSaidInVain) {
    constexpr std::string_view story = R"(<page from="alice" to="bob">${a}</page>)";
    EXPECT_THAT(faults(with_table(R"(<row id="one" a="1"/><row id="two" b="2"/>)", story)),
                ElementsAre("the first row has a=\"…\", this one has not", "the first row has no b=\"…\""));
    EXPECT_THAT(faults(with_table(R"(<row id="one" a="1"/><row id="one" a="2"/>)", story)),
                ElementsAre("a second row \"one\""));
    EXPECT_THAT(faults(with_table(R"(<row id="one" a="1" b="2"/>)", story)),
                ElementsAre("nothing in this file says ${b}"));
    EXPECT_THAT(faults(with_table(R"(<row id="one" bob="1" a="2"/>)", story)),
                ElementsAre("${bob} already means somebody of the cast"));
    EXPECT_THAT(faults(with_table("", story)), ElementsAre("<table> holds no <row>"));
    EXPECT_THAT(faults(with_table(R"(<row id="one"/>)", "<wait for=\"1s\"/>")),
                ElementsAre(HasSubstr("the rows say nothing")));
    EXPECT_THAT(faults(with_table(R"(<row id="O/ne" a="1"/>)", story)),
                ElementsAre(HasSubstr("lower-case letters")));
    EXPECT_THAT(faults(with_table(R"(<row id="one" i="1" a="1"/>)",
                                  R"(<page from="alice" to="bob">${a}${i}</page>)")),
                ElementsAre(HasSubstr("neither i nor n")));
}

}  // namespace
}  // namespace script
