// IM sessions between two parties: what each side writes, mirrors and answers.
#include "simulators/home_server/two_parties_fixture.hpp"
#include "simulators/wire/raw_message.hpp"

namespace home_server {
namespace {

using Kind = kit::Observation::Kind;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class Session : public TwoParties {
protected:
    std::string open() {
        auto const sent = contoso->open("alice@contoso.com", "bob@fabrikam.com", now());
        EXPECT_TRUE(sent) << sent.error().text;
        run();
        return sent ? sent->call_id : std::string();
    }
};

TEST_F(Session, AHelloIsToldByBothSidesInOrder) {
    begin();
    auto const call = open();
    EXPECT_TRUE(contoso->say(call, "alice@contoso.com", "hello", now()));
    run();
    EXPECT_TRUE(contoso->finish(call, "alice@contoso.com", now()));
    run();
    EXPECT_THAT(story("contoso"),
                ElementsAre("connected", "sent INVITE", "received 200 INVITE", "(sent ACK)", "sent MESSAGE",
                            "received 200 MESSAGE", "sent BYE", "received 200 BYE"));
    EXPECT_THAT(story("fabrikam"),
                ElementsAre("accepted", "received INVITE", "(sent 200 INVITE)", "(received ACK)",
                            "received MESSAGE", "(sent 200 MESSAGE)", "received BYE", "(sent 200 BYE)"));
    EXPECT_EQ(last("fabrikam", Kind::received, "MESSAGE").summary.body, "hello");
    EXPECT_EQ(last("fabrikam", Kind::received, "MESSAGE").user, "bob@fabrikam.com");
    expect_no_faults();
}

TEST_F(Session, TheCalledSideFindsTheCallerBySrvAndSpeaksInTheSameDialog) {
    begin();
    auto const call = open();
    EXPECT_TRUE(fabrikam->say(call, "bob@fabrikam.com", "hello yourself", now()));
    run();
    EXPECT_EQ(last("contoso", Kind::received, "MESSAGE").summary.body, "hello yourself");
    EXPECT_EQ(last("contoso", Kind::received, "MESSAGE").summary.cseq_number, 1U);
    EXPECT_GE(dns.queries(), 2U);
    EXPECT_EQ(fabrikam->requests_open(), 0U);
    EXPECT_EQ(fabrikam->call_between("bob@fabrikam.com", "alice@contoso.com")->call_id, call);
    expect_no_faults();
}

TEST_F(Session, TheRouteSetIsMirroredByteForByteAndTheTargetIsTheContact_Rfc3261_12_2_1_1) {
    begin();
    (void)open();
    wire::RawMessage const ok(last("contoso", Kind::received, "INVITE").raw);
    wire::RawMessage const ack(last("contoso", Kind::sent, "ACK").raw);
    EXPECT_THAT(ok.value("Record-Route"),
                StartsWith("<sip:sip.fabrikam.com:5061;transport=tls;opaque=state:"));
    EXPECT_THAT(ack.values("Route"), ElementsAre(ok.value("Record-Route")));
    EXPECT_EQ("<" + std::string(ack.request_uri()) + ">", ok.value("Contact"));
    EXPECT_THAT(std::string(ack.value("To")), StartsWith(std::string(ok.value("To"))));
}

TEST_F(Session, AnswersKeepEveryViaAsItCameAndMarkTheTopOne) {
    begin();
    kit::SendOrder order;
    order.user = "alice@contoso.com";
    order.to = "bob@fabrikam.com";
    order.edits = {
        "+Via: SIP/2.0/TLS first.example;branch=z9hG4bKone;X=\"%41,b\" , SIP/2.0/TLS second.example"};
    EXPECT_TRUE(contoso->send(order, now()));
    run();
    wire::RawMessage const sent(last("contoso", Kind::sent, "MESSAGE").raw);
    wire::RawMessage const answer(last("fabrikam", Kind::sent, "MESSAGE").raw);
    auto const vias = answer.values("Via");
    ASSERT_EQ(vias.size(), 2U);
    EXPECT_THAT(std::string(vias[0]),
                StartsWith("SIP/2.0/TLS first.example;branch=z9hG4bKone;X=\"%41,b\";received="));
    EXPECT_THAT(std::string(vias[0]), EndsWith(" , SIP/2.0/TLS second.example"));
    EXPECT_EQ(vias[1], sent.values("Via")[1]);
}

TEST_F(Session, TwoCallsAtTheSameTimeDoNotMix) {
    begin();
    auto const first = open();
    auto const second = contoso->open("alice@contoso.com", "carol@fabrikam.com", now());
    run();
    EXPECT_TRUE(contoso->say(second->call_id, "alice@contoso.com", "to carol", now()));
    EXPECT_TRUE(contoso->say(first, "alice@contoso.com", "to bob", now()));
    run();
    EXPECT_EQ(last("fabrikam", Kind::received, "MESSAGE").user, "bob@fabrikam.com");
    EXPECT_EQ(contoso->call_between("alice@contoso.com", "carol@fabrikam.com")->call_id, second->call_id);
    EXPECT_EQ(story("contoso").front(), "connected");
    EXPECT_EQ(contoso->connections().size(), 1U);
}

TEST_F(Session, AfterTheByeNobodySpeaks) {
    begin();
    auto const call = open();
    EXPECT_TRUE(fabrikam->finish(call, "bob@fabrikam.com", now()));
    EXPECT_FALSE(fabrikam->say(call, "bob@fabrikam.com", "too late", now()));
    run();
    EXPECT_EQ(contoso->call(call, "alice@contoso.com")->state, kit::CallView::State::ended);
    kit::SendOrder order;
    order.user = "alice@contoso.com";
    order.call_id = call;
    order.template_name = "message";
    EXPECT_TRUE(contoso->send(order, now()));
    run();
    EXPECT_EQ(last("contoso", Kind::received, "MESSAGE").summary.status, 481);
}

TEST_F(Session, CommandsThatMakeNoSenseAreFaults) {
    begin();
    EXPECT_FALSE(contoso->open("nobody@contoso.com", "bob@fabrikam.com", now()));
    EXPECT_FALSE(contoso->say("no-such-call", "alice@contoso.com", "x", now()));
    kit::SendOrder order;
    order.user = "alice@contoso.com";
    order.to = "bob@fabrikam.com";
    order.template_name = "no-such-template";
    EXPECT_FALSE(contoso->send(order, now()));
    EXPECT_EQ(journal.size(), 0U);
}

}  // namespace
}  // namespace home_server
