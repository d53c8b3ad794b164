// Which transaction a message belongs to, who may have how many, and what a repetition gets (RFC 3261 §17.1.3, §17.2.3).
#include "edge/sip/transaction/layer_fixture.hpp"

namespace sip::transaction {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    auto const at = text.find(what);
    return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

TEST_F(LayerTest, ARequestIsARepetitionOfTheSameBranchSentByAndMethod_Rfc3261_17_2_3) {
    auto const id = std::get<NewRequest>(request("MESSAGE")).id;
    EXPECT_EQ(std::get<RepeatedRequest>(request("MESSAGE", {elsewhere, 7})).id, id);
    auto const text = sample::request("MESSAGE");
    EXPECT_TRUE(std::holds_alternative<RepeatedRequest>(arrive(replaced(text, "sip.fab", "SIP.Fab"))));
    EXPECT_TRUE(std::holds_alternative<NewRequest>(arrive(replaced(text, "sample1", "sample2"))));
    EXPECT_TRUE(std::holds_alternative<NewRequest>(arrive(replaced(text, "sample1", "SAMPLE1"))));
    EXPECT_TRUE(std::holds_alternative<NewRequest>(arrive(replaced(text, "sip.fab", "www.fab"))));
    EXPECT_TRUE(std::holds_alternative<NewRequest>(request("OPTIONS")));
}

TEST_F(LayerTest, ACancelMatchesAnyMethodAndHarmsOnlyAnInvite_Rfc3261_9_2) {
    auto const id = begin("MESSAGE");
    EXPECT_EQ(std::get<CancelRequest>(request("CANCEL")).of, id);
    EXPECT_EQ(layer.cancel(id, now), CancelAdvice::nothing);
    EXPECT_TRUE(response(200, "MESSAGE").pass);
    layer.response_sent(id, 200, {}, now);
    EXPECT_EQ(std::get<CancelRequest>(request("CANCEL")).of, std::nullopt);
}

TEST_F(LayerTest, ACancelBeforeTheInviteWentOnIsAnsweredHere_Rfc3261_9_2) {
    auto const id = std::get<NewRequest>(request("INVITE")).id;
    EXPECT_EQ(layer.cancel(id, now), CancelAdvice::answer);
    EXPECT_TRUE(layer.cancelled(id));
    sansio::ByteBuffer out;
    layer.respond(id, 487, {}, out, now);
    EXPECT_EQ(layer.cancel(id, now), CancelAdvice::nothing);
}

TEST_F(LayerTest, ACancelAfterTheFinalResponseHasNoEffect_Rfc3261_9_2) {
    auto const id = begin("INVITE");
    response(200, "INVITE");
    layer.response_sent(id, 200, {}, now);
    EXPECT_EQ(std::get<CancelRequest>(request("CANCEL")).of, id);
    EXPECT_EQ(layer.cancel(id, now), CancelAdvice::nothing);
}

TEST_F(LayerTest, APeerMayAnswerOnAnotherOfItsConnections_Rfc3261_18_1_1) {
    begin("INVITE");
    EXPECT_TRUE(response(180, "INVITE", {downstream, 0}).pass);
    EXPECT_TRUE(response(183, "INVITE", {elsewhere, 9}).pass);
    EXPECT_EQ(response(183, "INVITE", {elsewhere, 8}).id, std::nullopt);
}

TEST_F(LayerTest, ARepeatedInviteGetsTheLatestResponseUntilItIsAccepted_Rfc3261_17_2_1) {
    auto const id = begin("INVITE");
    sansio::ByteBuffer out;
    for (int const status : {180, 183}) {
        response(status, "INVITE");
        layer.response_sent(id, status, "SIP/2.0 " + std::to_string(status), now);
        EXPECT_TRUE(std::get<RepeatedRequest>(request("INVITE")).repeat);
        out.clear();
        layer.repeat_response(id, out);
        EXPECT_EQ(out.text(), "SIP/2.0 " + std::to_string(status));
    }
    layer.response_sent(id, 200, "SIP/2.0 200", now);
    EXPECT_FALSE(std::get<RepeatedRequest>(request("INVITE")).repeat);  // RFC 6026 §7.1
}

TEST_F(LayerTest, ARepeatedInviteGetsItsRefusalUntilTheAck_Rfc3261_17_2_1) {
    auto const id = begin("INVITE");
    layer.response_sent(id, 486, "SIP/2.0 486", now);
    EXPECT_TRUE(std::get<RepeatedRequest>(request("INVITE")).repeat);
    EXPECT_EQ(std::get<AckAbsorbed>(request("ACK")).id, id);
}

TEST_F(LayerTest, ARepeatedMessageIsAbsorbedUntilThereIsA100_Rfc3261_17_2_2) {
    auto const id = begin("MESSAGE");
    EXPECT_FALSE(std::get<RepeatedRequest>(request("MESSAGE")).repeat);
    EXPECT_EQ(pass(seconds{4}), Seen{"3500 trying_due"});
    sansio::ByteBuffer out, again;
    layer.respond(id, 100, {}, out, now);
    EXPECT_TRUE(std::get<RepeatedRequest>(request("MESSAGE")).repeat);
    layer.repeat_response(id, again);
    EXPECT_EQ(again.text(), out.text());
}

TEST_F(LayerTest, ABenotifyHasNoResponseOfAnyKind) {
    begin("BENOTIFY");
    EXPECT_EQ(pass(seconds{40}), (Seen{"32000 silence", "32000 terminated"}));
}

TEST_F(LayerTest, WhatRfc4320ForbidsIsNotWritten) {
    auto const id = begin("MESSAGE");
    sansio::ByteBuffer out;
    for (int const status : {180, 183, 408}) layer.respond(id, status, {}, out, now);
    EXPECT_EQ(out.text(), "");
    EXPECT_FALSE(layer.answered(id));
}

TEST_F(LayerTest, ThereIsOneFinalResponse) {
    auto const id = begin("INVITE");
    sansio::ByteBuffer out;
    layer.respond(id, 486, {}, out, now);
    auto const size = out.size();
    layer.respond(id, 500, {}, out, now);
    layer.respond(id, 180, {}, out, now);
    EXPECT_EQ(out.size(), size);
    EXPECT_FALSE(response(180, "INVITE").pass);
    EXPECT_FALSE(response(404, "INVITE").pass);
}

TEST_F(LayerTest, ARequestThatWentOnLateEndsWithItsSender_Rfc4320_4_2) {
    auto const id = std::get<NewRequest>(request("MESSAGE")).id;
    EXPECT_EQ(pass(seconds{20}), Seen{"3500 trying_due"});
    via = "SIP/2.0/TLS sip.contoso.com:5061;branch=" +
          std::string(layer.start_client(id, {downstream, 9}, now));
    EXPECT_EQ(pass(seconds{20}), (Seen{"32000 silence", "32000 terminated"}));
    EXPECT_EQ(response(200, "MESSAGE").id, std::nullopt);
}

TEST_F(LayerTest, TheAckOfAnInviteRefusedWithoutATransactionEndsHere_Rfc3261_8_2_7) {
    auto const invite = sample::request("INVITE");
    auto const tag = std::string(layer.stateless_tag(*MessageView::parse(invite)).view());
    EXPECT_EQ(layer.stateless_tag(*MessageView::parse(invite)).view(), tag);
    auto const ack = sample::request("ACK");
    EXPECT_TRUE(std::holds_alternative<AckAbsorbed>(
        arrive(replaced(ack, "To: <sip:alice@contoso.com>", "To: <sip:alice@contoso.com>;tag=" + tag))));
    EXPECT_TRUE(std::holds_alternative<AckToForward>(arrive(replaced(ack, "sample1", "sample2"))));
}

TEST_F(LayerTest, SoDoesThatOfOneWithinADialog) {
    auto const in_dialog = [](std::string_view method) {
        return replaced(sample::request(method), "To: <sip:alice@contoso.com>",
                        "To: <sip:alice@contoso.com>;tag=of-the-dialog");
    };
    EXPECT_TRUE(std::holds_alternative<AckToForward>(arrive(in_dialog("ACK"))));
    auto const invite = in_dialog("INVITE");
    layer.stateless_tag(*MessageView::parse(invite));
    EXPECT_TRUE(std::holds_alternative<AckAbsorbed>(arrive(in_dialog("ACK"))));
}

TEST_F(LayerTest, CancelAndInviteAreAnsweredWithOneToTag_Rfc3261_9_2) {
    auto const id = begin("INVITE");
    sansio::ByteBuffer out;
    layer.respond(id, 487, {}, out, now);
    auto const cancel = sample::request("CANCEL");
    auto const tag = layer.stateless_tag(*MessageView::parse(cancel));
    EXPECT_NE(out.text().find("To: <sip:alice@contoso.com>;tag=" + std::string(tag.view()) + "\r\n"),
              std::string_view::npos);
}

class LimitsTest : public LayerTest {
protected:
    /// How many of `wanted` requests of that peer are taken.
    int take(Layer& from, std::uint64_t peer, int wanted) {
        int taken = 0;
        auto const sample = sample::request();
        for (int i = 0; i < wanted; ++i) {
            auto const text =
                replaced(sample, "sample1", "s" + std::to_string(peer) + "-" + std::to_string(i));
            auto const arrival = from.on_request(*MessageView::parse(text), {upstream, peer}, {}, now);
            if (auto const* fresh = std::get_if<NewRequest>(&arrival)) {
                ids.push_back(fresh->id);
                ++taken;
            }
        }
        return taken;
    }
    void answer_all(Layer& from) {
        sansio::ByteBuffer out;
        for (auto const id : ids) from.respond(id, 200, {}, out, now);
        while (from.poll_event()) {
        }
        ids.clear();
    }
    std::vector<TransactionId> ids;
};

TEST_F(LimitsTest, NoPeerTakesTheTableFromTheOthers) {
    Layer small(TimerValues{}, random, {.transactions_max = 12});
    EXPECT_EQ(take(small, 1, 100), 6);
    EXPECT_EQ(take(small, 2, 100), 3);
    EXPECT_EQ(take(small, 3, 100), 2);
    EXPECT_EQ(take(small, 4, 100), 1);
    EXPECT_EQ(take(small, 5, 100), 0);
    answer_all(small);
    EXPECT_EQ(take(small, 5, 100), 6);
}

TEST_F(LimitsTest, AfterABurstTheMemoryIsGivenBack) {
    EXPECT_EQ(take(layer, 1, 20'000), 20'000);
    EXPECT_GE(layer.capacity(), 20'000U);
    answer_all(layer);
    EXPECT_EQ(layer.size(), 0U);
    EXPECT_LE(layer.capacity(), 2048U);
    EXPECT_EQ(take(layer, 1, 20'000), 20'000);
}

TEST_F(LimitsTest, ATransactionThatStaysDoesNotKeepTheTimersOfThoseThatWent) {
    EXPECT_EQ(take(layer, 1, 1), 1);
    ids.clear();
    for (int round = 0; round < 50; ++round) {
        EXPECT_EQ(take(layer, 2, 1000), 1000);
        answer_all(layer);
    }
    EXPECT_LE(layer.timers(), 20'000U);
    EXPECT_EQ(pass(seconds{40}), (Seen{"3500 trying_due", "32000 silence", "32000 terminated"}));
    EXPECT_EQ(layer.timers(), 0U);
}

TEST_F(LimitsTest, AStaleIdNamesNobodyElse) {
    auto const first = std::get<NewRequest>(request("MESSAGE")).id;
    sansio::ByteBuffer out;
    layer.respond(first, 200, {}, out, now);
    events();
    auto const second = std::get<NewRequest>(request("MESSAGE")).id;
    EXPECT_NE(first, second);
    EXPECT_FALSE(layer.alive(first));
    EXPECT_TRUE(layer.alive(second));
}

}  // namespace
}  // namespace sip::transaction
