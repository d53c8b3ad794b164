#include "edge/judgement.hpp"

#include <gtest/gtest.h>

#include "edge/sip/sample_messages_fixture.hpp"

namespace edge {
namespace {

using sip::sample::request;

TEST(Judgement, AGoodMessageIsAccepted) {
    EXPECT_EQ(judge_sip(request()).verdict, Finding::Verdict::accept);
    EXPECT_EQ(judge_sip("\r\n\r\n" + request() + request("BYE") + "\r\n").verdict, Finding::Verdict::accept);
}

TEST(Judgement, AFindingNamesLayerRuleClauseAndPlace) {
    auto const text = request("MESSAGE", "Contact: <sip:bob@fab_rikam.com>\n");
    auto const finding = judge_sip("\r\n" + text);
    EXPECT_EQ(finding.verdict, Finding::Verdict::reject);
    EXPECT_EQ(name_of(finding.layer), "syntax");
    EXPECT_EQ(finding.rule, "uri");
    EXPECT_EQ(finding.clause, "RFC 3261 §19.1.1");
    EXPECT_EQ(finding.status, 400);
    EXPECT_EQ(finding.offset, 2 + text.find("_rikam"));
}

TEST(Judgement, EachLayerRefuses) {
    auto const layer = [](std::string const& text) { return name_of(judge_sip(text).layer); };
    EXPECT_EQ(layer("\n" + request()), "framing");
    EXPECT_EQ(layer(request().substr(0, 100)), "framing");
    EXPECT_EQ(layer(""), "framing");
    EXPECT_EQ(layer(request("MESSAGE", "no colon\n")), "syntax");
    EXPECT_EQ(layer(request("MESSAGE", "Max-Forwards: 3\n")), "validation");
}

TEST(Judgement, WhatMayEndAtTheEdgeOrServesTheInsideIsTaken_Rfc3261_16_3) {
    auto const without_hops = [](std::string const& method) {
        auto text = request(method);
        return judge_sip(text.replace(text.find("Max-Forwards: 70"), 16, "Max-Forwards: 0")).rule;
    };
    for (auto const* const method : {"OPTIONS", "ACK", "CANCEL"})
        EXPECT_EQ(without_hops(method), "") << method;
    EXPECT_EQ(without_hops("MESSAGE"), "too_many_hops");
    EXPECT_EQ(judge_sip(request("SUBSCRIBE", "Proxy-Require: ms-benotify\n")).rule, "");
    EXPECT_EQ(judge_sip(request("SUBSCRIBE", "Proxy-Require: ms-magic\n")).status, 420);
}

TEST(Judgement, NothingIsNoMessage) {
    for (std::string_view const nothing : {"", "\r\n\r\n"}) {
        auto const finding = judge_sip(nothing);
        EXPECT_EQ(finding.verdict, Finding::Verdict::reject);
        EXPECT_EQ(finding.text, "there is no message in it");
        EXPECT_EQ(finding.rule, "");
        EXPECT_EQ(finding.status, 0);
    }
}

TEST(Judgement, NobodyAnswersAResponseOrAnAck) {
    EXPECT_EQ(judge_sip(request("ACK", "Max-Forwards: 3\n")).status, 0);
    auto const response =
        sip::sample::response(200, "SIP/2.0/TLS x;branch=z9hG4bK1", "MESSAGE", "CSeq: 2 MESSAGE\n");
    auto const finding = judge_sip(response);
    EXPECT_EQ(finding.rule, "header_repeated");
    EXPECT_EQ(finding.status, 0);
}

TEST(Judgement, NobodyAnswersHalfAMessage) {
    auto const whole = request("MESSAGE", "", "hello");
    for (auto const size : {whole.size() - 1, whole.size() - 5, whole.size() - 10}) {
        auto const finding = judge_sip(whole.substr(0, size));
        EXPECT_EQ(finding.rule, "stream_truncated") << size;
        EXPECT_EQ(finding.status, 0) << size;
        EXPECT_EQ(finding.offset, size);
    }
    EXPECT_EQ(judge_sip(sip::sample::corpus("clerr")).status, 0);
}

TEST(Judgement, HeadersThatAreMissingAreNamed) {
    auto text = request();
    text.erase(text.find("Call-ID"), text.find("CSeq") - text.find("Call-ID"));
    EXPECT_EQ(judge_sip(text).rule, "header_missing");
    EXPECT_EQ(judge_sip(text).detail, "Call-ID");
    text.erase(text.find("From"), text.find("To:") - text.find("From"));
    EXPECT_EQ(judge_sip(text).detail, "From, Call-ID");
    EXPECT_EQ(judge_sip(request("MESSAGE", "Max-Forwards: 3\n")).detail, "");
}

TEST(Judgement, WhatStandsBehindAMessageDoesNotUndoIt) {
    auto const good = request();
    EXPECT_EQ(judge_sip(good + good).taken, 2U);
    auto const finding = judge_sip(good + "\n");
    EXPECT_EQ(finding.verdict, Finding::Verdict::reject);
    EXPECT_EQ(finding.rule, "line_end");
    EXPECT_EQ(finding.taken, 1U);
    EXPECT_EQ(finding.offset, good.size());
    EXPECT_EQ(judge_sip(good + "the end").taken, 1U);
    EXPECT_EQ(judge_sip("\n" + good).taken, 0U);
}

TEST(Judgement, TheSecondMessageIsJudgedToo) {
    auto const good = request();
    auto const finding = judge_sip(good + "\r\n" + request("MESSAGE", "no colon\n"));
    EXPECT_EQ(finding.taken, 1U);
    EXPECT_EQ(finding.rule, "header_line");
    EXPECT_EQ(finding.offset, good.size() + 2 + request("MESSAGE", "no colon\n").find("no colon"));
}

TEST(Judgement, EveryCaseOfTheCorpusHasItsRule) {
    for (auto const& [name, rule] : sip::sample::corpus_cases()) {
        auto const finding = judge_sip(sip::sample::corpus(name));
        EXPECT_EQ(finding.verdict == Finding::Verdict::accept ? "accepted" : finding.rule, rule) << name;
    }
}

}  // namespace
}  // namespace edge
