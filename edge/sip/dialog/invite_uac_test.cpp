#include "edge/sip/dialog/invite_uac.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace sip::dialog {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Events = std::vector<InviteUac::Event>;

constexpr milliseconds t1{500};
constexpr sansio::Time at_start{};

Events drain(InviteUac& call) {
    Events events;
    while (auto event = call.poll_event()) events.push_back(*event);
    return events;
}

TEST(InviteUac, EachTagIsADialogAndEachSuccessIsAcknowledged_Rfc3261_13_2_2_4) {
    InviteUac call(t1);
    call.on_response(100, "", at_start);
    call.on_response(180, "one", at_start);
    call.on_response(183, "two", at_start);
    call.on_response(180, "one", at_start);
    EXPECT_EQ(drain(call), (Events{EarlyDialog{"one"}, EarlyDialog{"two"}}));
    call.on_response(200, "one", at_start);
    call.on_response(200, "three", at_start);
    call.on_response(200, "one", at_start);
    EXPECT_EQ(drain(call), (Events{ConfirmedDialog{"one"}, SendAck{"one"}, ConfirmedDialog{"three"},
                                   SendAck{"three"}, SendAck{"one"}}));
}

TEST(InviteUac, EarlyDialogsEnd64T1AfterTheFirstSuccess_Rfc3261_13_2_2_4) {
    InviteUac call(t1);
    call.on_response(180, "one", at_start);
    call.on_response(180, "two", at_start);
    call.on_response(200, "one", at_start + seconds{1});
    drain(call);
    EXPECT_EQ(call.next_deadline(), at_start + seconds{33});
    call.on_response(180, "late", at_start + seconds{2});
    call.expire(at_start + seconds{33});
    EXPECT_EQ(drain(call), (Events{DialogEnded{"two"}, InviteOver{200}}));
    call.on_response(200, "one", at_start + seconds{34});
    EXPECT_EQ(drain(call), Events{SendAck{"one"}});
    call.on_response(200, "two", at_start + seconds{34});
    EXPECT_EQ(drain(call), (Events{ConfirmedDialog{"two"}, SendAck{"two"}, SendBye{"two"}}));
    call.on_response(200, "new", at_start + seconds{34});
    EXPECT_EQ(drain(call),
              (Events{ConfirmedDialog{"new"}, SendAck{"new"}, SendBye{"new"}, DialogEnded{"new"}}));
}

TEST(InviteUac, ARefusalEndsAllEarlyDialogs_Rfc3261_13_2_2_3) {
    InviteUac call(t1);
    call.on_response(180, "one", at_start);
    call.on_response(486, "one", at_start);
    call.on_response(603, "two", at_start);
    EXPECT_EQ(drain(call), (Events{EarlyDialog{"one"}, DialogEnded{"one"}, InviteOver{486}}));
    EXPECT_TRUE(call.over());
}

TEST(InviteUac, NoResponseIsA408_Rfc3261_12_2_1_2) {
    InviteUac call(t1);
    call.on_no_response();
    EXPECT_EQ(drain(call), Events{InviteOver{408}});
}

TEST(InviteUac, ACancelWaitsForAProvisionalResponse_Rfc3261_9_1) {
    InviteUac call(t1);
    call.give_up(at_start);
    EXPECT_TRUE(drain(call).empty());
    call.on_response(100, "", at_start + seconds{1});
    call.on_response(180, "one", at_start + seconds{2});
    call.give_up(at_start + seconds{2});
    EXPECT_EQ(drain(call), (Events{SendCancel{}, EarlyDialog{"one"}}));
    call.on_response(487, "one", at_start + seconds{3});
    EXPECT_EQ(drain(call), (Events{DialogEnded{"one"}, InviteOver{487}}));
}

TEST(InviteUac, WithoutAFinalResponseACancelledInviteIsOverAfter64T1_Rfc3261_9_1) {
    InviteUac call(t1);
    call.on_response(180, "", at_start);
    call.give_up(at_start);
    EXPECT_EQ(call.next_deadline(), at_start + seconds{32});
    call.expire(at_start + seconds{32});
    EXPECT_EQ(drain(call), (Events{SendCancel{}, InviteOver{408}}));
}

TEST(InviteUac, ASuccessThatCrossesTheCancelIsAcknowledgedAndHungUp_Rfc3261_15) {
    InviteUac call(t1);
    call.on_response(180, "one", at_start);
    call.give_up(at_start);
    drain(call);
    call.on_response(200, "one", at_start);
    call.on_response(200, "one", at_start);
    EXPECT_EQ(drain(call), (Events{ConfirmedDialog{"one"}, SendAck{"one"}, SendBye{"one"}, DialogEnded{"one"},
                                   SendAck{"one"}}));
}

TEST(InviteUac, GivingUpAnAnsweredCallIsABye_Rfc3261_15) {
    InviteUac call(t1);
    call.on_response(200, "one", at_start);
    call.on_response(200, "two", at_start);
    drain(call);
    call.on_bye("two");
    call.give_up(at_start);
    EXPECT_EQ(drain(call), (Events{DialogEnded{"two"}, SendBye{"one"}, DialogEnded{"one"}}));
}

TEST(InviteUac, TheSixtyFifthForkThatAnswersIsAcknowledgedAndAllComesToAnEnd_Rfc3261_13_2_2_4) {
    InviteUac call(t1);
    for (int fork = 0; fork < 65; ++fork) call.on_response(180, std::to_string(fork), at_start);
    EXPECT_EQ(drain(call).size(), 64U);
    call.on_response(200, "late", at_start);
    EXPECT_EQ(drain(call), (Events{ConfirmedDialog{"late"}, SendAck{"late"}}));
    EXPECT_EQ(call.next_deadline(), at_start + seconds{32});
    for (int fork = 64; fork < 255; ++fork) call.on_response(200, std::to_string(fork), at_start);
    drain(call);
    call.on_response(200, "beyond", at_start);
    EXPECT_EQ(drain(call), (Events{ConfirmedDialog{"beyond"}, SendAck{"beyond"}, SendBye{"beyond"},
                                   DialogEnded{"beyond"}}));
    call.expire(at_start + seconds{32});
    EXPECT_TRUE(call.over());
}

}  // namespace
}  // namespace sip::dialog
