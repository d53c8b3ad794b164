#include "edge/sip/dialog/session_change.hpp"

#include <set>

#include <gtest/gtest.h>

namespace sip::dialog {
namespace {

using std::chrono::milliseconds;
constexpr sansio::Time at_start{};

TEST(SessionChange, OneInviteAtATimeInBothDirections_Rfc3261_14_1) {
    sansio::Random random(1);
    SessionChange change(true, random);
    EXPECT_TRUE(change.may_invite());
    change.on_invite_sent();
    EXPECT_FALSE(change.may_invite());
    EXPECT_EQ(change.on_invite(), (SessionChange::Verdict{491, std::nullopt}));
    change.on_response(200, at_start);
    EXPECT_EQ(change.on_invite(), SessionChange::Verdict{});
    EXPECT_FALSE(change.may_invite());
    change.on_answered();
    EXPECT_TRUE(change.may_invite());
}

TEST(SessionChange, ASecondInviteBeforeTheAnswerGets500WithARetryAfter_Rfc3261_14_2) {
    sansio::Random random(1);
    std::set<std::uint32_t> waits;
    for (int round = 0; round < 500; ++round) {
        SessionChange change(false, random);
        static_cast<void>(change.on_invite());
        auto const verdict = change.on_invite();
        EXPECT_EQ(verdict.status, 500);
        waits.insert(verdict.retry_after.value());
    }
    EXPECT_EQ(waits.size(), 11U);
    EXPECT_EQ(*waits.rbegin(), 10U);
}

TEST(SessionChange, After491TheOwnerOfTheCallIdWaitsLonger_Rfc3261_14_1) {
    sansio::Random random(1);
    for (bool const owner : {true, false}) {
        for (int round = 0; round < 1000; ++round) {
            SessionChange change(owner, random);
            change.on_invite_sent();
            change.on_response(491, at_start);
            auto const wait = change.next_deadline().value() - at_start;
            EXPECT_GE(wait, owner ? milliseconds{2100} : milliseconds{0});
            EXPECT_LE(wait, owner ? milliseconds{4000} : milliseconds{2000});
            EXPECT_EQ(wait % milliseconds{10}, sansio::Duration{});
        }
    }
}

TEST(SessionChange, TheRetryComesOnceAndNotAfterTheEnd_Rfc3261_14_1) {
    sansio::Random random(1);
    SessionChange change(true, random);
    change.on_invite_sent();
    change.on_response(491, at_start);
    auto const due = change.next_deadline().value();
    EXPECT_FALSE(change.take_retry(due - milliseconds{1}));
    static_cast<void>(change.on_invite());
    EXPECT_FALSE(change.take_retry(due));
    change.on_answered();
    EXPECT_TRUE(change.take_retry(due));
    EXPECT_FALSE(change.take_retry(due));
    change.on_invite_sent();
    change.on_response(491, due);
    change.stop();
    EXPECT_EQ(change.next_deadline(), std::nullopt);
}

TEST(SessionChange, OtherRefusalsAreNotTriedAgain) {
    sansio::Random random(1);
    SessionChange change(true, random);
    change.on_invite_sent();
    change.on_response(488, at_start);
    EXPECT_EQ(change.next_deadline(), std::nullopt);
    EXPECT_TRUE(change.may_invite());
}

}  // namespace
}  // namespace sip::dialog
