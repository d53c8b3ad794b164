// The scripts that the fuzzer kept, played again; and the judge is shown what it must not let pass.
#include "harness/fuzz/edge_script.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>

namespace fuzz {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr sansio::ConnectionId one{1};

std::string const invite =
    "INVITE sip:alice@contoso.com SIP/2.0\r\nVia: SIP/2.0/TLS "
    "peer.example:5061;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n"
    "From: <sip:bob@fabrikam.com>;tag=a\r\nTo: <sip:alice@contoso.com>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n"
    "Content-Length: 0\r\n\r\n";

std::string response(std::string_view status_line, std::string_view more = {}) {
    std::string text(status_line);
    text.append(
        "\r\nVia: SIP/2.0/TLS peer.example:5061;branch=z9hG4bK1\r\nFrom: <sip:bob@fabrikam.com>;tag=a\r\n");
    text.append("To: <sip:alice@contoso.com>;tag=b\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n");
    return text.append(more).append("Content-Length: 0\r\n\r\n");
}

TEST(WireJudge, MissesAnAnswerToAnInvite) {
    WireJudge judge;
    judge.opened(one, WireJudge::Side::outside);
    judge.to_edge(one, invite);
    judge.at_the_end();
    EXPECT_THAT(judge.complaint(), HasSubstr("never answered"));
}

TEST(WireJudge, IsContentWithOneFinalAnswer) {
    WireJudge judge;
    judge.opened(one, WireJudge::Side::outside);
    judge.to_edge(one, invite);
    judge.from_edge(one, response("SIP/2.0 403 Forbidden"));
    judge.at_the_end();
    EXPECT_THAT(judge.complaint(), IsEmpty());
}

TEST(WireJudge, SeesATrustHeaderLeave) {
    WireJudge judge;
    judge.opened(one, WireJudge::Side::outside);
    judge.to_edge(one, invite);
    judge.from_edge(
        one, response("SIP/2.0 200 OK", "ms-edge-proxy-message-trust: ms-source-type=InternetUser\r\n"));
    EXPECT_THAT(judge.complaint(), HasSubstr("left the deployment"));
}

TEST(WireJudge, SeesAnAnswerThatNobodyAskedFor) {
    WireJudge judge;
    judge.opened(one, WireJudge::Side::outside);
    judge.from_edge(one, response("SIP/2.0 200 OK"));
    EXPECT_THAT(judge.complaint(), HasSubstr("nothing that was asked"));
}

TEST(WireJudge, AllowsOneAnswerToARequestWhoseViaNobodyCanRead) {
    WireJudge judge;
    judge.opened(one, WireJudge::Side::outside);
    auto asked = invite;
    asked.replace(asked.find("SIP/2.0/TLS"), 11, "S:v");
    judge.to_edge(one, asked);
    auto answer = response("SIP/2.0 400 Bad Request");
    answer.replace(answer.find("peer.example"), 12, "invalid.invalid");
    judge.from_edge(one, answer);
    EXPECT_THAT(judge.complaint(), IsEmpty());
    judge.from_edge(one, answer);
    EXPECT_THAT(judge.complaint(), HasSubstr("nothing that was asked"));
}

TEST(WireJudge, SeesWhatCannotBeCutIntoMessages) {
    WireJudge judge;
    judge.opened(one, WireJudge::Side::outside);
    judge.from_edge(one, "SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\n\r\n");
    EXPECT_THAT(judge.complaint(), HasSubstr("cannot be cut"));
}

TEST(WireJudge, SeesARequestDeliveredTwice) {
    WireJudge judge;
    constexpr sansio::ConnectionId inside{2};
    judge.opened(one, WireJudge::Side::outside);
    judge.opened(inside, WireJudge::Side::inside);
    judge.to_edge(one, invite);
    auto passed_on = invite;
    passed_on.insert(passed_on.find("Via:"),
                     "Via: SIP/2.0/TLS edge:5061;branch=z9hG4bK2\r\nms-edge-proxy-message-trust: "
                     "ms-source-type=AutoFederation\r\n");
    judge.from_edge(inside, passed_on);
    EXPECT_THAT(judge.complaint(), IsEmpty());
    judge.from_edge(inside, passed_on);
    EXPECT_THAT(judge.complaint(), HasSubstr("more often"));
}

TEST(EdgeScript, AScriptOfAMessageInReachesTheInside) {
    // A peer of fabrikam.com connects and says MESSAGE; the SRV record is asked for; the inside is connected and answers 200.
    unsigned char const script[] = {0, 1, 1, 0, 4, 0, 0, 0, 0, 8, 0, 7, 0, 5, 0, 0, 3, 0};
    EdgeScript played(std::as_bytes(std::span(script)));
    EXPECT_THAT(played.play(), IsEmpty());
    EXPECT_EQ(played.passed_on(), 1U);
}

TEST(EdgeScript, NothingOfTheCorpusIsWrong) {
    std::size_t played = 0;
    for (auto const& entry : std::filesystem::directory_iterator("harness/fuzz/corpus/edge_script")) {
        std::ifstream file(entry.path(), std::ios::binary);
        std::string const script{std::istreambuf_iterator<char>(file), {}};
        EXPECT_THAT(EdgeScript(std::as_bytes(std::span(script))).play(), IsEmpty()) << entry.path();
        ++played;
    }
    EXPECT_GT(played, 0U);
}

}  // namespace
}  // namespace fuzz
