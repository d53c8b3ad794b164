// What the stateful proxy does with requests whose way is not smooth (RFC 3261 §16.7–§16.11, §21.5.4, RFC 3263 §4.3).
#include "edge/service/relay.hpp"

#include <gmock/gmock.h>

#include "edge/service/relay_fixture.hpp"

namespace edge {
namespace {

using namespace std::chrono_literals;
using sansio::ConnectionId;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(Relay, TriesTheNextServerWhenOneIsUnavailable_Rfc3263_4_3) {
    Litware world;
    auto const home = world.home();
    world.say_to_litware(home, request("INVITE", "one"));
    ASSERT_EQ(world.connects.size(), 1U);
    EXPECT_EQ(world.connects[0].server_name, "one.litware.com");
    auto const first = world.connect_as("one.litware.com");
    auto const at_first = world.take(first);
    world.say(first, answer_to(at_first, "SIP/2.0 503 Service Unavailable", "Retry-After: 60\r\n"));
    EXPECT_THAT(world.take(first), StartsWith("ACK sip:bob@litware.com "));
    while (world.answer_dns()) {
    }
    ASSERT_EQ(world.connects.size(), 2U);
    EXPECT_EQ(world.connects[1].server_name, "two.litware.com");
    auto const second = world.connect_as("two.litware.com");
    auto const at_second = world.take(second);
    EXPECT_THAT(at_second, StartsWith("INVITE sip:bob@litware.com "));
    EXPECT_NE(value_of(at_second, "Via"), value_of(at_first, "Via"));
    EXPECT_EQ(world.take(home), "");
    world.say(second, answer_to(at_second, "SIP/2.0 180 Ringing"));
    world.say(second, answer_to(at_second, "SIP/2.0 200 OK", "Contact: <sip:bob@litware.com>\r\n"));
    EXPECT_THAT(world.take(home), HasSubstr("SIP/2.0 200 OK"));
    EXPECT_TRUE(world.edge.idle());
}

TEST(Relay, TriesTheNextServerWhenAConnectionIsLost_Rfc3261_16_9) {
    Litware world;
    auto const home = world.home();
    world.say_to_litware(home, request("INVITE", "one"));
    auto const first = world.connect_as("one.litware.com");
    world.take(first);
    world.feed(sansio::Closed{first, sansio::ConnectionFault{sansio::ConnectionFault::Stage::reset, {}, ""}});
    world.pass(1s);
    while (world.answer_dns()) {
    }
    EXPECT_THAT(world.take(home), Not(HasSubstr("SIP/2.0 5")));
    ASSERT_EQ(world.connects.size(), 2U);
}

TEST(Relay, SendsAMessageToTheNextServerAfterA503Only) {
    Litware world;
    auto const home = world.home();
    world.say_to_litware(home, request("MESSAGE", "one"));
    auto const first = world.connect_as("one.litware.com");
    world.say(first, answer_to(world.take(first), "SIP/2.0 503 Service Unavailable", "Retry-After: 60\r\n"));
    while (world.answer_dns()) {
    }
    auto const second = world.connect_as("two.litware.com");
    EXPECT_THAT(world.take(second), StartsWith("MESSAGE "));
    // It may have been read: whoever wrote it decides whether it is sent again.
    world.feed(sansio::Closed{second, std::nullopt});
    EXPECT_THAT(world.take(home), StartsWith("SIP/2.0 504 "));
    EXPECT_EQ(world.connects.size(), 2U);
}

TEST(Relay, TriesTheNextServerWhenOneIsSilent_Rfc3263_4_3) {
    Litware world;
    auto const home = world.home();
    world.say_to_litware(home, request("INVITE", "one"));
    world.take(world.connect_as("one.litware.com"));
    for (int second = 0; second < 33; ++second) world.pass(1s);
    while (world.answer_dns()) {
    }
    auto const second = world.connect_as("two.litware.com");
    auto const forwarded = world.take(second);
    EXPECT_THAT(forwarded, StartsWith("INVITE "));
    EXPECT_THAT(world.take(home), StartsWith("SIP/2.0 100 "));
    world.say(second, answer_to(forwarded, "SIP/2.0 486 Busy Here"));
    EXPECT_THAT(world.take(home), StartsWith("SIP/2.0 486 "));
}

TEST(Relay, TriesNobodyElseOnceItRings) {
    Litware world;
    auto const home = world.home();
    world.say_to_litware(home, request("INVITE", "one"));
    auto const first = world.connect_as("one.litware.com");
    auto const forwarded = world.take(first);
    world.say(first, answer_to(forwarded, "SIP/2.0 180 Ringing"));
    world.say(first, answer_to(forwarded, "SIP/2.0 503 Service Unavailable", "Retry-After: 60\r\n"));
    EXPECT_THAT(world.take(home), HasSubstr("SIP/2.0 500 "));
    EXPECT_EQ(world.connects.size(), 1U);
    EXPECT_THAT(world.take(first), StartsWith("ACK "));
    EXPECT_TRUE(world.edge.idle());
}

TEST(Relay, TriesNobodyElseForACallerWhoGaveUp) {
    Litware world;
    auto const home = world.home();
    world.say_to_litware(home, request("INVITE", "one"));
    auto const first = world.connect_as("one.litware.com");
    auto const forwarded = world.take(first);
    world.say_to_litware(home, request("CANCEL", "one"));
    world.say(first, answer_to(forwarded, "SIP/2.0 503 Service Unavailable", "Retry-After: 60\r\n"));
    EXPECT_THAT(world.take(home), HasSubstr("SIP/2.0 500 "));
    EXPECT_EQ(world.connects.size(), 1U);
}

TEST(Relay, GivesUpOnServersThatAllTakeTheRequestAndDie) {
    Litware world;
    auto const home = world.home();
    world.say_to_litware(home, request("INVITE", "one"));
    std::string answers;
    for (int attempt = 0; attempt < 20 && answers.find("SIP/2.0 5") == std::string::npos; ++attempt) {
        auto const name = world.connects.back().server_name;
        auto const out = world.connect_as(name);
        world.say(out, "\r\n\r\n");  // it speaks, so its end is no fault of setting it up
        world.take(out);
        world.feed(sansio::Closed{out, std::nullopt});
        while (world.answer_dns()) {
        }
        answers += world.take(home);
    }
    EXPECT_EQ(count(answers, "SIP/2.0 504 "), 1U);
    EXPECT_LE(world.connects.size(), HeldRequests::attempts_max);
    EXPECT_TRUE(world.edge.idle());
}

TEST(Relay, Turns503Into500AndLeavesThePartnerAlone_Rfc3261_21_5_4) {
    World world(one_link());
    auto const home = world.home();
    world.say(home, request("MESSAGE", "one"));
    auto const out = world.connect_as("sip.fabrikam.com");
    world.say(out,
              answer_to(world.take(out), "SIP/2.0 503 Service Unavailable", "Retry-After: 20 (busy)\r\n"));
    auto const first = world.take(home);
    EXPECT_THAT(first, StartsWith("SIP/2.0 500 Server Internal Error\r\n"));
    EXPECT_THAT(first, HasSubstr("ms-diagnostics: 1034;"));

    world.pass(19s);
    world.say(home, request("MESSAGE", "two"));
    EXPECT_THAT(world.take(home), HasSubstr("Retry-After: 1\r\n"));
    EXPECT_EQ(world.take(out), "");
    world.pass(2s);
    world.say(home, request("MESSAGE", "three"));
    EXPECT_THAT(world.take(out), StartsWith("MESSAGE "));
}

TEST(Relay, TakesA503WithoutRetryAfterForA500_Rfc3261_21_5_4) {
    World world(one_link());
    auto const home = world.home();
    world.say(home, request("MESSAGE", "one"));
    auto const out = world.connect_as("sip.fabrikam.com");
    world.say(out, answer_to(world.take(out), "SIP/2.0 503 Service Unavailable"));
    EXPECT_THAT(world.take(home), StartsWith("SIP/2.0 500 "));
    world.say(home, request("MESSAGE", "two"));
    EXPECT_THAT(world.take(out), StartsWith("MESSAGE "));
}

TEST(Relay, AnswersAStatelessRefusalAlikeEachTime_Rfc3261_8_2_7) {
    World world(one_link());
    auto const home = world.home();
    auto const refused = request("INVITE", "one", "Proxy-Require: warp\r\n");
    world.say(home, refused);
    auto const first = world.take(home);
    EXPECT_THAT(first, StartsWith("SIP/2.0 420 "));
    EXPECT_THAT(first, HasSubstr("Unsupported: warp\r\n"));
    EXPECT_THAT(value_of(first, "Via"),
                HasSubstr(";received=127.0.1.99;ms-received-port=40001;ms-received-cid="));
    EXPECT_THAT(value_of(first, "To"), HasSubstr(";tag="));
    world.say(home, refused);
    EXPECT_EQ(world.take(home), first);
    // Its ACK ends here.
    auto ack = replaced(request("ACK", "one"), "To: <sip:bob@fabrikam.com>", "To: " + value_of(first, "To"));
    world.say(home, ack);
    EXPECT_EQ(world.take(home), "");
    EXPECT_TRUE(world.connects.empty());
}

TEST(Relay, RepeatsARefusalAsItWas_Rfc3261_17_2_1) {
    World world(one_link());
    auto const home = world.home();
    auto const refused = replaced(request("INVITE", "one"), "fabrikam", "stranger");
    world.say(home, refused);
    auto const first = world.take(home);
    EXPECT_THAT(first, HasSubstr("ms-diagnostics: 1005;"));
    world.say(home, refused);
    EXPECT_EQ(world.take(home), first);
}

TEST(Relay, PutsWhereARequestCameFromIntoEveryAnswer_Rfc3261_18_2_1) {
    World world(one_link());
    auto const home = world.home();
    for (auto const* const domain : {"fabrikam", "stranger"}) {
        world.say(home, replaced(request("MESSAGE", domain), "fabrikam", domain));
        if (domain == std::string_view("fabrikam")) {
            auto const out = world.connect_as("sip.fabrikam.com");
            world.say(out, answer_to(world.take(out), "SIP/2.0 200 OK"));
        }
        auto const answer = world.take(home);
        EXPECT_EQ(count(answer, ";received="), 1U) << answer;
        EXPECT_EQ(count(answer, ";ms-received-port="), 1U) << answer;
    }
}

TEST(Relay, WritesItsOwnReceivedOverAForgedOne_Rfc3261_18_2_1) {
    World world(one_link());
    auto const home = world.home();
    std::string_view const forged = ":5061;ms-received-cid=FF;received=6.6.6.6;branch=";
    world.say(home, replaced(request("MESSAGE", "one"), ":5061;branch=", forged));
    auto const out = world.connect_as("sip.fabrikam.com");
    auto const forwarded = world.take(out);
    EXPECT_THAT(forwarded, HasSubstr("pool01.contoso.com:5061;branch=z9hG4bKone;received=127.0.1.99;"));
    EXPECT_THAT(forwarded, Not(HasSubstr("6.6.6.6")));
    world.feed(sansio::Closed{out, std::nullopt});
    world.say(home, replaced(request("MESSAGE", "two", "Proxy-Require: warp\r\n"), ":5061;branch=", forged));
    for (auto const& answer : {world.take(home)}) {
        EXPECT_EQ(count(answer, ";received=127.0.1.99;"), 2U) << answer;
        EXPECT_THAT(answer, Not(HasSubstr("6.6.6.6")));
    }
}

TEST(Relay, BoundsWhatAFloodOfExtensionsIsAnswered) {
    World world(one_link());
    auto const home = world.home();
    std::string tags = "Proxy-Require: t0";
    for (int i = 1; i < 2000; ++i) tags += ",t";
    world.say(home, request("MESSAGE", "one", tags + "\r\n"));
    auto const answer = world.take(home);
    EXPECT_THAT(answer, StartsWith("SIP/2.0 420 "));
    EXPECT_LT(answer.size(), 2 * tags.size());
}

TEST(Relay, AnswersOptionsWithWhatAProxyCanDo_Rfc3261_11_2) {
    World world(one_link());
    auto const partner = world.partner();
    auto options = replaced(message("bob@fabrikam.com", "sip.contoso.com"), "MESSAGE", "OPTIONS");
    world.say(partner, replaced(options, "Max-Forwards: 70", "Max-Forwards: 0"));
    auto const answer = world.take(partner);
    EXPECT_THAT(answer, StartsWith("SIP/2.0 200 OK\r\n"));
    for (auto const* const name :
         {"Allow: ", "Accept: ", "Accept-Encoding: ", "Accept-Language: ", "Supported:"})
        EXPECT_EQ(count(answer, std::string("\r\n") + name), 1U) << name;
    EXPECT_THAT(value_of(answer, "To"), HasSubstr(";tag="));
    EXPECT_THAT(answer, HasSubstr("Content-Length: 0\r\n\r\n"));
}

TEST(Relay, AnswersNobodyElsesOptionsAtTheLastHop_Rfc3261_16_3) {
    World world(one_link());
    auto const home = world.home();
    world.say(home, replaced(request("OPTIONS", "one"), "Max-Forwards: 70", "Max-Forwards: 0"));
    EXPECT_THAT(world.take(home), StartsWith("SIP/2.0 483 "));
    EXPECT_TRUE(world.connects.empty());
}

TEST(Relay, ForwardsACancelOfNothingWithoutState_Rfc3261_16_10) {
    World world(one_link());
    auto const home = world.home();
    world.say(home, request("MESSAGE", "one"));
    auto const out = world.connect_as("sip.fabrikam.com");
    world.say(out, answer_to(world.take(out), "SIP/2.0 200 OK"));
    world.take(home);
    world.say(home, request("CANCEL", "two"));
    EXPECT_EQ(world.take(home), "");
    auto const first = world.take(out);
    EXPECT_THAT(first, StartsWith("CANCEL sip:bob@fabrikam.com "));
    world.say(home, request("CANCEL", "two"));
    EXPECT_EQ(world.take(out), first);
    // RFC 6026 §7.3: no transaction, no way back.
    world.say(out, answer_to(first, "SIP/2.0 481 Call/Transaction Does Not Exist"));
    EXPECT_EQ(world.take(home), "");
}

TEST(Relay, AnswersACancelOfAParkedInviteAtOnce_Rfc3261_9_2) {
    World world(one_link());
    auto const home = world.home();
    world.say(home, request("INVITE", "one"));
    world.say(home, request("CANCEL", "one"));
    auto const answers = world.take(home);
    EXPECT_THAT(answers, StartsWith("SIP/2.0 200 OK"));
    EXPECT_THAT(answers, HasSubstr("SIP/2.0 487 "));
    auto const out = world.connect_as("sip.fabrikam.com");
    EXPECT_EQ(world.take(out), "");
}

TEST(Relay, LetsAnAnswerWinTheRaceAgainstItsCancel_Rfc3261_9_1) {
    World world(one_link());
    auto const home = world.home();
    world.say(home, request("INVITE", "one"));
    auto const out = world.connect_as("sip.fabrikam.com");
    auto const forwarded = world.take(out);
    world.say(home, request("CANCEL", "one"));
    EXPECT_EQ(world.take(out), "");
    EXPECT_THAT(world.take(home), StartsWith("SIP/2.0 200 OK"));
    world.say(out, answer_to(forwarded, "SIP/2.0 200 OK", "Contact: <sip:bob@fabrikam.com>\r\n"));
    EXPECT_THAT(world.take(home), HasSubstr("CSeq: 1 INVITE"));
    EXPECT_EQ(world.take(out), "");
    EXPECT_TRUE(world.edge.idle());
}

TEST(Relay, CancelsWhatRingsTooLong_Rfc3261_16_8) {
    World world(one_link());
    auto const home = world.home();
    world.say(home, request("INVITE", "one"));
    auto const out = world.connect_as("sip.fabrikam.com");
    world.say(out, answer_to(world.take(out), "SIP/2.0 180 Ringing"));
    world.take(home);
    world.pass(179s);
    EXPECT_EQ(world.take(out), "");
    for (int second = 0; second < 4; ++second) world.pass(1s);
    EXPECT_THAT(world.take(out), StartsWith("CANCEL "));
    for (int second = 0; second < 33; ++second) world.pass(1s);
    EXPECT_THAT(world.take(home), StartsWith("SIP/2.0 408 "));
    EXPECT_TRUE(world.edge.idle());
}

TEST(Relay, CancelsWhatRingsWhenItDrains) {
    World world(one_link());
    auto const home = world.home();
    world.say(home, request("INVITE", "one"));
    auto const out = world.connect_as("sip.fabrikam.com");
    auto const forwarded = world.take(out);
    world.say(out, answer_to(forwarded, "SIP/2.0 180 Ringing"));
    world.take(home);
    world.edge.drain(world.now);
    world.collect();
    EXPECT_THAT(world.take(out), StartsWith("CANCEL "));
    world.say(out, answer_to(forwarded, "SIP/2.0 487 Request Terminated"));
    EXPECT_THAT(world.take(home), StartsWith("SIP/2.0 487 "));
    EXPECT_THAT(world.take(out), StartsWith("ACK "));
    EXPECT_TRUE(world.edge.idle());
}

TEST(Relay, AnswersEveryRequestThatASlowPartnerLeavesLying) {
    auto topology = one_link();
    topology->limits.soft_cap = 4000;
    World world(topology);
    auto const home = world.home();
    world.say(home, request("MESSAGE", "first"));
    auto const out = world.connect_as("sip.fabrikam.com");
    std::string answers;
    for (int i = 0; i < 60; ++i) {
        world.say(home, request("MESSAGE", std::to_string(i)));
        world.pass(20ms);
        answers += world.take(home);
    }
    auto const refused = count(answers, "SIP/2.0 503 ");
    EXPECT_GT(refused, 30U);
    EXPECT_LT(world.edge.unsent(out).size(), 5000U);
    world.pass(29s);
    ASSERT_EQ(world.closes.size(), 1U);
    world.feed(sansio::Closed{out, std::nullopt});
    answers = world.take(home);
    EXPECT_EQ(count(answers, "SIP/2.0 504 "), 61 - refused);
    EXPECT_TRUE(world.edge.idle());
}

TEST(Relay, LosesNothingSilentlyWhenAConnectionEndsLate) {
    World world(one_link());
    auto const home = world.home();
    auto const out = [&world, home] {
        world.say(home, request("MESSAGE", "zero"));
        return world.connect_as("sip.fabrikam.com");
    }();
    for (auto const* const method : {"INVITE", "MESSAGE", "BYE", "SUBSCRIBE", "OPTIONS", "NEWMETHOD"})
        world.say(home, request(method, method));
    world.take(out);
    world.feed(sansio::Closed{
        out, sansio::ConnectionFault{sansio::ConnectionFault::Stage::tls_refused, {}, "unknown_ca"}});
    auto const answers = world.take(home);
    EXPECT_EQ(count(answers, "SIP/2.0 504 "), 7U);
    EXPECT_EQ(count(answers, "ms-diagnostics: 1047;"), 7U);
    EXPECT_TRUE(world.edge.idle());
}

}  // namespace
}  // namespace edge
