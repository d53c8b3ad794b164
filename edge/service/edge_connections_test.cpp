// What the edge does about its connections: who may have one, how each ends, and what its end means for requests.
#include <gmock/gmock.h>

#include "edge/service/edge_fixture.hpp"

namespace edge {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
using Stage = sansio::ConnectionFault::Stage;

sansio::PeerIdentity speaking(std::string tls_version) {
    auto identity = named("sip.fabrikam.com");
    identity.tls_version = std::move(tls_version);
    return identity;
}

/// The edge has written a request to a partner that it connected to.
struct Asked {
    explicit Asked(std::string tls_version) : home(world.home()) {
        world.say(home, message("alice@contoso.com", "bob@fabrikam.com"));
        out = world.connects.back().connection;
        world.feed(
            sansio::Connected{out, {}, world.connects.back().remote, speaking(std::move(tls_version))});
        forwarded = world.take(out);
    }
    std::string end(std::optional<sansio::ConnectionFault> fault) {
        world.feed(sansio::Closed{out, std::move(fault)});
        return world.take(home);
    }
    World world;
    sansio::ConnectionId home;
    sansio::ConnectionId out{};
    std::string forwarded;
};

TEST(EdgeConnections, ATls13PartnerThatRejectsUsLateIsNamed_Rfc8446_4_4_2) {
    for (auto const stage : {Stage::tls_refused, Stage::reset, Stage::truncated}) {
        Asked asked("TLSv1.3");
        EXPECT_THAT(asked.forwarded, StartsWith("MESSAGE "));
        auto const answer = asked.end(sansio::ConnectionFault{stage, {}, "the peer sent unknown_ca"});
        EXPECT_THAT(answer, StartsWith("SIP/2.0 504 "));
        EXPECT_THAT(answer, HasSubstr("ms-diagnostics: 1047;"));
        EXPECT_TRUE(asked.world.edge.idle());
    }
}

TEST(EdgeConnections, AResetIsNoRejectionWhenThePartnerHadAcceptedUs) {
    Asked early("TLSv1.2");
    EXPECT_THAT(early.end(sansio::ConnectionFault{Stage::reset, {}, ""}), HasSubstr("ms-diagnostics: 1007;"));
    Asked spoke("TLSv1.3");
    spoke.world.say(spoke.out, answer_to(spoke.forwarded, "SIP/2.0 100 Trying"));
    EXPECT_THAT(spoke.end(sansio::ConnectionFault{Stage::reset, {}, ""}), HasSubstr("ms-diagnostics: 1007;"));
}

TEST(EdgeConnections, AGoodbyeInMidTransactionIsAnsweredFor) {
    Asked asked("TLSv1.3");
    auto const answer = asked.end(std::nullopt);
    EXPECT_THAT(answer, StartsWith("SIP/2.0 504 "));
    EXPECT_THAT(answer, HasSubstr("ms-diagnostics: 1007;"));
}

TEST(EdgeConnections, LeaveFromWhereTheEdgeListens_Rfc3261_18_1_1) {
    World world;
    world.say(world.home(), message("alice@contoso.com", "bob@fabrikam.com"));
    EXPECT_EQ(world.connects.back().local, sansio::IpAddress::parse("127.0.1.10"));
    world.say(world.partner(), message("bob@fabrikam.com", "alice@contoso.com"));
    EXPECT_EQ(world.connects.back().local, sansio::IpAddress::parse("127.0.1.11"));
}

TEST(EdgeConnections, ADoubleLineEndIsAnsweredByOne_Rfc5626_5_4) {
    World world;
    auto const partner = world.partner();
    world.say(partner, "\r\n\r\n");
    EXPECT_EQ(world.take(partner), "\r\n");
    world.say(partner, "\r\n");
    EXPECT_EQ(world.take(partner), "");
    world.say(partner, "\r\n\r\n\r\n\r\n");
    EXPECT_EQ(world.take(partner), "\r\n\r\n");
    EXPECT_TRUE(world.closes.empty());
}

TEST(EdgeConnections, AStreamThatCannotBeReadIsAnsweredAndClosed_Rfc3261_18_3) {
    std::string unframed = message("bob@fabrikam.com", "alice@contoso.com");
    unframed.erase(unframed.find("Content-Length: 5\r\n"), 19);
    for (std::size_t cut = 0; cut < unframed.size(); ++cut) {
        World world;
        auto const partner = world.partner();
        world.say(partner, unframed.substr(0, cut));
        world.say(partner, unframed.substr(cut));
        EXPECT_THAT(world.take(partner), StartsWith("SIP/2.0 400 ")) << cut;
        ASSERT_THAT(world.closes, SizeIs(1)) << cut;
        EXPECT_EQ(world.closes[0].way, sansio::Close::Way::flush);
        // Nobody can know where another message would begin.
        world.say(partner, message("bob@fabrikam.com", "alice@contoso.com"));
        EXPECT_EQ(world.take(partner), "");
        EXPECT_TRUE(world.connects.empty());
    }
}

TEST(EdgeConnections, WhoNeverSpeaksIsClosed) {
    World world;
    world.partner();
    world.pass(59s);
    EXPECT_TRUE(world.closes.empty());
    world.pass(9s);
    EXPECT_THAT(world.closes, SizeIs(1));
}

TEST(EdgeConnections, OnePeerHasABoundAndAnotherHasItsOwn) {
    auto topology = contoso();
    topology->limits.links_per_peer = 2;
    World world(topology);
    world.partner();
    world.partner();
    EXPECT_TRUE(world.closes.empty());
    world.partner();
    ASSERT_THAT(world.closes, SizeIs(1));
    EXPECT_EQ(world.closes[0].way, sansio::Close::Way::abort);
    world.accept(1, "sip.litware.com");
    for (int i = 0; i < 5; ++i) world.home();
    EXPECT_THAT(world.closes, SizeIs(1));
}

TEST(EdgeConnections, AnAnswerFindsItsWayBackWhenItsConnectionIsGone_Rfc3261_18_2_2) {
    World world;
    auto const partner = world.partner();
    world.say(partner, message("bob@fabrikam.com", "alice@contoso.com"));
    auto const inside = world.connect_as("pool01.contoso.com");
    auto const request = world.take(inside);
    world.feed(sansio::Closed{partner, std::nullopt});
    world.say(inside, answer_to(request, "SIP/2.0 200 OK"));
    auto const back = world.connects.back();
    EXPECT_EQ(back.remote.to_string(), "127.0.1.99:5061");
    EXPECT_EQ(back.profile, outside_profile);
    world.feed(sansio::Connected{back.connection, {}, back.remote, named("sip.fabrikam.com")});
    EXPECT_THAT(world.take(back.connection), StartsWith("SIP/2.0 200 "));
}

TEST(EdgeConnections, ATokenNamesOneConnectionWhoeverOpenedIt) {
    World world;
    auto const home = world.home();
    auto const partner = world.partner();
    std::vector<std::string> tokens;
    auto const note = [&](std::string const& forwarded) {
        auto const at = forwarded.find("ms-received-cid=");
        ASSERT_NE(at, std::string::npos);
        tokens.push_back(forwarded.substr(at, forwarded.find_first_of(";\r", at) - at));
    };
    world.say(home, message("alice@contoso.com", "bob@fabrikam.com"));
    auto const out = world.connect_as("sip.fabrikam.com");
    note(world.take(out));
    world.say(partner, message("bob@fabrikam.com", "alice@contoso.com"));
    auto const inside = world.connect_as("pool01.contoso.com");
    note(world.take(inside));
    // The first connection that we opened has the number of the first that was accepted, but for the bit.
    auto other = message("bob@fabrikam.com", "carol@contoso.com");
    other.replace(other.find("z9hG4bKone"), 10, "z9hG4bKtwo");
    world.say(out, other);
    note(world.take(inside));
    std::ranges::sort(tokens);
    EXPECT_EQ(std::ranges::adjacent_find(tokens), tokens.end());
}

}  // namespace
}  // namespace edge
