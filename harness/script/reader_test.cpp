#include "harness/script/reader.hpp"

#include <gmock/gmock.h>

#include "harness/script/story_for_test.hpp"

namespace script {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::chrono_literals;

Scenario sound(std::string const& text) {
    auto scenario = read(text, "scenarios/sip/test.xml");
    if (scenario) return std::move(scenario->front());
    for (auto const& finding : scenario.error()) ADD_FAILURE() << to_string(finding);
    return {};
}

std::vector<std::string> faults(std::string const& text) {
    auto const scenario = read(text, "scenarios/sip/test.xml");
    std::vector<std::string> messages;
    if (!scenario)
        for (auto const& finding : scenario.error()) messages.push_back(finding.message);
    return messages;
}

template <class What>
What first_step(Scenario const& scenario) {
    if (scenario.story.empty() || !std::holds_alternative<What>(scenario.story[0].what)) {
        ADD_FAILURE() << "the first step is another one";
        return {};
    }
    return std::get<What>(scenario.story[0].what);
}

TEST(Reader, FillsInTheNamesThatACastDoesNotGive) {
    auto const cast = sound(scenario_with(R"(<page from="alice" to="bob">x</page>)")).cast;
    EXPECT_EQ(cast.organisation.domain, "contoso.com");
    EXPECT_EQ(cast.organisation.external_edge, "sip.contoso.com");
    EXPECT_EQ(cast.organisation.internal_edge, "edge-int.contoso.com");
    EXPECT_EQ(cast.organisation.pool, "pool01.contoso.com");
    ASSERT_EQ(cast.partners.size(), 2U);
    EXPECT_EQ(cast.partners[0].server, "sip.fabrikam.com");
    EXPECT_EQ(cast.partners[1].users.at(0).address, "carol@northwind.example");
}

TEST(Reader, ResolvesWhoSpeaksToWhom) {
    auto const im =
        first_step<Im>(sound(scenario_with(R"(<im from="alice" to="bob">  good morning  </im>)")));
    EXPECT_EQ(im.from.address, "alice@contoso.com");
    EXPECT_EQ(im.to.home, "fabrikam");
    EXPECT_EQ(im.conversation, "alice+bob");
    EXPECT_EQ(im.text, "good morning");
}

TEST(Reader, ReadsWhatThereMayBeAtMost) {
    auto const holds = first_step<EdgeHolds>(
        sound(scenario_with(R"(<edge bytes-at-most="65536" connections-at-most="3" within="20s"/>)")));
    EXPECT_EQ(holds.bytes_at_most, 65536U);
    EXPECT_EQ(holds.connections_at_most, 3U);
    EXPECT_EQ(holds.within, 20s);
    auto const links =
        first_step<Connections>(sound(scenario_with(R"(<connections at="fabrikam" at-most="4"/>)")));
    EXPECT_EQ(links.at.name, "fabrikam");
    EXPECT_EQ(links.at_most, 4U);
    EXPECT_EQ(first_step<Pong>(sound(scenario_with(R"(<pong at="fabrikam" at-most="9"/>)"))).at_most, 9U);
    EXPECT_EQ(faults(scenario_with("<edge/>")).size(), 1U);
    EXPECT_EQ(faults(scenario_with(R"(<edge bytes-at-most="1" within="1s"/>)")).size(), 1U);
    EXPECT_EQ(faults(scenario_with(R"(<pong at="fabrikam" at-most="1" within="1s"/>)")).size(), 1U);
    EXPECT_EQ(faults(scenario_with(R"(<connections at="fabrikam"/>)")).size(), 1U);
    EXPECT_EQ(
        faults(scenario_with(R"(<traffic><flow from="alice" to="bob" label="a" p99-of="a"/></traffic>)"))
            .size(),
        1U);
}

TEST(Reader, WritesOutARangeOfReceivers) {
    auto text = scenario_with(R"(<traffic><flow from="alice" to="carol user2..4"/></traffic>)");
    constexpr std::string_view carol = "users=\"carol\"";
    text.replace(text.find(carol), carol.size(), "users=\"carol user2 user3 user4\"");
    std::vector<std::string> names;
    auto const traffic = first_step<Traffic>(sound(text));
    for (auto const& party : traffic.flows.at(0).to) names.push_back(party.name);
    EXPECT_THAT(names, testing::ElementsAre("carol", "user2", "user3", "user4"));
    // The largest number there is: what counts up to it must not begin again at 0.
    for (std::string_view const no_range : {"user4..2", "user..", "..", "..5", "user2..x", "user1..2000",
                                            "user4294967295..4294967295", "user02..05"})
        EXPECT_EQ(faults(scenario_with("<traffic><flow from=\"alice\" to=\"" + std::string(no_range) +
                                       "\"/></traffic>"))
                      .size(),
                  1U)
            << no_range;
}

TEST(Reader, TakesAnAddressOfNobodyWhereARequestMayGoThere) {
    auto const refused = first_step<Refused>(sound(scenario_with(
        R"(<refused from="alice" to="nobody@fabrikam.com" method="INVITE" status="404" by="fabrikam"/>)")));
    EXPECT_FALSE(refused.to.known);
    EXPECT_EQ(refused.to.home, "fabrikam");
    EXPECT_EQ(refused.by, "fabrikam");
}

TEST(Reader, ByeFindsTheOtherEndThroughTheLabel) {
    auto const scenario =
        sound(scenario_with(R"(<im from="alice" to="bob" in="lunch">x</im><bye from="bob" in="lunch"/>)"));
    auto const& bye = std::get<Bye>(scenario.story.at(1).what);
    EXPECT_EQ(bye.to.name, "alice");
    EXPECT_EQ(bye.conversation, "lunch");
}

TEST(Reader, ReadsEveryKindOfExpectation) {
    auto const expect = first_step<Expect>(sound(scenario_with(
        R"(<expect at="alice" status="504" method="MESSAGE" diagnostics="1008" within="1s" header="Server: RTC/5.0">)"
        R"(<header name="Via" has="a" lacks="b" count="2"/></expect>)")));
    EXPECT_EQ(expect.status, 504U);
    EXPECT_EQ(expect.method, "MESSAGE");
    EXPECT_EQ(expect.diagnostics, "1008");
    EXPECT_EQ(expect.within, sansio::Duration(1s));
    ASSERT_EQ(expect.headers.size(), 2U);
    EXPECT_EQ(expect.headers[0].is, "RTC/5.0");
    EXPECT_EQ(expect.headers[1].count, 2U);
}

TEST(Reader, ReadsASendWithItsHeaders) {
    auto const send = first_step<Send>(sound(scenario_with(
        R"(<send from="bob" to="alice" method="MESSAGE" set="Max-Forwards: 0" pieces="single-bytes">)"
        R"(<header name="Supported" left-out="true"/><body>hi</body></send>)")));
    EXPECT_TRUE(send.writing.delivery.single_bytes);
    ASSERT_EQ(send.writing.headers.size(), 2U);
    EXPECT_EQ(send.writing.headers[0].value, "0");
    EXPECT_FALSE(send.writing.headers[1].value.has_value());
    EXPECT_EQ(send.writing.body, "hi");
}

TEST(Reader, ReadsWhatIsGiven) {
    auto const given =
        sound(scenario_with(
                  R"(<wait for="1s"/>)",
                  R"(<clock to="2014-07-01"/><dns of="fabrikam" srv="sip.other.example" port="5099"/>)"
                  R"(<certificate partner="fabrikam" fault="expired"/>)"))
            .given;
    EXPECT_TRUE(given.date.has_value());
    ASSERT_EQ(given.dns.size(), 1U);
    EXPECT_EQ(given.dns[0].srv, DnsChange::Srv::other);
    EXPECT_EQ(given.dns[0].port, 5099);
    ASSERT_EQ(given.certificates.size(), 1U);
    EXPECT_EQ(to_text(given.certificates[0].fault), "expired");
    EXPECT_EQ(given.certificates[0].of.owner, "fabrikam");
}

TEST(Reader, AScriptRemembersWhereItsFirstLetterStands) {
    auto const shell = first_step<Shell>(
        sound(scenario_with("<shell as=\"CSAdministrator\">\n    Get-CsAllowedDomain\n</shell>")));
    EXPECT_EQ(shell.as, "CSAdministrator");
    EXPECT_EQ(shell.script, "Get-CsAllowedDomain");
    EXPECT_EQ(shell.place, (Place{story_line + 1, 5}));
}

TEST(Reader, AsksTheCallerAboutScriptsAndKeepsItsPlaces) {
    ReadOptions options;
    options.script_faults = [](std::string_view, Place first) -> std::vector<ReadOptions::ScriptFault> {
        return {{{first.line, first.column + 3}, "no such cmdlet"}};
    };
    auto const scenario = read(scenario_with("<shell>Get-X</shell>"), "sip/test.xml", options);
    ASSERT_FALSE(scenario.has_value());
    EXPECT_EQ(to_string(scenario.error().at(0)), "sip/test.xml:10:11: no such cmdlet");
}

TEST(Reader, SaysWhereAndWhatWasMeant) {
    auto const scenario = read(scenario_with("<silense at=\"alice\" for=\"1s\"/>"), "sip/test.xml");
    ASSERT_FALSE(scenario.has_value());
    auto const& finding = scenario.error().at(0);
    EXPECT_EQ(finding.place, (Place{story_line, 2}));
    EXPECT_THAT(finding.message, HasSubstr("did you mean \"silence\"?"));
}

TEST(Reader, PutsTheFindingAtTheAttribute) {
    auto const scenario = read(scenario_with(R"(<silence at="alise" for="1s"/>)"), "sip/test.xml");
    ASSERT_FALSE(scenario.has_value());
    EXPECT_EQ(scenario.error().at(0).place, (Place{story_line, 10}));
    EXPECT_THAT(scenario.error().at(0).message, HasSubstr("did you mean \"alice\"?"));
}

TEST(Reader, FindsAllFaultsInOneReading) {
    auto const messages = faults(scenario_with(R"(<im from="alice" to="bobb">x</im>)"
                                               "\n"
                                               R"(<wait fore="1s"/><kill/>)"));
    EXPECT_THAT(messages, ElementsAre(HasSubstr("did you mean \"bob\"?"), HasSubstr("needs for="),
                                      HasSubstr("did you mean \"for\"?"), HasSubstr("<kill> needs either")));
}

struct Fault {
    char const* name;
    std::string text;
    char const* message;
};
class ReaderRefuses : public testing::TestWithParam<Fault> {};

TEST_P(ReaderRefuses, WithThisMessage) {
    auto const messages = faults(GetParam().text);
    ASSERT_FALSE(messages.empty());
    EXPECT_THAT(messages[0], HasSubstr(GetParam().message));
}

std::string roles_in_roles(unsigned depth) {
    std::string const inner = depth == 0 ? R"(<wait for="1s"/>)" : roles_in_roles(depth - 1);
    return R"(<parallel><role>)" + inner + R"(</role><role><wait for="1s"/></role></parallel>)";
}

constexpr char const* step_of_nothing = R"(<wait for="1s"/>)";

INSTANTIATE_TEST_SUITE_P(
    Reader, ReaderRefuses,
    testing::Values(
        Fault{"SameSide", scenario_with(R"(<page from="alice" to="alice">x</page>)"), "both of contoso"},
        Fault{"BothOutside", scenario_with(R"(<im from="bob" to="carol">x</im>)"), "both outside"},
        Fault{"AddressInIm", scenario_with(R"(<im from="alice" to="nobody@fabrikam.com">x</im>)"),
              "nobody in the cast"},
        Fault{"WholePartyInIm", scenario_with(R"(<im from="alice" to="fabrikam">x</im>)"), "whole party"},
        Fault{"SilentIm", scenario_with(R"(<im from="alice" to="bob"> </im>)"), "says nothing"},
        Fault{"LabelOfOthers",
              scenario_with(
                  R"(<im from="alice" to="bob" in="x">a</im><im from="alice" to="carol" in="x">a</im>)"),
              "between alice and bob"},
        Fault{"ByeBeforeIm", scenario_with(R"(<bye from="alice" to="bob"/>)"), "nobody has said anything"},
        Fault{"ByeWithoutEnd", scenario_with(R"(<bye from="alice"/>)"), "<bye> needs to="},
        Fault{"DiagnosticsOutside",
              scenario_with(
                  R"(<refused from="bob" to="alice" method="INVITE" status="403" diagnostics="1005"/>)"),
              "bob is outside"},
        Fault{"RefusedWithSuccess",
              scenario_with(R"(<refused from="bob" to="alice" method="INVITE" status="200"/>)"),
              "300 to 699"},
        Fault{"ExpectNothing", scenario_with(R"(<expect at="alice"/>)"), "needs status"},
        Fault{"HeaderWithoutCheck",
              scenario_with(R"(<expect at="alice" status="200"><header name="Via"/></expect>)"),
              "checks nothing"},
        Fault{"SendNothing", scenario_with(R"(<send from="bob" to="alice"/>)"), "needs method"},
        Fault{"MessageAndMethod",
              scenario_with(R"(<send from="bob" to="alice" method="INFO"><message>x</message></send>)"),
              "as it stands"},
        Fault{"UnknownVariable", scenario_with(R"(<page from="bob" to="alice">${m}</page>)"),
              "${m} stands for nothing"},
        Fault{"CounterOutside", scenario_with(R"(<page from="bob" to="alice">${n}</page>)"),
              "${n} stands for nothing"},
        Fault{"RepeatInRepeat", scenario_with(R"(<repeat times="2"><repeat times="2"/></repeat>)"),
              "another one"},
        Fault{"OneRoleOnly", scenario_with(R"(<parallel><role><wait for="1s"/></role></parallel>)"),
              "needs two of <role>"},
        Fault{
            "RolesThatShareAUser",
            scenario_with(
                R"(<parallel><role><expect at="bob" method="MESSAGE"/></role><role><expect at="bob" method="INFO"/></role></parallel>)"),
            "looks at bob as well"},
        Fault{
            "AWayThatBeginsWithNothing",
            scenario_with(
                R"(<one-of><way><wait for="1s"/></way><way><expect at="bob" method="INFO"/></way></one-of>)"),
            "a <way> begins with <expect>"},
        Fault{
            "LabelOfOneWay",
            scenario_with(
                R"(<one-of><way><expect at="bob" method="INFO" label="x"/></way><way><expect at="bob" method="BYE"/></way></one-of><answer to="x" status="200"/>)"),
            "no step before this one has label=\"x\""},
        Fault{"TooDeep", scenario_with(roles_in_roles(5)), "too deep"},
        Fault{
            "LongCommonName",
            scenario_with("<certificate partner=\"fabrikam\" common-name=\"" + std::string(65, 'x') + "\"/>"),
            "64 letters at most"},
        Fault{"CertificateOfNothing", scenario_with(R"(<certificate partner="fabrikam"/>)"), "needs fault="},
        Fault{"TooManyTimes", scenario_with(R"(<repeat times="10001"><wait for="1s"/></repeat>)"),
              "from 1 to 10000"},
        Fault{"NotADuration", scenario_with(R"(<wait for="soon"/>)"), "must be a duration"},
        Fault{"UnknownFault", scenario_with(R"(<certificate partner="fabrikam" fault="expierd"/>)"),
              "did you mean \"expired\"?"},
        Fault{"TextBetweenSteps", scenario_with("hello " + std::string(step_of_nothing)), "holds no text"},
        Fault{"TwiceTheAttribute", scenario_with(R"(<wait for="1s" for="2s"/>)"), "there twice"},
        Fault{"LinkInLoopback",
              scenario_with(step_of_nothing, R"(<link from="contoso" to="fabrikam" loss="5%"/>)"),
              "virtual mode only"},
        Fault{"OddLoss",
              scenario_with(step_of_nothing, R"(<link from="contoso" to="fabrikam" loss="5"/>)",
                            R"(modes="virtual" because="loss")"),
              "loss is a share"},
        Fault{"ModeWithoutReason", scenario_with(step_of_nothing, "", R"(modes="virtual")"), "say why"},
        Fault{"ReasonWithoutMode", scenario_with(step_of_nothing, "", R"(because="so")"),
              "no mode is left out"},
        Fault{"EmptyScript", scenario_with("<shell> </shell>"), "holds no command"},
        Fault{"NotXml", "<scenario", "not well-formed"}, Fault{"Empty", "", "no element"},
        Fault{"OtherRoot", "<topology/>", "expected <scenario>"},
        Fault{"NoNamespace", "<scenario/>", "must say xmlns="},
        Fault{"Doctype", "<!DOCTYPE scenario>" + scenario_with(step_of_nothing), "no document type"},
        Fault{"TwoRoots", scenario_with(step_of_nothing) + "<x/>", "second root"},
        Fault{"Entity", scenario_with("<page from=\"bob\" to=\"alice\">a &nbsp; b</page>"), "an entity"},
        Fault{"BadUtf8", scenario_with("<page from=\"bob\" to=\"alice\">\xc3</page>"), "not a character"},
        Fault{"ControlCharacter", scenario_with("<page from=\"bob\" to=\"alice\">\x01</page>"),
              "not a character"}),
    [](auto const& row) { return row.param.name; });

TEST(Reader, TheIdIsTheEndOfThePath) {
    auto const text = scenario_with(step_of_nothing);
    EXPECT_TRUE(read(text, "/somewhere/sip/test.xml").has_value());
    EXPECT_TRUE(read(text, "sip/test.xml").has_value());
    EXPECT_TRUE(read(text, "./sip/test.xml").has_value());
    EXPECT_TRUE(read(text, "test.xml").has_value()) << "whoever stands in the folder writes no more";
    EXPECT_FALSE(read(text, "est.xml").has_value());
    EXPECT_FALSE(read(text, "gossip/test.xml").has_value());
    EXPECT_FALSE(read(text, "sip/other.xml").has_value());
}

TEST(Reader, ANameStandsForOneOfTheCastOnly) {
    auto text = scenario_with(step_of_nothing);
    text.replace(text.find("users=\"carol\""), 13, "users=\"alice\"");
    EXPECT_THAT(faults(text), ElementsAre(HasSubstr("two of the cast are called \"alice\"")));
}

}  // namespace
}  // namespace script
