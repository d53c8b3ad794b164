// Roles at the same time, and ways that depend on what comes.
#include <gmock/gmock.h>

#include "harness/runner/player.hpp"
#include "harness/runner/surprises.hpp"
#include "harness/runner/test_scenery.hpp"

namespace runner {
namespace {

using State = Player::State;
using testing::ElementsAre;
using testing::HasSubstr;

class TrackTest : public testing::Test {
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
    std::vector<unsigned> lines() const {
        std::vector<unsigned> lines;
        for (auto const& played : player_->steps()) lines.push_back(played.step.line);
        return lines;
    }

    TestScenery scenery;
    script::Scenario scenario_;
    std::optional<Player> player_;
};

constexpr auto two_roles =
    "<parallel>\n<role>\n<page from='alice' to='bob'>one</page>\n</role>\n"
    "<role>\n<wait for='1s'/>\n<page from='alice' to='bob'>two</page>\n</role>\n</parallel>\n"
    "<page from='alice' to='bob'>three</page>";

TEST_F(TrackTest, RolesAreEachPlayedInTheirOwnOrder) {
    ASSERT_EQ(tell(two_roles), State::playing);
    auto const first = scenery.last_sent();
    EXPECT_EQ(advance(std::chrono::seconds{1}), State::playing);
    auto const second = scenery.last_sent();
    ASSERT_NE(first.index, second.index);
    scenery.deliver(second);
    scenery.answer(second, 200);
    EXPECT_EQ(advance(), State::playing) << "the first role is not done";
    EXPECT_THAT(lines(), ElementsAre(13, 14));
    scenery.deliver(first);
    scenery.answer(first, 200);
    EXPECT_EQ(advance(), State::playing);
    scenery.deliver(scenery.last_sent());
    scenery.answer(scenery.last_sent(), 200);
    EXPECT_EQ(advance(), State::told);
    EXPECT_THAT(lines(), ElementsAre(13, 14, 10, 17));
    EXPECT_EQ(surprises(player_->play()), "");
}

TEST_F(TrackTest, ARoleThatFailsFailsTheStoryAndIsNamed) {
    ASSERT_EQ(tell(two_roles), State::playing);
    scenery.answer(scenery.last_sent(), 504);
    EXPECT_EQ(advance(), State::failed);
    EXPECT_EQ(lines().back(), 10U);
    EXPECT_THAT(player_->reason(), HasSubstr("504"));
}

TEST_F(TrackTest, TheWaitEndsWithTheFirstDeadlineOfARole) {
    tell(two_roles);
    EXPECT_EQ(player_->deadline(), scenery.now + std::chrono::seconds{1});
}

constexpr auto two_ways =
    "<send from='alice' to='bob' method='MESSAGE' label='m'/>\n"
    "<one-of>\n<way>\n<expect at='alice' status='200' of='m'/>\n</way>\n"
    "<way>\n<expect at='alice' status='503' of='m'/>\n<page from='alice' "
    "to='bob'>again</page>\n</way>\n</one-of>";

TEST_F(TrackTest, WhatComesDecidesTheWay) {
    tell(two_ways);
    scenery.answer(scenery.last_sent(), 200);
    EXPECT_EQ(advance(), State::told);
    EXPECT_THAT(lines(), ElementsAre(8, 11));

    tell(two_ways);
    scenery.answer(scenery.last_sent(), 503);
    EXPECT_EQ(advance(), State::playing);
    scenery.deliver(scenery.last_sent());
    scenery.answer(scenery.last_sent(), 200);
    EXPECT_EQ(advance(), State::told);
    EXPECT_THAT(lines(), ElementsAre(8, 14, 15));
}

TEST_F(TrackTest, WhatFitsNoWayFails) {
    tell(two_ways);
    scenery.answer(scenery.last_sent(), 404);
    ASSERT_EQ(advance(), State::failed);
    EXPECT_THAT(player_->steps().back().step.expected, HasSubstr("or 503"));
    EXPECT_THAT(player_->steps().back().step.seen, HasSubstr("404"));
    EXPECT_EQ(lines().back(), 9U);
}

TEST_F(TrackTest, WhenNothingComesNoWayIsTaken) {
    tell(two_ways);
    EXPECT_EQ(advance(std::chrono::seconds{4}), State::playing);
    EXPECT_EQ(advance(std::chrono::seconds{1}), State::failed);
    EXPECT_EQ(lines().back(), 9U);
}

}  // namespace
}  // namespace runner
