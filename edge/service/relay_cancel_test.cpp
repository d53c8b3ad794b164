// CANCEL at the relay: what it may say, what is ignored in it, and what a drain ends without one.
#include <gmock/gmock.h>

#include "edge/service/relay_fixture.hpp"

namespace edge {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct Ringing {
    Ringing() : world(one_link()), home(world.home()) {
        world.say(home, request("INVITE", "one"));
        out = world.connect_as("sip.fabrikam.com");
        forwarded = world.take(out);
        world.say(out, answer_to(forwarded, "SIP/2.0 180 Ringing"));
        world.take(home);
    }
    World world;
    sansio::ConnectionId home, out{};
    std::string forwarded;
};

TEST(RelayCancel, IgnoresWhatACancelRequires_Rfc3261_8_2_2_3_Rfc5393_5_4_1) {
    for (std::string_view const line : {"Proxy-Require: warp\r\n", "Max-Breadth: 0\r\n"}) {
        Ringing call;
        call.world.say(call.home, request("CANCEL", "one", line));
        EXPECT_THAT(call.world.take(call.home), StartsWith("SIP/2.0 200 ")) << line;
        EXPECT_THAT(call.world.take(call.out), StartsWith("CANCEL ")) << line;
    }
}

TEST(RelayCancel, MatchesBeforeItCountsHops_Rfc3261_16_10) {
    Ringing call;
    call.world.say(call.home, replaced(request("CANCEL", "one"), "Forwards: 70", "Forwards: 0"));
    EXPECT_THAT(call.world.take(call.home), StartsWith("SIP/2.0 200 "));
    EXPECT_THAT(call.world.take(call.out), StartsWith("CANCEL "));
    // What would go on has no hop left to go.
    call.world.say(call.home, replaced(request("CANCEL", "two"), "Forwards: 70", "Forwards: 0"));
    EXPECT_THAT(call.world.take(call.home), StartsWith("SIP/2.0 483 "));
    call.world.say(call.home, replaced(request("ACK", "two"), "Forwards: 70", "Forwards: 0"));
    EXPECT_EQ(call.world.take(call.home), "");
    EXPECT_EQ(call.world.take(call.out), "");
}

TEST(RelayCancel, TheAckOfARefusalEndsItWhateverItRequires_Rfc3261_8_2_2_3) {
    Ringing call;
    call.world.say(call.out, answer_to(call.forwarded, "SIP/2.0 486 Busy Here"));
    auto const invite = request("INVITE", "one");
    EXPECT_THAT(call.world.take(call.home), StartsWith("SIP/2.0 486 "));
    call.world.say(call.home, invite);
    EXPECT_THAT(call.world.take(call.home), StartsWith("SIP/2.0 486 "));
    call.world.say(call.home, request("ACK", "one", "Proxy-Require: warp\r\n"));
    // Timer I is zero: the same INVITE is a new one.
    call.world.take(call.out);
    call.world.say(call.home, invite);
    EXPECT_EQ(call.world.take(call.home), "");
    EXPECT_THAT(call.world.take(call.out), StartsWith("INVITE "));
}

TEST(RelayCancel, SaysWhyTheCallWasGivenUp_Rfc3326_2) {
    Ringing call;
    call.world.say(call.home, request("CANCEL", "one",
                                      "Reason: SIP ;cause=200 ;text=\"Call completed elsewhere\"\r\n"
                                      "ms-diagnostics: 1;reason=\"inside\"\r\n"
                                      "ms-diagnostics-public: 52;reason=\"a\";source=\"pool01\"\r\n"));
    auto const cancel = call.world.take(call.out);
    EXPECT_THAT(cancel, HasSubstr("\r\nReason: SIP ;cause=200 ;text=\"Call completed elsewhere\"\r\n"));
    EXPECT_THAT(cancel, HasSubstr("\r\nms-diagnostics-public: 52;reason=\"a\"\r\n"));
    EXPECT_THAT(cancel, Not(HasSubstr("ms-diagnostics:")));
}

TEST(RelayCancel, OfNothingIsAnsweredWhenItsNextHopCannotBeReached_Rfc3261_16_9) {
    World world(one_link());
    auto const home = world.home();
    world.say(home, request("CANCEL", "one"));
    world.say(home, request("ACK", "two"));
    EXPECT_EQ(world.take(home), "");
    world.feed(sansio::ConnectFailed{world.connects.back().connection,
                                     {sansio::ConnectionFault::Stage::refused, {}, ""}});
    auto const answer = world.take(home);
    EXPECT_THAT(answer, StartsWith("SIP/2.0 504 "));
    EXPECT_THAT(answer, HasSubstr("CSeq: 1 CANCEL\r\n"));
    EXPECT_EQ(count(answer, "SIP/2.0 "), 1U);
}

TEST(RelayCancel, ADrainRefusesWhatIsParked_Rfc3261_21_4_25) {
    World world(one_link());
    auto const home = world.home();
    world.say(home, request("INVITE", "one"));
    world.edge.drain(world.now);
    world.collect();
    auto const answer = world.take(home);
    EXPECT_THAT(answer, StartsWith("SIP/2.0 503 "));
    EXPECT_THAT(answer, HasSubstr("Retry-After: 1\r\n"));
}

}  // namespace
}  // namespace edge
