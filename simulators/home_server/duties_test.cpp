// What a party owes without being told, and how it fails when it is told to.
#include "simulators/home_server/two_parties_fixture.hpp"
#include "simulators/wire/raw_message.hpp"

namespace home_server {
namespace {

using Kind = kit::Observation::Kind;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;

class Duties : public TwoParties {
protected:
    void page(std::string const& to) { EXPECT_TRUE(contoso->page("alice@contoso.com", to, "hi", now())); }
    std::size_t count(std::string const& party, std::string const& line) const {
        auto const lines = story(party);
        return static_cast<std::size_t>(std::ranges::count(lines, line));
    }
};

TEST_F(Duties, AnUnknownUserIs404AndOnlyTheInsideSaysWhy) {
    begin();
    page("nobody@fabrikam.com");
    run();
    auto const outside = last("fabrikam", Kind::sent, "MESSAGE");
    EXPECT_EQ(outside.summary.status, 404);
    EXPECT_FALSE(wire::RawMessage(outside.raw).has("ms-diagnostics"));
    EXPECT_TRUE(fabrikam->page("bob@fabrikam.com", "nobody@contoso.com", "hi", now()));
    run();
    EXPECT_EQ(
        wire::RawMessage(last("contoso", Kind::sent, "MESSAGE").raw).value("ms-diagnostics"),
        "1003;reason=\"User does not exist\";TargetUri=\"nobody@contoso.com\";source=\"pool01.contoso.com\"");
}

TEST_F(Duties, ARefusedInviteIsAcknowledgedInItsOwnTransaction_Rfc3261_17_1_1_3) {
    begin();
    auto const sent = contoso->open("alice@contoso.com", "nobody@fabrikam.com", now());
    run();
    EXPECT_THAT(story("contoso"),
                ElementsAre("connected", "sent INVITE", "received 404 INVITE", "(sent ACK)"));
    EXPECT_THAT(story("fabrikam"),
                ElementsAre("accepted", "received INVITE", "(sent 404 INVITE)", "(received ACK)"));
    EXPECT_EQ(wire::RawMessage(last("contoso", Kind::sent, "ACK").raw).value("Via"),
              wire::RawMessage(last("contoso", Kind::sent, "INVITE").raw).value("Via"));
    EXPECT_EQ(contoso->call(sent->call_id, "alice@contoso.com")->state, kit::CallView::State::refused);
}

TEST_F(Duties, OnlyTheFirstAckOfARefusalClosesIt_Rfc3261_17_1_1_2) {
    begin();
    (void)contoso->open("alice@contoso.com", "nobody@fabrikam.com", now());
    run();
    kit::SendOrder again;
    again.user = "alice@contoso.com";
    again.to = "nobody@fabrikam.com";
    again.literal = last("contoso", Kind::sent, "ACK").raw;
    again.exact = true;
    EXPECT_TRUE(contoso->send(again, now()));
    run();
    EXPECT_EQ(count("fabrikam", "(received ACK)"), 1U);
    EXPECT_EQ(count("fabrikam", "received ACK"), 1U);
}

TEST_F(Duties, WhatIsByHandIsAwaitedEvenAnAck) {
    begin();
    fabrikam->keep_by_hand({"ACK"});
    (void)contoso->open("alice@contoso.com", "bob@fabrikam.com", now());
    run();
    EXPECT_EQ(count("fabrikam", "received ACK"), 1U);
    EXPECT_EQ(count("fabrikam", "(received ACK)"), 0U);
}

TEST_F(Duties, OnlyTheFirst100IsTheNeighboursOwn_Rfc3261_16_7) {
    begin();
    fabrikam->keep_by_hand({"INVITE"});
    (void)contoso->open("alice@contoso.com", "bob@fabrikam.com", now());
    run();
    kit::AnswerOrder order;
    order.request = last("fabrikam", Kind::received, "INVITE").index;
    for (int const status : {100, 100, 180}) {
        order.status = status;
        EXPECT_TRUE(fabrikam->answer(order, now()));
        run();
    }
    EXPECT_EQ(count("contoso", "(received 100 INVITE)"), 1U);
    EXPECT_EQ(count("contoso", "received 100 INVITE"), 1U);
    EXPECT_EQ(count("contoso", "received 180 INVITE"), 1U);
}

TEST_F(Duties, OptionsToTheHostIsAPingThatNobodyNeedsToAwait) {
    begin();
    EXPECT_TRUE(contoso->options("", "sip.fabrikam.com", now()));
    run();
    EXPECT_THAT(story("fabrikam"), ElementsAre("accepted", "(received OPTIONS)", "(sent 200 OPTIONS)"));
}

TEST_F(Duties, A2xxToInviteIsRepeatedUntilItsAckAndEndsInABye_Rfc3261_13_3_1_4) {
    begin();
    (void)contoso->open("alice@contoso.com", "bob@fabrikam.com", now());
    world.touch(inside_id);
    while (count("fabrikam", "received INVITE") == 0) world.run_turn(now() + seconds{1});
    world.freeze(inside_id);
    run(seconds{31});
    EXPECT_EQ(count("fabrikam", "(sent 200 INVITE)"), 10U);
    EXPECT_EQ(count("fabrikam", "note no_ack"), 0U);
    run(seconds{2});
    EXPECT_EQ(count("fabrikam", "(sent 200 INVITE)"), 11U);
    EXPECT_EQ(count("fabrikam", "note no_ack"), 1U);
    world.thaw(inside_id);
    run();
    EXPECT_EQ(count("fabrikam", "(sent BYE)"), 1U);
}

TEST_F(Duties, ALostRequestTimesOutAfter64T1_Rfc3261_17_1_2_2) {
    begin();
    fabrikam->misbehave({.kind = kit::Misbehaviour::Kind::answer_never, .method = "MESSAGE"});
    page("bob@fabrikam.com");
    run(seconds{31});
    EXPECT_EQ(contoso->requests_open(), 1U);
    run(seconds{2});
    EXPECT_THAT(story("contoso"), ElementsAre("connected", "sent MESSAGE", "note timeout"));
    EXPECT_THAT(story("fabrikam"), Contains("note misbehaved"));
    EXPECT_EQ(journal.at(journal.size() - 1).summary.method, "MESSAGE");
}

TEST_F(Duties, ALateAnswerToInviteIsAnnouncedByTrying) {
    begin();
    fabrikam->misbehave(
        {.kind = kit::Misbehaviour::Kind::answer_late, .method = "INVITE", .delay = seconds{5}, .times = 1});
    auto const sent = contoso->open("alice@contoso.com", "bob@fabrikam.com", now());
    run(seconds{4});
    EXPECT_EQ(contoso->call(sent->call_id, "alice@contoso.com")->state, kit::CallView::State::inviting);
    run(seconds{3});
    EXPECT_THAT(story("contoso"), ElementsAre("connected", "sent INVITE", "(received 100 INVITE)",
                                              "received 200 INVITE", "(sent ACK)"));
}

TEST_F(Duties, ARepeated2xxIsAcknowledgedAgain) {
    begin();
    fabrikam->misbehave({.kind = kit::Misbehaviour::Kind::answer_twice, .method = "INVITE"});
    (void)contoso->open("alice@contoso.com", "bob@fabrikam.com", now());
    run();
    EXPECT_EQ(count("contoso", "(received 200 INVITE)"), 1U);
    EXPECT_EQ(count("contoso", "(sent ACK)"), 2U);
}

TEST_F(Duties, FaultsEndAfterTheirTimesAndWhenTakenBack) {
    begin();
    fabrikam->misbehave({.kind = kit::Misbehaviour::Kind::answer_status,
                         .user = "bob@fabrikam.com",
                         .status = 503,
                         .times = 1});
    for (int round = 0; round < 2; ++round) {
        page("bob@fabrikam.com");
        run();
    }
    EXPECT_EQ(count("contoso", "received 503 MESSAGE"), 1U);
    EXPECT_EQ(count("contoso", "received 200 MESSAGE"), 1U);
    fabrikam->misbehave({.kind = kit::Misbehaviour::Kind::answer_never});
    fabrikam->behave();
    page("bob@fabrikam.com");
    run();
    EXPECT_EQ(count("contoso", "received 200 MESSAGE"), 2U);
}

TEST_F(Duties, OtherMediaAndOtherMethodsAreRefused) {
    begin();
    kit::SendOrder order;
    order.user = "alice@contoso.com";
    order.to = "bob@fabrikam.com";
    order.literal =
        "INVITE ${request_uri} SIP/2.0\nVia: SIP/2.0/TLS ${host};branch=${branch}\nFrom: ${from}\nTo: ${to}\n"
        "Call-ID: ${call_id}\nCSeq: 1 INVITE\nContact: ${contact}\n\nv=0\nm=audio 50010 RTP/SAVP 0\n";
    EXPECT_TRUE(contoso->send(order, now()));
    run();
    EXPECT_EQ(last("contoso", Kind::received, "INVITE").summary.status, 488);
    order.literal->replace(0, 6, "PRAISE");
    order.literal->replace(order.literal->find("1 INVITE"), 8, "1 PRAISE");
    EXPECT_TRUE(contoso->send(order, now()));
    run();
    EXPECT_EQ(last("contoso", Kind::received, "PRAISE").summary.status, 405);
}

}  // namespace
}  // namespace home_server
