#include "edge/sip/dialog/invite_uas.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace sip::dialog {
namespace {

using Event = InviteUas::Event;
using Events = std::vector<Event>;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr sansio::Time at_start{};

Events drain(InviteUas& call) {
    Events events;
    while (auto const event = call.poll_event()) events.push_back(*event);
    return events;
}
/// Runs to the end of its deadlines, or to `until`; answers when what happened, in milliseconds.
std::vector<std::pair<std::int64_t, Event>> run(InviteUas& call, sansio::Time until) {
    std::vector<std::pair<std::int64_t, Event>> happened;
    while (auto const due = call.next_deadline()) {
        if (*due > until) break;
        call.expire(*due);
        for (auto const event : drain(call))
            happened.emplace_back(std::chrono::duration_cast<milliseconds>(due->time_since_epoch()).count(),
                                  event);
    }
    return happened;
}

TEST(InviteUas, TheSuccessIsRepeatedFromT1ToT2UntilTheAck_Rfc3261_13_3_1_4) {
    InviteUas call({}, std::nullopt, at_start);
    call.on_sent(200, at_start);
    std::vector<std::int64_t> times;
    for (auto const& [time, event] : run(call, at_start + seconds{12})) times.push_back(time);
    EXPECT_EQ(times, (std::vector<std::int64_t>{500, 1500, 3500, 7500, 11500}));
    call.on_ack();
    EXPECT_EQ(drain(call), Events{Event::confirmed});
    EXPECT_EQ(call.next_deadline(), std::nullopt);
}

TEST(InviteUas, WithoutAnAckTheSessionEndsAfter64T1_Rfc3261_13_3_1_4) {
    InviteUas call({}, std::nullopt, at_start);
    call.on_sent(200, at_start);
    auto const happened = run(call, at_start + minutes{5});
    EXPECT_EQ(happened.at(happened.size() - 2), std::pair(std::int64_t{32'000}, Event::send_bye));
    EXPECT_EQ(happened.back().second, Event::ended);
}

TEST(InviteUas, ProvisionalResponsesAreRepeatedEveryMinute_Rfc3261_13_3_1_1) {
    InviteUas call({}, std::nullopt, at_start);
    call.on_sent(100, at_start);
    EXPECT_EQ(call.next_deadline(), std::nullopt);
    call.on_sent(180, at_start);
    auto const happened = run(call, at_start + minutes{2});
    EXPECT_EQ(happened, (std::vector<std::pair<std::int64_t, Event>>{{60'000, Event::repeat_provisional},
                                                                     {120'000, Event::repeat_provisional}}));
    call.on_sent(200, at_start + minutes{2});
    EXPECT_EQ(call.next_deadline(), at_start + minutes{2} + milliseconds{500});
}

TEST(InviteUas, AnInvitationExpires_Rfc3261_13_3_1) {
    InviteUas call({}, seconds{20}, at_start);
    call.on_sent(180, at_start);
    call.expire(at_start + seconds{20});
    EXPECT_EQ(drain(call), (Events{Event::send_487, Event::ended}));
    InviteUas answered({}, seconds{20}, at_start);
    answered.on_sent(200, at_start);
    answered.on_ack();
    EXPECT_EQ(answered.next_deadline(), std::nullopt);
}

TEST(InviteUas, ACancelCountsBeforeTheFinalResponseOnly_Rfc3261_9_2) {
    InviteUas ringing({}, std::nullopt, at_start);
    ringing.on_cancel();
    EXPECT_EQ(drain(ringing), (Events{Event::send_487, Event::ended}));
    InviteUas answered({}, std::nullopt, at_start);
    answered.on_sent(200, at_start);
    answered.on_cancel();
    EXPECT_TRUE(drain(answered).empty());
    EXPECT_EQ(answered.state(), InviteUas::State::accepted);
}

TEST(InviteUas, AByeBeforeTheAnswerLeadsTo487_Rfc3261_15_1_2) {
    InviteUas call({}, std::nullopt, at_start);
    call.on_sent(180, at_start);
    call.on_bye();
    EXPECT_EQ(drain(call), (Events{Event::send_487, Event::ended}));
    InviteUas running({}, std::nullopt, at_start);
    running.on_sent(200, at_start);
    running.on_bye();
    EXPECT_EQ(drain(running), Events{Event::ended});
    EXPECT_EQ(running.next_deadline(), std::nullopt);
}

TEST(InviteUas, TheCalleeHangsUpOnlyAfterTheAck_Rfc3261_15) {
    InviteUas call({}, std::nullopt, at_start);
    call.on_sent(200, at_start);
    call.hang_up();
    EXPECT_TRUE(drain(call).empty());
    call.on_ack();
    EXPECT_EQ(drain(call), (Events{Event::confirmed, Event::send_bye, Event::ended}));
    InviteUas ringing({}, std::nullopt, at_start);
    ringing.hang_up();
    EXPECT_EQ(drain(ringing), (Events{Event::send_487, Event::ended}));
}

TEST(InviteUas, ARefusalOwesNothingMore) {
    InviteUas call({}, std::nullopt, at_start);
    call.on_sent(486, at_start);
    call.on_sent(200, at_start);
    EXPECT_EQ(drain(call), Events{Event::ended});
    EXPECT_EQ(call.next_deadline(), std::nullopt);
}

}  // namespace
}  // namespace sip::dialog
