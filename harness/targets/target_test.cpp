#include "harness/targets/target.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace targets {
namespace {

using testing::ElementsAre;

std::string document(std::string const& inside, std::string const& attributes = "name='kamailio'") {
    return "<target xmlns='urn:fedproof:target:1' " + attributes + ">\n" + inside + "\n</target>";
}

std::vector<std::string> findings(std::string const& inside, std::string const& attributes = "name='k'") {
    auto const target = read(document(inside, attributes), "here/target.xml");
    std::vector<std::string> texts;
    if (!target)
        for (auto const& finding : target.error()) texts.push_back(script::to_string(finding));
    return texts;
}

constexpr auto started = "<hook on='start' command='./run me'/>";

TEST(Target, IsReadWithAllItsParts) {
    auto const target = read(
        document("<external endpoint='127.0.1.10:5061' fqdn='Sip.Contoso.com'/>"
                 "<internal endpoint='127.0.1.11:5061'/><next-hop endpoint='127.0.1.20:5061'/>"
                 "<resolver endpoint='127.0.1.2:10053'/><certificates folder='certs'/>"
                 "<capabilities has='timers restart'/>"
                 "<hook on='start' command='./run me' within='2s'/><hook on='apply' command='/bin/true'/>"
                 "<facts discovery='true'><own domain='contoso.com'/>"
                 "<allowed domain='fabrikam.com' proxy-fqdn='sip.fabrikam.com'/><blocked "
                 "domain='spam.example'/></facts>",
                 "name='kamailio' load='permitted' ceiling='200'"),
        "here/target.xml");
    ASSERT_TRUE(target) << script::to_string(target.error().front());
    EXPECT_EQ(target->external.fqdn, "sip.contoso.com");
    EXPECT_EQ(target->external.endpoint->to_string(), "127.0.1.10:5061");
    EXPECT_EQ(target->certificates_folder, "here/certs");
    EXPECT_TRUE(target->can("timers"));
    EXPECT_FALSE(target->can("calendar"));
    EXPECT_THAT(target->start.command, ElementsAre("here/./run", "me"));
    EXPECT_EQ(target->start.within, std::chrono::seconds{2});
    EXPECT_THAT(target->apply.command, ElementsAre("/bin/true"));
    EXPECT_TRUE(target->facts->federation);
    EXPECT_TRUE(target->facts->discovery);
    EXPECT_EQ(target->facts->allowed.front().proxy_fqdn, "sip.fabrikam.com");
    EXPECT_EQ(target->load_ceiling, 200U);
    EXPECT_TRUE(target->is_fixed());
}

TEST(Target, ThatComesWithUsIsReadAndFitsItsSchema) {
    constexpr auto file = "targets/kamailio/target.xml";
    std::ifstream text(file, std::ios::binary);
    auto const target = read(std::string(std::istreambuf_iterator<char>(text), {}), file);
    ASSERT_TRUE(target) << script::to_string(target.error().front());
    EXPECT_EQ(target->name, "kamailio");
    EXPECT_THAT(target->start.command, ElementsAre("targets/kamailio/./kamailio.py", "start"));
    auto const command =
        std::string("xmllint --noout --nonet --schema scenarios/target.xsd ") + file + " >/dev/null 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST(Target, OfAHookAloneHasNoFixedPlace) {
    auto const target = read(document(started), "target.xml");
    ASSERT_TRUE(target);
    EXPECT_FALSE(target->is_fixed());
    EXPECT_THAT(target->start.command, ElementsAre("./run", "me"));
    EXPECT_FALSE(target->load_ceiling);
}

TEST(Target, SaysWhereItIsWrong) {
    EXPECT_THAT(
        findings(std::string(started) + "\n<capabilities has='timer'/>"),
        ElementsAre("here/target.xml:3:15: no capability is called \"timer\" (did you mean \"timers\"?)"));
    EXPECT_THAT(
        findings("<hook on='start' command='run'/>"),
        ElementsAre(
            "here/target.xml:2:18: \"run\" is looked for nowhere: write ./run for a program beside this "
            "file, or its whole path"));
    EXPECT_THAT(findings(std::string(started) + "<external endpoint='here:5061'/>"),
                ElementsAre(testing::HasSubstr("endpoint is \"here:5061\", not ADDRESS:PORT")));
    EXPECT_THAT(findings(started, "name='k' load='permitted'"),
                ElementsAre(testing::HasSubstr("names its limit")));
    EXPECT_THAT(findings(std::string(started) + started),
                ElementsAre(testing::HasSubstr("a second hook on \"start\"")));
    EXPECT_THAT(findings(std::string(started) + "<facts/>"),
                ElementsAre(testing::HasSubstr("at least one <own")));
}

TEST(Target, NeedsAWayToItsState) {
    EXPECT_THAT(findings(""), ElementsAre(testing::HasSubstr("needs a <hook on=\"start\">"),
                                          testing::HasSubstr("listens somewhere already")));
    EXPECT_THAT(findings("<facts><own domain='contoso.com'/></facts>"),
                ElementsAre(testing::HasSubstr("listens somewhere already")));
}

}  // namespace
}  // namespace targets
