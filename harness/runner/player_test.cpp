#include "harness/runner/player.hpp"

#include <gmock/gmock.h>

#include "harness/runner/surprises.hpp"
#include "harness/runner/test_scenery.hpp"

namespace runner {
namespace {

using Kind = kit::Observation::Kind;
using State = Player::State;
using std::chrono::seconds;
using testing::HasSubstr;

class PlayerTest : public testing::Test {
protected:
    State tell(std::string const& steps) {
        scenario_ = story(steps);
        player_.emplace(scenario_, scenery, Pace{});
        return advance();
    }
    State advance(sansio::Duration later = {}) {
        scenery.now += later;
        return player_->advance(scenery.now);
    }
    reports::Step const& last_step() const { return player_->steps().back().step; }

    TestScenery scenery;
    script::Scenario scenario_;
    std::optional<Player> player_;
};

TEST_F(PlayerTest, APageMustArriveAndBeAnswered) {
    ASSERT_EQ(tell("<page from='alice' to='bob'>hello</page>"), State::playing);
    scenery.deliver(scenery.last_sent());
    EXPECT_EQ(advance(), State::playing);
    scenery.answer(scenery.last_sent(), 200);
    EXPECT_EQ(advance(), State::told);
    EXPECT_EQ(surprises(player_->play()), "");
}

TEST_F(PlayerTest, AnotherAnswerFailsAtOnceAndIsNamed) {
    tell("<page from='alice' to='bob'>hello</page>");
    scenery.answer(scenery.last_sent(), 504, "ms-diagnostics: 1009;reason=\"x\"");
    ASSERT_EQ(advance(), State::failed);
    EXPECT_EQ(last_step().expected, "200 to MESSAGE at contoso");
    EXPECT_THAT(last_step().seen, HasSubstr("504 Answer (MESSAGE), ms-diagnostics: 1009"));
    EXPECT_EQ(last_step().line, 8U);
}

TEST_F(PlayerTest, ABodyThatChangedOnTheWayFails) {
    tell("<page from='alice' to='bob'>hello</page>");
    scenery.deliver(scenery.last_sent(), "goodbye");
    ASSERT_EQ(advance(), State::failed);
    EXPECT_THAT(last_step().expected, HasSubstr("\"hello\""));
    EXPECT_THAT(last_step().seen, HasSubstr("\"goodbye\""));
}

TEST_F(PlayerTest, WhatDoesNotComeFailsAfterItsTimeAndSaysHowLong) {
    tell("<page from='alice' to='bob'>hello</page>");
    EXPECT_EQ(player_->deadline(), scenery.now + seconds(5));
    EXPECT_EQ(advance(seconds(4)), State::playing);
    ASSERT_EQ(advance(seconds(1)), State::failed);
    EXPECT_EQ(last_step().expected, "MESSAGE at fabrikam");
    EXPECT_EQ(last_step().seen, "nothing in 5 s");
}

TEST_F(PlayerTest, ARefusalMustComeFromTheEdgeAlone) {
    tell("<refused from='alice' to='bob' method='MESSAGE' status='504' diagnostics='1009'/>");
    scenery.deliver(scenery.last_sent());
    ASSERT_EQ(advance(), State::failed);
    EXPECT_EQ(last_step().expected, "MESSAGE at nobody");
}

TEST_F(PlayerTest, ARefusalHasItsStatusAndDiagnostics) {
    tell("<refused from='alice' to='bob' method='MESSAGE' status='504' diagnostics='1009'/>");
    scenery.answer(scenery.last_sent(), 504, "ms-diagnostics: 1009;reason=\"x\"");
    EXPECT_EQ(advance(), State::told);
    tell("<refused from='alice' to='bob' method='MESSAGE' status='504' diagnostics='1009'/>");
    scenery.answer(scenery.last_sent(), 504, "ms-diagnostics: 1010;reason=\"x\"");
    EXPECT_EQ(advance(), State::failed);
}

TEST_F(PlayerTest, TheNextMessageMustBeTheExpectedOne) {
    tell("<send from='alice' to='bob' method='MESSAGE'/><expect at='alice' status='404'/>");
    scenery.answer(scenery.last_sent(), 200);
    ASSERT_EQ(advance(), State::failed);
    EXPECT_THAT(last_step().seen, HasSubstr("status 200"));
}

TEST_F(PlayerTest, SilenceEndsWithItsTimeOrWithTheFirstMessage) {
    tell("<silence at='alice' for='40s'/>");
    EXPECT_EQ(advance(seconds(39)), State::playing);
    EXPECT_EQ(advance(seconds(1)), State::told);
    tell("<send from='alice' to='bob' method='MESSAGE'/><silence at='bob' for='40s'/>");
    scenery.deliver(scenery.last_sent());
    EXPECT_EQ(advance(), State::failed);
    EXPECT_EQ(last_step().expected, "nothing at bob for 40 s");
}

TEST_F(PlayerTest, ARepeatIsUnrolledWithItsNumber) {
    tell("<repeat times='2'><page from='alice' to='bob'>number ${n}</page></repeat><wait for='1s'/>");
    for (auto const* body : {"number 1", "number 2"}) {
        EXPECT_EQ(scenery.last_sent().summary.body, body);
        scenery.deliver(scenery.last_sent());
        scenery.answer(scenery.last_sent(), 200);
        advance();
    }
    EXPECT_THAT(last_step().text, HasSubstr("(2 of 2)"));
    EXPECT_EQ(advance(seconds(1)), State::told);
    EXPECT_EQ(last_step().number, 3U);
}

TEST_F(PlayerTest, AStepThatChangesAMachineWaitsUntilItIsInForce) {
    scenery.machines = Scenery::Readiness::pending;
    EXPECT_EQ(tell("<shell>New-CsAllowedDomain -Identity x.com</shell>"), State::playing);
    EXPECT_THAT(scenery.typed, HasSubstr("New-CsAllowedDomain"));
    scenery.machines = Scenery::Readiness::ready;
    EXPECT_EQ(advance(), State::told);
    scenery.machines = Scenery::Readiness::failed;
    EXPECT_EQ(tell("<shell>New-CsAllowedDomain -Identity y.com</shell>"), State::failed);
    EXPECT_EQ(last_step().seen, "it is broken");
}

TEST_F(PlayerTest, AStepThatCannotBePlayedIsAMistakeAndNoVerdict) {
    EXPECT_EQ(tell("<kill partner='fabrikam'/><page from='bob' to='alice'>hello</page>"), State::mistaken);
    EXPECT_THAT(player_->reason(), HasSubstr("fabrikam is not running"));
    EXPECT_EQ(tell("<start partner='fabrikam'/>"), State::mistaken);
}

TEST_F(PlayerTest, WaitsOfScaledScenariosAreDivided) {
    scenario_ = story("<silence at='alice' for='40s'/>");
    Player player(scenario_, scenery, Pace{.divisor = 20});
    player.advance(scenery.now);
    EXPECT_EQ(player.deadline(), scenery.now + seconds(2));
}

TEST_F(PlayerTest, WhatNoStepAwaitedIsASurprise) {
    tell("<send from='alice' to='bob' method='MESSAGE'/>");
    scenery.deliver(scenery.last_sent());
    scenery.note("stray_response");
    EXPECT_THAT(surprises(player_->play()), HasSubstr("bob@fabrikam.com received MESSAGE"));
    EXPECT_THAT(surprises(player_->play()), HasSubstr("fabrikam: stray_response"));
}

TEST_F(PlayerTest, AnAwaitedAnswerMayMatchNoRequest) {
    tell("<send from='alice' to='bob' method='MESSAGE'/><expect at='alice' status='400'/>");
    scenery.answer(scenery.last_sent(), 400);
    scenery.note("stray_response");
    ASSERT_EQ(advance(), State::told);
    EXPECT_EQ(surprises(player_->play()), "");
    scenery.note("stray_response");
    EXPECT_EQ(surprises(player_->play()), "fabrikam: stray_response");
}

TEST_F(PlayerTest, MoreConnectionsOfTheEdgeThanAStepAllowsFail) {
    tell("<wait for='1s'/><connections at='fabrikam' at-most='2'/>");
    for (std::uint64_t number : {1, 2}) scenery.happen(Kind::accepted, number);
    scenery.happen(Kind::closed, 1);
    scenery.happen(Kind::accepted, 3);
    scenery.happen(Kind::connected, 4);
    EXPECT_EQ(advance(seconds(1)), State::told);
    tell("<wait for='1s'/><connections at='fabrikam' at-most='2'/>");
    scenery.happen(Kind::accepted, 5);
    scenery.happen(Kind::closed, 5);
    ASSERT_EQ(advance(seconds(1)), State::failed);
    EXPECT_EQ(last_step().seen, "3");
}

TEST_F(PlayerTest, MoreCrlfsThanAStepAllowsFail) {
    tell("<wait for='1s'/><pong at='fabrikam' at-most='18'/>");
    scenery.happen(Kind::note, 1, "CRLF");
    scenery.happen(Kind::note, 1, "17 CRLFs");
    EXPECT_EQ(advance(seconds(1)), State::told);
    EXPECT_EQ(tell("<pong at='fabrikam' at-most='17'/>"), State::failed);
    EXPECT_EQ(last_step().seen, "18");
}

TEST_F(PlayerTest, TheMostThatTheEdgeEverHeldIsJudgedAtOnceAndItsConnectionsInTime) {
    scenery.kept = {.connections = 5, .bytes_max = 1000};
    EXPECT_EQ(tell("<edge bytes-at-most='1000' connections-at-most='5'/>"), State::told);
    EXPECT_EQ(tell("<edge bytes-at-most='999'/>"), State::failed);
    EXPECT_EQ(last_step().seen, "1000");
    EXPECT_EQ(tell("<edge connections-at-most='4' within='2s'/>"), State::playing);
    ASSERT_EQ(advance(seconds(2)), State::failed);
    EXPECT_EQ(last_step().seen, "5");
    EXPECT_EQ(tell("<edge connections-at-most='4' within='2s'/>"), State::playing);
    scenery.kept.connections = 4;
    EXPECT_EQ(advance(seconds(1)), State::told);
}

TEST_F(PlayerTest, AFlowIsComparedWithAnEarlierOne) {
    constexpr auto flows =
        "<traffic><flow from='alice' to='bob' label='before'/></traffic>"
        "<traffic><flow from='alice' to='bob' p99-of='before'/></traffic>";
    auto const answered_after = [&](sansio::Duration wait) {
        scenery.deliver(scenery.last_sent());
        scenery.now += wait;
        scenery.answer(scenery.last_sent(), 200);
        return advance();
    };
    tell(flows);
    EXPECT_EQ(answered_after(seconds(2)), State::playing);
    EXPECT_EQ(answered_after(seconds(2)), State::told);
    tell(flows);
    EXPECT_EQ(answered_after(seconds(2)), State::playing);
    EXPECT_EQ(answered_after(seconds(3)), State::failed);
    EXPECT_EQ(last_step().expected, "a p99 no later than the 2 s of \"before\"");
}

TEST_F(PlayerTest, OnlyTheConnectionOfItsOwnOptionsAnswersAnAttempt) {
    constexpr auto attempt = "<no-connection from='fabrikam' to='contoso'/>";
    auto const asked = [&] { return player_->play().forgiven.back().request; };
    tell(attempt);
    scenery.happen(Kind::closed, 7);
    EXPECT_EQ(advance(), State::playing);
    scenery.happen_to(asked(), Kind::sent, 8);
    scenery.happen(Kind::closed, 8);
    EXPECT_EQ(advance(), State::told);

    tell(attempt);
    scenery.happen(Kind::connect_failed, 9);
    EXPECT_EQ(advance(), State::playing);
    scenery.happen_to(asked(), Kind::note, 0);
    EXPECT_EQ(advance(), State::told);

    tell(attempt);
    scenery.happen_to(asked(), Kind::sent, 10);
    scenery.happen(Kind::closed, 7);
    EXPECT_EQ(advance(seconds(5)), State::failed);
    EXPECT_EQ(last_step().seen, "a connection that stays open");

    tell(attempt);
    scenery.happen_to(asked(), Kind::note, 0);
    EXPECT_EQ(advance(), State::failed);
}

TEST_F(PlayerTest, DeathsExplainWhatGetsLost) {
    tell("<kill edge='under-test'/>");
    scenery.note("undelivered");
    scenery.note("unreadable");
    EXPECT_EQ(surprises(player_->play()), "fabrikam: unreadable");
}

}  // namespace
}  // namespace runner
