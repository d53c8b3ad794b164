#include "edge/sip/transaction/layer.hpp"

#include "edge/sip/transaction/layer_fixture.hpp"

namespace sip::transaction {
namespace {

using std::chrono::seconds;

TEST_F(LayerTest, ANonInviteEndsWithItsFinalResponse) {
    auto const id = begin("MESSAGE");
    layer.note(id) = 42;
    auto const arrival = response(200, "MESSAGE");
    EXPECT_EQ(arrival.id, id);
    EXPECT_TRUE(arrival.pass && !arrival.acknowledge);
    layer.response_sent(id, 200, {}, now);
    EXPECT_EQ(layer.poll_event(), (TransactionEvent{Kind::terminated, id, 42}));
    EXPECT_FALSE(layer.alive(id));
    EXPECT_EQ(layer.size(), 0U);
    EXPECT_EQ(pass(seconds{100}), Seen{});
}

TEST_F(LayerTest, ALateResponseIsUnknown_Rfc4320_4_2) {
    auto const id = begin("MESSAGE");
    EXPECT_EQ(pass(seconds{40}), (Seen{"3500 trying_due", "32000 silence", "32000 terminated"}));
    EXPECT_FALSE(layer.alive(id));
    EXPECT_EQ(response(200, "MESSAGE").id, std::nullopt);
}

TEST_F(LayerTest, ProvisionalResponsesOfANonInviteStay_Rfc4320_4_1) {
    begin("MESSAGE");
    EXPECT_FALSE(response(100, "MESSAGE").pass);
    EXPECT_FALSE(response(183, "MESSAGE").pass);
    EXPECT_TRUE(response(200, "MESSAGE").pass);
}

TEST_F(LayerTest, AResponseCountsOnlyOnTheConnectionAndForTheMethodOfItsRequest) {
    begin("MESSAGE");
    EXPECT_EQ(response(200, "MESSAGE", {elsewhere, 8}).id, std::nullopt);
    EXPECT_EQ(response(200, "BYE").id, std::nullopt);
    via.back() = via.back() == '0' ? '1' : '0';
    EXPECT_EQ(response(200, "MESSAGE").id, std::nullopt);
}

TEST_F(LayerTest, ARepetitionIsAbsorbedAndAnswersWithOurLastResponse) {
    auto const id = begin("INVITE");
    EXPECT_FALSE(std::get<RepeatedRequest>(request("INVITE")).repeat);
    sansio::ByteBuffer out, again;
    layer.respond(id, 100, {}, out, now);
    auto const repeated = std::get<RepeatedRequest>(request("INVITE"));
    EXPECT_EQ(repeated.id, id);
    EXPECT_TRUE(repeated.repeat);
    layer.repeat_response(id, again);
    EXPECT_EQ(again.text(), out.text());
    response(180, "INVITE");
    layer.response_sent(id, 180, "the 180", now);
    again.clear();
    layer.repeat_response(id, again);
    EXPECT_EQ(again.text(), "the 180");
}

TEST_F(LayerTest, ATransactionBelongsToItsPeer) {
    auto const id = begin("INVITE");
    EXPECT_EQ(std::get<CancelRequest>(request("CANCEL", {elsewhere, 8})).of, std::nullopt);
    EXPECT_EQ(std::get<CancelRequest>(request("CANCEL", {elsewhere, 7})).of, id);
    EXPECT_TRUE(std::holds_alternative<NewRequest>(request("INVITE", {elsewhere, 8})));
}

TEST_F(LayerTest, AnInviteIsAnsweredTryingAfter200ms) {
    begin("INVITE");
    EXPECT_EQ(pass(seconds{1}), Seen{"200 trying_due"});
}

TEST_F(LayerTest, AnInviteWithoutAnyResponseTimesOutAfter32s) {
    auto const id = begin("INVITE");
    EXPECT_EQ(pass(seconds{40}), (Seen{"200 trying_due", "32000 client_timed_out"}));
    sansio::ByteBuffer out;
    layer.respond(id, 408, {}, out, now);
    EXPECT_TRUE(std::holds_alternative<AckAbsorbed>(request("ACK")));
    EXPECT_EQ(events(), Seen{"40000 terminated"});
}

TEST_F(LayerTest, ASuccessPassesEach2xxAndTheAckGoesOn_Rfc6026) {
    auto const id = begin("INVITE");
    EXPECT_TRUE(response(200, "INVITE").pass);
    layer.response_sent(id, 200, {}, now);
    auto const again = response(200, "INVITE");
    EXPECT_TRUE(again.pass && !again.acknowledge);
    layer.response_sent(id, 200, {}, now);
    EXPECT_TRUE(std::holds_alternative<AckToForward>(request("ACK")));
    EXPECT_EQ(std::get<RepeatedRequest>(request("INVITE")).id, id);
    EXPECT_EQ(pass(seconds{40}), Seen{"32000 terminated"});
}

TEST_F(LayerTest, ARefusalIsAcknowledgedHereAndEndsWithTheCallersAck_Rfc3261_17_1_1_3) {
    auto const id = begin("INVITE");
    auto const arrival = response(486, "INVITE");
    EXPECT_TRUE(arrival.pass && arrival.acknowledge);
    sansio::ByteBuffer out;
    layer.write_ack(id, *MessageView::parse(text_), out);
    EXPECT_EQ(out.text(), sample::wire("ACK sip:alice@contoso.com SIP/2.0\nVia: " + via +
                                       "\nMax-Forwards: 70\nRoute: <sip:pool01.contoso.com;lr>\n"
                                       "From: \"Bob\" <sip:bob@fabrikam.com>;tag=b1;epid=0202ddeeff\nTo: "
                                       "<sip:alice@contoso.com>;tag=a1\n"
                                       "Call-ID: sample-1\nCSeq: 1 ACK\nContent-Length: 0\n\n"));
    layer.response_sent(id, 486, {}, now);
    EXPECT_EQ(std::get<AckAbsorbed>(request("ACK")).id, id);
    EXPECT_EQ(events(), Seen{"0 terminated"});
    EXPECT_TRUE(std::holds_alternative<AckToForward>(request("ACK")));
}

TEST_F(LayerTest, ACancelWaitsForAProvisionalResponse_Rfc3261_9_1) {
    auto const id = begin("INVITE");
    EXPECT_EQ(layer.cancel(id, now), CancelAdvice::wait);
    EXPECT_TRUE(response(100, "INVITE").cancel);
    EXPECT_FALSE(response(180, "INVITE").cancel);
    sansio::ByteBuffer out;
    layer.write_cancel(id, out);
    EXPECT_EQ(out.text(),
              sample::wire(
                  "CANCEL sip:alice@contoso.com SIP/2.0\nVia: " + via +
                  "\nMax-Forwards: 70\nRoute: <sip:pool01.contoso.com;lr>\n"
                  "From: \"Bob\" <sip:bob@fabrikam.com>;tag=b1;epid=0202ddeeff\nTo: <sip:alice@contoso.com>\n"
                  "Call-ID: sample-1\nCSeq: 1 CANCEL\nContent-Length: 0\n\n"));
    auto const answer = response(200, "CANCEL");
    EXPECT_EQ(answer.id, id);
    EXPECT_FALSE(answer.pass);
    EXPECT_TRUE(response(487, "INVITE").pass);
    EXPECT_EQ(layer.cancel(id, now), CancelAdvice::answer);
}

TEST_F(LayerTest, ACancelSaysWhyAsTheFirstOneDid_Rfc3326_2) {
    auto const id = begin("INVITE");
    EXPECT_EQ(layer.cancel(id, now, "Reason: SIP ;cause=200\r\n"), CancelAdvice::wait);
    EXPECT_EQ(layer.cancel(id, now, "Reason: SIP ;cause=600\r\n"), CancelAdvice::wait);
    EXPECT_TRUE(response(180, "INVITE").cancel);
    sansio::ByteBuffer out;
    layer.write_cancel(id, out);
    EXPECT_NE(out.text().find("\r\nCSeq: 1 CANCEL\r\nReason: SIP ;cause=200\r\nContent-Length: 0\r\n\r\n"),
              std::string_view::npos);
}

TEST_F(LayerTest, ASecondCancelWaitsForWhatTheFirstBrings_Rfc3261_16_7) {
    auto const id = begin("INVITE");
    response(180, "INVITE");
    EXPECT_EQ(layer.cancel(id, now), CancelAdvice::send);
    EXPECT_EQ(layer.cancel(id, now), CancelAdvice::wait);
    EXPECT_TRUE(response(487, "INVITE").pass);
}

TEST_F(LayerTest, A408ToANonInviteEndsItsClientSideAndGoesNoFurther_Rfc3261_17_1_2_2_Rfc4320_4_2) {
    begin("MESSAGE");
    EXPECT_FALSE(response(408, "MESSAGE").pass);
    EXPECT_FALSE(response(200, "MESSAGE").pass);
    begin("INVITE");
    EXPECT_TRUE(response(408, "INVITE").pass);
}

TEST_F(LayerTest, AfterACancelAFinalResponseIsAwaitedFor32s) {
    auto const id = begin("INVITE");
    response(180, "INVITE");
    layer.response_sent(id, 180, {}, now);
    now += seconds{10};
    EXPECT_EQ(layer.cancel(id, now), CancelAdvice::send);
    EXPECT_EQ(pass(seconds{100}), Seen{"42000 client_timed_out"});
    layer.response_sent(id, 487, {}, now);
    EXPECT_EQ(pass(seconds{200}), Seen{"142000 terminated"});
}

TEST_F(LayerTest, TimerCIsRestartedByEachProvisionalResponse_Rfc3261_16_7) {
    auto const id = begin("INVITE");
    response(180, "INVITE");
    layer.response_sent(id, 180, {}, now);
    EXPECT_EQ(pass(seconds{100}), Seen{});
    response(183, "INVITE");
    layer.response_sent(id, 183, {}, now);
    EXPECT_EQ(pass(seconds{300}), Seen{"281000 timer_c"});
}

TEST_F(LayerTest, ALostConnectionFailsWhatWaitsOnIt) {
    auto const invite = begin("INVITE");
    auto const message = begin("MESSAGE");
    layer.connection_lost(elsewhere, now);
    EXPECT_EQ(events(), Seen{});
    layer.connection_lost(downstream, now);
    EXPECT_EQ(events(), (Seen{"0 client_failed", "0 client_failed"}));
    sansio::ByteBuffer out;
    layer.respond(message, 504, {}, out, now);
    layer.respond(invite, 504, {.to_tag = "mine"}, out, now);
    EXPECT_NE(out.text().find("SIP/2.0 504 Server Time-out"), std::string_view::npos);
    EXPECT_NE(out.text().find("branch=z9hG4bKsample1;received=127.0.1.30\r\n"), std::string_view::npos);
    EXPECT_NE(out.text().find("To: <sip:alice@contoso.com>;tag=mine\r\n"), std::string_view::npos);
    EXPECT_EQ(pass(seconds{60}), (Seen{"0 terminated", "32000 terminated"}));
}

TEST_F(LayerTest, AFailedClientSideCanBeginAgainElsewhere) {
    auto const id = begin("INVITE");
    auto const first_via = via;
    EXPECT_EQ(pass(seconds{20}), Seen{"200 trying_due"});
    layer.connection_lost(downstream, now);
    EXPECT_EQ(events(), Seen{"20000 client_failed"});
    via =
        "SIP/2.0/TLS sip.contoso.com:5061;branch=" + std::string(layer.start_client(id, {elsewhere, 9}, now));
    EXPECT_NE(via, first_via);
    EXPECT_EQ(pass(seconds{30}), Seen{});  // the first attempt's Timer B, due by now, is not the second's
    EXPECT_TRUE(response(200, "INVITE", {elsewhere, 9}).pass);
}

TEST_F(LayerTest, TheToTagOfOurOwnResponsesStaysTheSame) {
    auto const id = begin("INVITE");
    sansio::ByteBuffer one, two;
    layer.respond(id, 180, {}, one, now);
    layer.respond(id, 180, {}, two, now);
    EXPECT_NE(one.text().find(";tag="), std::string_view::npos);
    EXPECT_EQ(one.text(), two.text());
}

TEST_F(LayerTest, WhatCannotBeMatchedIsNotAccepted) {
    auto const text =
        sample::wire("MESSAGE sip:a@b SIP/2.0\nVia: SIP/2.0/TLS x;branch=old\nCSeq: 1 MESSAGE\n\n");
    auto const arrival = layer.on_request(*MessageView::parse(text), {upstream, 7}, {}, now);
    EXPECT_EQ(std::get<NotAccepted>(arrival).why, NotAccepted::Why::syntax);
    Layer small(TimerValues{}, random, {.transactions_max = 0});
    auto const good = sample::request();
    auto const refused = small.on_request(*MessageView::parse(good), {upstream, 7}, {}, now);
    EXPECT_EQ(std::get<NotAccepted>(refused).why, NotAccepted::Why::full);
}

}  // namespace
}  // namespace sip::transaction
