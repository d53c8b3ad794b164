// A transaction whose messages do not all take the link it began on: another one of the same peer, a renewed certificate, or a
// sender who has lost his.
#include <gmock/gmock.h>

#include "edge/service/relay_fixture.hpp"

namespace edge {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

sansio::PeerIdentity renewed(std::string name) {
    auto identity = named(std::move(name));
    identity.leaf->fingerprint = "of another";
    return identity;
}

/// An INVITE to fabrikam.com is out, and fabrikam has a link of its own to the edge.
struct Called {
    explicit Called(std::shared_ptr<topology::Topology> topology = one_link())
        : world(std::move(topology)), home(world.home()) {
        world.say(home, request("INVITE", "one"));
        out = world.connect_as("sip.fabrikam.com");
        forwarded = world.take(out);
        own = world.partner();
    }
    World world;
    sansio::ConnectionId home, out{}, own{};
    std::string forwarded;
};

TEST(RelayLinks, AnAckTakesTheLinkOfItsInvite_Rfc3261_17_1_1_3) {
    Called called;
    called.world.say(called.own, answer_to(called.forwarded, "SIP/2.0 486 Busy Here"));
    EXPECT_THAT(called.world.take(called.out), StartsWith("ACK "));
    EXPECT_EQ(called.world.take(called.own), "");
    EXPECT_THAT(called.world.take(called.home), StartsWith("SIP/2.0 486 "));
}

TEST(RelayLinks, ACancelThatWaitedTakesTheLinkOfItsInvite_Rfc3261_9_1) {
    Called called;
    called.world.say(called.home, request("CANCEL", "one"));
    called.world.say(called.own, answer_to(called.forwarded, "SIP/2.0 180 Ringing"));
    EXPECT_THAT(called.world.take(called.out), StartsWith("CANCEL "));
    EXPECT_EQ(called.world.take(called.own), "");
}

TEST(RelayLinks, AServerThatWantsPeaceOverAnotherLinkHasIt_Rfc3261_21_5_4) {
    Called called;
    called.world.say(called.own, answer_to(called.forwarded, "SIP/2.0 503 Busy", "Retry-After: 20\r\n"));
    EXPECT_THAT(called.world.take(called.home), StartsWith("SIP/2.0 500 "));
    called.world.take(called.out);
    called.world.say(called.home, request("MESSAGE", "two"));
    EXPECT_THAT(called.world.take(called.home), HasSubstr("Retry-After: 20\r\n"));
    EXPECT_EQ(called.world.take(called.out), "");
}

TEST(RelayLinks, InScaledTimeItHasItForSoMuchShorterAndIsToldTheWholeTime) {
    auto topology = one_link();
    topology->timers.scale = 20;
    Called called(std::move(topology));
    called.world.say(called.own, answer_to(called.forwarded, "SIP/2.0 503 Busy", "Retry-After: 20\r\n"));
    called.world.take(called.home);
    called.world.take(called.out);
    called.world.say(called.home, request("MESSAGE", "two"));
    EXPECT_THAT(called.world.take(called.home), HasSubstr("Retry-After: 20\r\n"));
    called.world.pass(1001ms);
    called.world.say(called.home, request("MESSAGE", "three"));
    EXPECT_THAT(called.world.take(called.out), HasSubstr("MESSAGE sip:bob@fabrikam.com"));
}

TEST(RelayLinks, AnAnswerIsSaidToComeFromWhereItsRequestWent) {
    Called called;
    called.world.say(called.own, answer_to(called.forwarded, "SIP/2.0 486 Busy Here"));
    auto const answer = called.world.take(called.home);
    EXPECT_THAT(answer, HasSubstr("ms-source-type=DirectPartner"));
    EXPECT_THAT(answer, HasSubstr("Domain=\"fabrikam.com\";PeerServer=\"sip.fabrikam.com\""));
}

TEST(RelayLinks, APeerWithANewCertificateMayCancelAndAnswer_Rfc3261_17_2_3) {
    World world(one_link());
    auto const partner = world.partner();
    auto const invite = replaced(message("bob@fabrikam.com", "alice@contoso.com"), "MESSAGE", "INVITE");
    world.say(partner, invite);
    auto const inside = world.connect_as("pool01.contoso.com");
    auto const forwarded = world.take(inside);
    world.say(inside, answer_to(forwarded, "SIP/2.0 180 Ringing"));
    world.take(partner);
    sansio::ConnectionId const later{sansio::accepted_bit | 50U};
    world.feed(sansio::Accepted{
        later, sansio::ListenerId{1}, {}, endpoint("127.0.1.99:40002"), renewed("SIP.fabrikam.com")});
    world.say(later, replaced(invite, "INVITE", "CANCEL"));
    EXPECT_THAT(world.take(later), StartsWith("SIP/2.0 200 "));
    EXPECT_THAT(world.take(inside), StartsWith("CANCEL "));

    auto const home = world.home();
    world.say(home, request("MESSAGE", "two"));
    auto const out = world.connect_as("sip.fabrikam.com");
    world.say(later, answer_to(world.take(out), "SIP/2.0 202 Accepted"));
    EXPECT_THAT(world.take(home), StartsWith("SIP/2.0 202 "));
}

TEST(RelayLinks, NamesOfACertificateThatNobodyVouchesForMakeNoPeer) {
    Called called;
    auto forged = renewed("sip.fabrikam.com");
    forged.chain.fault = sansio::ChainVerdict::Fault::unknown_authority;
    sansio::ConnectionId const stranger{sansio::accepted_bit | 50U};
    called.world.feed(sansio::Accepted{
        stranger, sansio::ListenerId{1}, {}, endpoint("127.0.1.99:40002"), std::move(forged)});
    called.world.say(stranger, answer_to(called.forwarded, "SIP/2.0 603 Decline"));
    EXPECT_EQ(called.world.take(called.home), "");
}

TEST(RelayLinks, ASenderWhoIsGoneIsToldThatHisInviteWasNotSent_Rfc3261_18_2_2) {
    World world(one_link());
    auto const home = world.home();
    world.say(home, request("INVITE", "one"));
    world.pass(300ms);
    EXPECT_THAT(world.take(home), StartsWith("SIP/2.0 100 "));
    world.feed(sansio::Closed{home, std::nullopt});
    auto const out = world.connect_as("sip.fabrikam.com");
    EXPECT_EQ(world.take(out), "");
    auto const back = world.connect_as("pool01.contoso.com");
    EXPECT_THAT(world.take(back), StartsWith("SIP/2.0 504 "));
    EXPECT_TRUE(world.edge.idle());
}

TEST(RelayLinks, ASenderWhoIsGoneHasTheAnswerOfTheFirstServer_Rfc3261_16_7) {
    Litware world;
    auto const home = world.home();
    world.say_to_litware(home, request("INVITE", "one"));
    auto const first = world.connect_as("one.litware.com");
    auto const forwarded = world.take(first);
    world.feed(sansio::Closed{home, std::nullopt});
    world.say(first, answer_to(forwarded, "SIP/2.0 503 Service Unavailable", "Retry-After: 60\r\n"));
    EXPECT_EQ(world.connects.back().server_name, "");
    auto const back = world.connect_as("pool01.contoso.com");
    EXPECT_THAT(world.take(back), StartsWith("SIP/2.0 500 "));
    EXPECT_THAT(world.take(first), StartsWith("ACK "));
    EXPECT_TRUE(world.edge.idle());
}

TEST(RelayLinks, ProgressThatASlowCallerIsSparedLeavesThe100Due_Rfc3261_17_2_1) {
    auto topology = one_link();
    topology->limits.soft_cap = 100;
    Called called(topology);
    // Left lying from an earlier turn.
    called.world.say(called.home, request("MESSAGE", "two", "Proxy-Require: warp\r\n"));
    called.world.say(called.out, answer_to(called.forwarded, "SIP/2.0 180 Ringing"));
    EXPECT_THAT(called.world.edge.unsent(called.home).size(), testing::Gt(100U));
    EXPECT_THAT(called.world.take(called.home), Not(HasSubstr("180")));
    called.world.pass(300ms);
    EXPECT_THAT(called.world.take(called.home), StartsWith("SIP/2.0 100 "));
}

}  // namespace
}  // namespace edge
