#include "harness/targets/needs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/script/catalogue.hpp"
#include "harness/script/reader.hpp"

namespace targets {
namespace {

using script::Decider;
using script::Level;
using testing::HasSubstr;

std::vector<script::Requirement> known() {
    std::vector<script::Requirement> all;
    auto const add = [&](std::string id, Level level, Decider decider) {
        all.push_back({});
        all.back().id = std::move(id);
        all.back().level = level;
        all.back().decided_by = {decider};
    };
    add("rfc3261/16.3/3", Level::must, Decider::edge);
    add("rfc5393/4.2.2/loop", Level::must, Decider::edge);
    add("choice/lists/status", Level::choice, Decider::edge);
    add("rfc3261/8/user", Level::must, Decider::home_server);
    return all;
}

script::Scenario scenario(std::string const& judges,
                          std::string const& story = "<page from='bob' to='alice'>hi</page>",
                          std::string const& attributes = "") {
    auto read = script::read(
        "<scenario xmlns='urn:fedproof:scenario:1' id='sip/x' judges='" + judges + "' " + attributes +
            "><title>t</title><cast><organisation id='contoso' edge='under-test' users='alice'/>"
            "<partner id='fabrikam' kind='lync2013' users='bob'/></cast><story>" +
            story + "</story></scenario>",
        "sip/x.xml");
    EXPECT_TRUE(read.has_value()) << script::to_string(read.error().front());
    return read ? read->front() : script::Scenario{};
}

std::string why(script::Scenario const& asked, std::vector<std::string> has = {}) {
    Target target;
    target.capabilities = std::move(has);
    return why_unsupported(asked, target, known());
}

TEST(Needs, AreNoneForAMustOfTheEdge) {
    EXPECT_EQ(why(scenario("rfc3261/16.3/3")), "");
    EXPECT_EQ(why(scenario("rfc3261/16.3/3 choice/lists/status")), "");
}

TEST(Needs, LeaveOutWhatOthersDecideAndWhatWeChose) {
    EXPECT_THAT(why(scenario("rfc3261/8/user")), HasSubstr("not the target's to decide"));
    EXPECT_THAT(why(scenario("choice/lists/status")), HasSubstr("choices of fedproof's own edge"));
    EXPECT_TRUE(judges_a_choice(scenario("rfc3261/16.3/3 choice/lists/status"), known()));
    EXPECT_FALSE(judges_a_choice(scenario("rfc3261/16.3/3"), known()));
}

TEST(Needs, FollowFromWhatIsJudged) {
    EXPECT_THAT(why(scenario("rfc5393/4.2.2/loop")), HasSubstr("(capability \"loop-detection\")"));
    EXPECT_EQ(why(scenario("rfc5393/4.2.2/loop"), {"loop-detection"}), "");
}

TEST(Needs, FollowFromTheStory) {
    auto const judges = "rfc3261/16.3/3";
    EXPECT_THAT(why(scenario(judges, "<repeat times='2'><restart edge='under-test'/></repeat>")),
                HasSubstr("\"restart\""));
    EXPECT_EQ(why(scenario(judges, "<restart partner='fabrikam'/>")), "");
    EXPECT_THAT(why(scenario(judges, "<shell as='x'>New-CsAllowedDomain</shell>")), HasSubstr("\"apply\""));
    EXPECT_THAT(why(scenario(judges, "<wait for='1s'/>", "timers='scaled'")), HasSubstr("\"timers\""));
    EXPECT_EQ(why(scenario(judges, "<wait for='1s'/>", "timers='scaled'"), {"timers"}), "");
    EXPECT_THAT(why(scenario(judges, "<wait for='1s'/>", "needs='strict-routers'")),
                HasSubstr("\"strict-routers\""));
}

TEST(Capabilities, AreWhatScenariosNeed) {
    auto const catalogue = script::load("scenarios");
    ASSERT_FALSE(catalogue.scenarios.empty());
    for (auto const& one : catalogue.scenarios)
        for (auto const& need : one.needs)
            EXPECT_NE(capability_text(need), "") << one.id << " needs " << need;
}

/// Against a target that claims nothing some scenarios stay, and against one that claims all only those that judge nothing of it.
TEST(Capabilities, LeaveWhatATargetDoesNotClaim) {
    auto const catalogue = script::load("scenarios");
    auto const text = script::read_file("scenarios/requirements.xml");
    ASSERT_TRUE(text);
    auto const requirements = script::read_requirements(*text, "scenarios/requirements.xml");
    ASSERT_TRUE(requirements);
    Target modest;
    Target able;
    for (auto const name : capability_names()) able.capabilities.emplace_back(name);
    std::size_t supported = 0;
    for (auto const& one : catalogue.scenarios) {
        supported += why_unsupported(one, modest, *requirements).empty() ? 1 : 0;
        EXPECT_THAT(why_unsupported(one, able, *requirements), testing::Not(HasSubstr("capability")))
            << one.id;
    }
    EXPECT_GE(supported, 40U);
    EXPECT_LT(supported, catalogue.scenarios.size());
}

TEST(Capabilities, HaveAMeaning) {
    EXPECT_GE(capability_names().size(), 10U);
    for (auto const name : capability_names()) EXPECT_NE(capability_text(name), "") << name;
    EXPECT_EQ(capability_text("flight"), "");
}

}  // namespace
}  // namespace targets
