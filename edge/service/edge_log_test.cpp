// What an administrator reads of refused messages: one line each, with the rule and its clause, and no flood of them.
#include <gmock/gmock.h>

#include "edge/service/edge_fixture.hpp"

namespace edge {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    return text.replace(text.find(what), what.size(), by);
}

std::string from_bob() {
    return message("bob@fabrikam.com", "alice@contoso.com");
}

TEST(EdgeLog, ARefusalAtValidationHasItsRuleAndClause_Rfc3261_16_3) {
    struct Case {
        std::string_view what, by, rule;
    };
    for (auto const& [what, by, rule] :
         {Case{"MESSAGE sip:", "MESSAGE tel:", "rule=uri_scheme clause=RFC 3261 §16.3 status=416"},
          Case{"branch=z9hG4bK", "branch=", "rule=branch clause=RFC 3261 §8.1.1.7 status=400"},
          Case{"Call-ID: one\r\n", "", "rule=header_missing clause=RFC 3261 §8.1.1 status=400"},
          Case{"Max-Forwards: 70", "Max-Forwards: 0", "rule=too_many_hops clause=RFC 3261 §16.3 status=483"},
          Case{"Max-Forwards:", "Proxy-Require: magic\r\nMax-Forwards:",
               "rule=proxy_require clause=RFC 3261 §16.3 status=420"}}) {
        World world;
        auto const partner = world.partner();
        world.say(partner, replaced(from_bob(), what, by));
        EXPECT_THAT(world.take(partner), StartsWith("SIP/2.0 4"));
        EXPECT_THAT(world.logged("refused"), ElementsAre(AllOf(HasSubstr("method=MESSAGE"), HasSubstr(rule),
                                                               HasSubstr("remote=127.0.1.99:40001"))));
    }
}

TEST(EdgeLog, ARefusalOfALongUriIsAShortLine) {
    World world;
    auto const partner = world.partner();
    world.say(partner, replaced(from_bob(), "MESSAGE sip:", "MESSAGE tel:" + std::string(10'000, '1')));
    EXPECT_THAT(world.take(partner), StartsWith("SIP/2.0 416"));
    ASSERT_THAT(world.logged("refused"), ElementsAre(HasSubstr("uri=tel:111")));
    EXPECT_LT(world.logged("refused").front().size(), 500U);
}

TEST(EdgeLog, AnAcknowledgementThatIsRefusedIsNotAnswered) {
    World world;
    auto const partner = world.partner();
    auto const ack = replaced(replaced(from_bob(), "MESSAGE sip:", "ACK tel:"), "MESSAGE", "ACK");
    world.say(partner, ack);
    EXPECT_EQ(world.take(partner), "");
    EXPECT_THAT(world.logged("refused"), ElementsAre(HasSubstr("status=none")));
}

TEST(EdgeLog, TheInsideHasNoShare) {
    World world;
    auto const home = world.home();
    for (unsigned i = 0; i < 2 * LogShare::lines_per_minute; ++i)
        world.say(home, message("alice@contoso.com", "bob@nowhere.example"));
    EXPECT_THAT(world.logged("refused"), SizeIs(2 * LogShare::lines_per_minute));
}

TEST(EdgeLog, ARefusalByPolicyHasWhoSaysSoAndItsDiagnostic) {
    World world;
    world.say(world.home(), message("alice@contoso.com", "bob@nowhere.example"));
    EXPECT_THAT(world.logged("refused"),
                ElementsAre(AllOf(HasSubstr("rule=domain_not_listed clause=Set-CsAccessEdgeConfiguration"),
                                  HasSubstr("diagnostic=1005"))));
}

TEST(EdgeLog, AStreamThatCannotBeReadIsOneLine) {
    World world;
    world.say(world.partner(), replaced(from_bob(), "Content-Length: 5\r\n", ""));
    EXPECT_THAT(world.logged("malformed"), IsEmpty());
    EXPECT_THAT(
        world.logged("stream_unreadable"),
        ElementsAre(HasSubstr("rule=content_length_missing clause=RFC 3261 §18.3 cause=no Content-Length")));
}

TEST(EdgeLog, AnAddressThatCannotBeHadIsToldOnce) {
    World world;
    world.feed(sansio::ListenFailed{sansio::ListenerId{1}, "8.8.8.8:5061: cannot assign"});
    for (auto const socket : {1U, 2U})
        world.feed(sansio::SocketFailed{sansio::SocketId{socket}, "8.8.8.8:0"});
    EXPECT_THAT(world.logged("listen_failed"), ElementsAre("cause=8.8.8.8:5061: cannot assign"));
    EXPECT_THAT(world.logged("socket_failed"), IsEmpty());
    EXPECT_EQ(world.edge.start_failure(), "8.8.8.8:5061: cannot assign");
}

TEST(EdgeLog, AMessageThatIsNoSipIsOneLine) {
    World world;
    world.say(world.partner(), replaced(from_bob(), "SIP/2.0\r\nVia", "SIP/3.0\r\nVia"));
    EXPECT_THAT(world.logged("stream_unreadable"), IsEmpty());
    EXPECT_THAT(world.logged("malformed"),
                ElementsAre(HasSubstr("rule=version clause=RFC 3261 §7.1 cause=")));
}

TEST(EdgeLog, APeerThatLeavesInTheMiddleOfAMessageIsTold_Rfc3261_18_3) {
    for (std::size_t const size : {10U, 100U, static_cast<unsigned>(from_bob().size() - 1)}) {
        World world;
        auto const partner = world.partner();
        world.say(partner, from_bob().substr(0, size));
        world.feed(sansio::Closed{partner, std::nullopt});
        EXPECT_EQ(world.take(partner), "");
        EXPECT_TRUE(world.connects.empty());
        EXPECT_THAT(world.logged("stream_unreadable"),
                    ElementsAre(HasSubstr("rule=stream_truncated clause=RFC 3261 §18.3 "
                                          "cause=the stream ended inside a message")));
        EXPECT_THAT(world.logged("closed"), SizeIs(1));
    }
}

TEST(EdgeLog, OnlyAPeerThatLeavesByItselfIsSaidToHaveLeft) {
    for (auto const& text : {std::string{}, from_bob(), from_bob() + "\r\n", from_bob() + "\r\n\r"}) {
        World world;
        auto const partner = world.partner();
        world.say(partner, text);
        world.feed(sansio::Closed{partner, std::nullopt});
        EXPECT_THAT(world.logged("stream_unreadable"), IsEmpty()) << text.size();
    }
    World reset;
    auto const lost = reset.partner();
    reset.say(lost, from_bob().substr(0, 50));
    reset.feed(
        sansio::Closed{lost, sansio::ConnectionFault{sansio::ConnectionFault::Stage::reset, {}, "reset"}});
    EXPECT_THAT(reset.logged("stream_unreadable"), IsEmpty());
    World silent;
    auto const half = silent.partner();
    silent.say(half, from_bob().substr(0, 50));
    silent.pass(80s);
    ASSERT_THAT(silent.closes, SizeIs(1));
    silent.feed(sansio::Closed{half, std::nullopt});
    EXPECT_THAT(silent.logged("stream_unreadable"), IsEmpty());
}

TEST(EdgeLog, AFloodOfRefusalsIsCountedAndNotWritten) {
    World world;
    auto const partner = world.partner();
    auto const bad = replaced(from_bob(), "branch=z9hG4bK", "branch=");
    auto const worse = replaced(from_bob(), "SIP/2.0\r\nVia", "SIP/3.0\r\nVia");
    for (unsigned i = 0; i < LogShare::lines_per_minute; ++i) world.say(partner, i % 2 == 0 ? bad : worse);
    for (int i = 0; i < 40; ++i) world.say(partner, i % 2 == 0 ? bad : worse);
    EXPECT_EQ(world.logged("refused").size() + world.logged("malformed").size(), LogShare::lines_per_minute);
    // Another connection has a share of its own.
    world.say(world.partner(), bad);
    EXPECT_EQ(world.logged("refused").size() + world.logged("malformed").size(),
              LogShare::lines_per_minute + 1);
    world.pass(1min);
    world.say(partner, bad);
    EXPECT_THAT(world.logged("refused").back(), HasSubstr(" untold=40"));
    world.say(partner, bad);
    EXPECT_THAT(world.logged("refused").back(), Not(HasSubstr("untold")));
    EXPECT_EQ(world.edge.counters().refused, LogShare::lines_per_minute + 43U);
}

TEST(EdgeLog, WhatWasNotWrittenIsToldAtTheEndOfTheConnection) {
    World world;
    auto const partner = world.partner();
    for (unsigned i = 0; i < LogShare::lines_per_minute + 7; ++i)
        world.say(partner, replaced(from_bob(), "branch=z9hG4bK", "branch="));
    world.feed(sansio::Closed{partner, std::nullopt});
    EXPECT_THAT(world.logged("closed"), ElementsAre(HasSubstr(" untold=7")));
}

}  // namespace
}  // namespace edge
