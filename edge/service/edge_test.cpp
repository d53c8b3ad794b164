// The edge as its driver sees it: inputs in, actions and bytes out. Whole stories are told in scenarios/.
#include "edge/service/edge.hpp"

#include <gmock/gmock.h>

#include "edge/service/edge_fixture.hpp"

namespace edge {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(Edge, IsReadyWhenBothSidesListenAndDnsCanBeAsked) {
    Edge edge({contoso(), {endpoint("127.0.1.2:10053")}, 1});
    edge.start({});
    EXPECT_FALSE(edge.ready());
    EXPECT_TRUE(World().edge.ready());
}

TEST(Edge, RelaysAMessageOutAndItsAnswerBack) {
    World world;
    auto const home = world.home();
    world.say(home, message("alice@contoso.com", "bob@fabrikam.com"));
    ASSERT_EQ(world.connects.size(), 1U);
    EXPECT_EQ(world.connects[0].remote.to_string(), "127.0.1.30:5061");
    EXPECT_EQ(world.connects[0].server_name, "sip.fabrikam.com");
    EXPECT_FALSE(world.edge.idle());

    auto const out = world.connect_as("sip.fabrikam.com");
    auto const forwarded = world.take(out);
    EXPECT_THAT(
        forwarded,
        StartsWith(
            "MESSAGE sip:bob@fabrikam.com SIP/2.0\r\nVia: SIP/2.0/TLS sip.contoso.com:5061;branch=z9hG4bK"));
    EXPECT_THAT(forwarded, HasSubstr("Max-Forwards: 69\r\n"));

    world.say(out, answer_to(forwarded, "SIP/2.0 200 OK"));
    auto const answer = world.take(home);
    EXPECT_THAT(answer, StartsWith("SIP/2.0 200 OK\r\nVia: SIP/2.0/TLS peer.example:5061;branch=z9hG4bKone"));
    EXPECT_THAT(answer, Not(HasSubstr("sip.contoso.com")));
    EXPECT_TRUE(world.edge.idle());
}

TEST(Edge, ReplacesAForgedTrustHeaderByItsOwn) {
    World world;
    auto const partner = world.partner();
    world.say(partner, message("bob@fabrikam.com", "alice@contoso.com",
                               "ms-edge-proxy-message-trust: ms-source-type=InternetUser\r\n"));
    auto const inside = world.connect_as("pool01.contoso.com");
    auto const forwarded = world.take(inside);
    EXPECT_THAT(forwarded, Not(HasSubstr("InternetUser")));
    EXPECT_THAT(
        forwarded,
        HasSubstr(
            "ms-edge-proxy-message-trust: ms-source-type=DirectPartner;ms-ep-fqdn=edge-int.contoso.com"));
}

TEST(Edge, TellsTheInsideWhyAndTheOutsideNothing) {
    World world;
    auto const home = world.home();
    world.say(home, message("alice@contoso.com", "carol@stranger.example"));
    auto const inside = world.take(home);
    EXPECT_THAT(inside, StartsWith("SIP/2.0 404 "));
    EXPECT_THAT(inside, HasSubstr("ms-diagnostics: 1005;"));
    EXPECT_THAT(inside, HasSubstr("ms-source-type=EdgeProxyGenerated"));

    auto const stranger = world.accept(1, "sip.stranger.example");
    world.say(stranger, message("carol@stranger.example", "alice@contoso.com"));
    auto const outside = world.take(stranger);
    EXPECT_THAT(outside, StartsWith("SIP/2.0 403 "));
    EXPECT_THAT(outside, Not(HasSubstr("\r\nms-")));
    EXPECT_TRUE(world.connects.empty());
}

TEST(Edge, AnswersWhatWaitedWhenThePartnerCannotBeReached) {
    World world;
    auto const home = world.home();
    world.say(home, message("alice@contoso.com", "bob@fabrikam.com"));
    world.feed(sansio::ConnectFailed{world.connects[0].connection,
                                     {sansio::ConnectionFault::Stage::refused, {}, ""}});
    auto const answer = world.take(home);
    EXPECT_THAT(answer, StartsWith("SIP/2.0 504 "));
    EXPECT_THAT(answer, HasSubstr("ms-diagnostics: 1046;"));
    EXPECT_TRUE(world.edge.idle());
}

TEST(Edge, AnswersForAPartnerThatVanishedAfterTheRequest) {
    World world;
    auto const home = world.home();
    world.say(home, message("alice@contoso.com", "bob@fabrikam.com"));
    auto const out = world.connect_as("sip.fabrikam.com");
    world.take(out);
    world.feed(sansio::Closed{out, sansio::ConnectionFault{sansio::ConnectionFault::Stage::reset, {}, ""}});
    EXPECT_THAT(world.take(home), StartsWith("SIP/2.0 504 "));
}

TEST(Edge, TakesAResponseThatCannotBePassedOnForNone) {
    World world;
    auto const home = world.home();
    world.say(home, message("alice@contoso.com", "bob@fabrikam.com"));
    auto const out = world.connect_as("sip.fabrikam.com");
    auto const forwarded = world.take(out);
    auto one_via = answer_to(forwarded, "SIP/2.0 200 OK");
    auto const second = one_via.find("Via:", one_via.find("Via:") + 1);
    one_via.erase(second, one_via.find("\r\n", second) + 2 - second);
    world.say(out, one_via);
    EXPECT_EQ(world.take(home), "");
    EXPECT_FALSE(world.edge.idle());
    world.say(out, answer_to(forwarded, "SIP/2.0 200 OK"));
    EXPECT_THAT(world.take(home), StartsWith("SIP/2.0 200 "));
    EXPECT_TRUE(world.edge.idle());
}

TEST(Edge, SaysNothingForAPartnerThatNeverAnswersANonInvite) {
    World world;
    auto const home = world.home();
    world.say(home, message("alice@contoso.com", "bob@fabrikam.com"));
    auto const out = world.connect_as("sip.fabrikam.com");
    auto const forwarded = world.take(out);
    world.say(out, answer_to(forwarded, "SIP/2.0 408 Request Timeout"));
    EXPECT_EQ(world.take(home), "");
    world.pass(33s);
    EXPECT_EQ(world.take(home), "");
    EXPECT_TRUE(world.edge.idle());
}

TEST(Edge, DropsWhatASenderThatIsGoneHadParked) {
    World world;
    auto const home = world.home();
    world.say(home, message("alice@contoso.com", "bob@fabrikam.com"));
    world.feed(sansio::Closed{home, std::nullopt});
    auto const out = world.connect_as("sip.fabrikam.com");
    EXPECT_EQ(world.take(out), "");
    // That nothing came of it is told where he can be found, if he can be.
    world.feed(sansio::ConnectFailed{world.connects.back().connection, {}});
    EXPECT_TRUE(world.edge.idle());
}

TEST(Edge, AsksForTheServiceOfASenderBeforeItLetsHimIn) {
    auto topology = contoso();
    topology->allowed_domains.add({"litware.com", "", {}, "", false});
    World world(topology);
    auto const peer = world.accept(1, "sip.litware.com");
    world.say(peer, message("eve@litware.com", "alice@contoso.com"));
    world.say(peer, message("eve@litware.com", "alice@contoso.com"));
    EXPECT_EQ(world.datagrams.size(), 1U);
    EXPECT_TRUE(world.connects.empty());
    EXPECT_EQ(world.take(peer), "");
}

TEST(Edge, RefusesNewRequestsToAFullDestinationAndOnlyThose) {
    auto topology = contoso();
    topology->limits.soft_cap = 250;
    World world(topology);
    auto const home = world.home();
    world.say(home, message("alice@contoso.com", "bob@fabrikam.com"));
    auto const out = world.connect_as("sip.fabrikam.com");
    auto second = message("alice@contoso.com", "bob@fabrikam.com");
    second.replace(second.find("z9hG4bKone"), 10, "z9hG4bKtwo");
    world.say(home, second);
    auto const refused = world.take(home);
    EXPECT_THAT(refused, StartsWith("SIP/2.0 503 "));
    EXPECT_THAT(refused, HasSubstr("Retry-After: 1\r\n"));
    world.say(out, answer_to(world.take(out), "SIP/2.0 200 OK"));
    EXPECT_THAT(world.take(home), StartsWith("SIP/2.0 200 "));
}

TEST(Edge, CutsADestinationThatDoesNotReadAtAll) {
    auto topology = contoso();
    topology->limits.soft_cap = 200;
    topology->limits.hard_cap = 300;
    World world(topology);
    auto const home = world.home();
    world.say(home, message("alice@contoso.com", "bob@fabrikam.com"));
    auto const out = world.connect_as("sip.fabrikam.com");
    auto second = message("alice@contoso.com", "bob@fabrikam.com");
    second.replace(second.find("z9hG4bKone"), 10, "z9hG4bKtwo");
    world.say(home, second);
    ASSERT_EQ(world.closes.size(), 1U);
    EXPECT_EQ(world.closes[0].connection, out);
    EXPECT_EQ(world.closes[0].way, sansio::Close::Way::abort);
}

TEST(Edge, LetsABurstOfOneTurnPass) {
    auto topology = contoso();
    topology->limits.soft_cap = 250;
    World world(topology);
    auto const home = world.home();
    std::string burst;
    for (char branch = 'a'; branch < 'k'; ++branch) {
        auto one = message("alice@contoso.com", "bob@fabrikam.com");
        burst += one.replace(one.find("z9hG4bKone"), 10, std::string("z9hG4bK") + branch);
    }
    world.say(home, burst);
    auto const forwarded = world.take(world.connect_as("sip.fabrikam.com"));
    EXPECT_EQ(world.take(home), "");
    EXPECT_GT(forwarded.size(), burst.size());
}

TEST(Edge, WithdrawsWhatThePartnerDidNotReadBeforeItsSenderGaveUp) {
    World world;
    auto const home = world.home();
    world.say(home, message("alice@contoso.com", "bob@fabrikam.com"));
    auto const out = world.connect_as("sip.fabrikam.com");
    world.pass(33s);
    ASSERT_EQ(world.closes.size(), 1U);
    EXPECT_EQ(world.closes[0].connection, out);
    EXPECT_EQ(world.closes[0].way, sansio::Close::Way::abort);
}

TEST(Edge, ReachesAPartnerAgainWhileItsOldConnectionIsStillClosing) {
    World world;
    auto const home = world.home();
    world.say(home, message("alice@contoso.com", "bob@fabrikam.com"));
    auto const out = world.connect_as("sip.fabrikam.com");
    world.say(out, answer_to(world.take(out), "SIP/2.0 200 OK"));
    world.take(home);
    world.pass(600s);
    ASSERT_EQ(world.closes.size(), 2U);
    auto const home_again = world.home();
    world.say(home_again, message("alice@contoso.com", "bob@fabrikam.com"));
    EXPECT_EQ(world.connects.size(), 2U);
}

TEST(Edge, TakesNothingNewWhileItDrains) {
    World world;
    auto const home = world.home();
    world.say(home, message("alice@contoso.com", "bob@fabrikam.com"));
    world.connect_as("sip.fabrikam.com");
    world.edge.drain(world.now);
    auto second = message("alice@contoso.com", "bob@fabrikam.com");
    second.replace(second.find("z9hG4bKone"), 10, "z9hG4bKtwo");
    world.say(home, second);
    EXPECT_THAT(world.take(home), StartsWith("SIP/2.0 503 "));
}

TEST(Edge, NamesTheTlsRefusalThatCameAfterItsOwnHandshake) {
    World world;
    auto const home = world.home();
    world.say(home, message("alice@contoso.com", "bob@fabrikam.com"));
    auto const out = world.connect_as("sip.fabrikam.com");
    world.take(out);
    world.feed(sansio::Closed{
        out, sansio::ConnectionFault{sansio::ConnectionFault::Stage::tls_refused, {}, "unknown_ca"}});
    EXPECT_THAT(world.take(home), HasSubstr("ms-diagnostics: 1047;"));
}

TEST(Edge, AnswersItsOwnOptionsAndAPing) {
    World world;
    auto const partner = world.partner();
    auto options = message("bob@fabrikam.com", "sip.contoso.com");
    for (auto at = options.find("MESSAGE"); at != std::string::npos; at = options.find("MESSAGE"))
        options.replace(at, 7, "OPTIONS");
    world.say(partner, options);
    auto const answer = world.take(partner);
    EXPECT_THAT(answer, StartsWith("SIP/2.0 200 "));
    EXPECT_THAT(answer, HasSubstr("Allow: "));
    world.say(partner, "\r\n\r\n");
    EXPECT_EQ(world.take(partner), "\r\n");
}

TEST(Edge, ClosesAStreamThatItCannotRead) {
    World world;
    auto const partner = world.partner();
    auto broken = message("bob@fabrikam.com", "alice@contoso.com");
    broken.erase(broken.find("Content-Length"), 19);
    world.say(partner, broken);
    EXPECT_THAT(world.take(partner), StartsWith("SIP/2.0 400 "));
    ASSERT_EQ(world.closes.size(), 1U);
    EXPECT_EQ(world.closes[0].way, sansio::Close::Way::flush);
}

TEST(Edge, LetsNobodyElseInOnTheInside) {
    World world;
    auto const impostor = world.accept(2, "sip.fabrikam.com");
    ASSERT_EQ(world.closes.size(), 1U);
    EXPECT_EQ(world.closes[0].connection, impostor);
    world.say(impostor, message("alice@contoso.com", "bob@fabrikam.com"));
    EXPECT_TRUE(world.connects.empty());
}

TEST(Edge, ActsOnANewConfigurationAtOnce) {
    World world;
    auto const home = world.home();
    auto changed = contoso();
    changed->allowed_domains.remove("fabrikam.com");
    changed->blocked_domains.add({"fabrikam.com", ""});
    world.edge.reload(changed, world.now);
    world.say(home, message("alice@contoso.com", "bob@fabrikam.com"));
    EXPECT_THAT(world.take(home), StartsWith("SIP/2.0 403 "));
}

TEST(Edge, DrainsBeforeItCloses) {
    World world;
    auto const home = world.home();
    world.say(home, message("alice@contoso.com", "bob@fabrikam.com"));
    auto const out = world.connect_as("sip.fabrikam.com");
    auto const forwarded = world.take(out);
    world.edge.drain(world.now);
    world.collect();
    EXPECT_TRUE(world.closes.empty());
    world.say(out, answer_to(forwarded, "SIP/2.0 200 OK"));
    world.take(home);
    world.pass(1ms);
    EXPECT_EQ(world.closes.size(), 2U);
    world.feed(sansio::Closed{home, std::nullopt});
    world.feed(sansio::Closed{out, std::nullopt});
    EXPECT_TRUE(world.edge.drained());
}

TEST(Edge, ClosesWhatIsSilentForTheIdleTime) {
    World world;
    auto const home = world.home();
    world.pass(599s);
    EXPECT_TRUE(world.closes.empty());
    // It is looked at eight times in that time.
    world.pass(75s);
    ASSERT_EQ(world.closes.size(), 1U);
    EXPECT_EQ(world.closes[0].connection, home);
}

}  // namespace
}  // namespace edge
