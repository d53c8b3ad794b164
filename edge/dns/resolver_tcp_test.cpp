// When a question goes over TCP, and what becomes of it there.
#include <gtest/gtest.h>

#include "edge/dns/resolver_fixture.hpp"
#include "sansio/testing/every_cut.hpp"

namespace dns {
namespace {

class ResolverTcpTest : public ResolverTest {
protected:
    Message truncated() const {
        Message message = response();
        message.flags = 0x8380;
        message.answers.clear();
        return message;
    }
    /// Asks and is told that the answer does not fit.
    void ask_and_truncate(Settings settings = {}) {
        make(std::move(settings));
        resolve(1);
        respond(truncated().bytes());
    }
    void connect() {
        resolver->connected(opened.back().stream);
        drain();
    }
    void receive(std::string const& bytes) {
        resolver->received(opened.back().stream, sansio::as_bytes(bytes), now);
        drain();
    }
};

TEST_F(ResolverTcpTest, ATruncatedAnswerIsAskedForOverTcpAtTheSameServer_Rfc7766_5) {
    ask_and_truncate();
    ASSERT_EQ(opened.size(), 1U);
    EXPECT_EQ(opened[0].to, server);
    EXPECT_TRUE(answered.empty());
    connect();
    ASSERT_EQ(streamed.size(), 1U);
    EXPECT_EQ(streamed[0].bytes, with_size(sent[0].bytes));
    receive(with_size(response(60).bytes()));
    ASSERT_EQ(answered.size(), 1U);
    EXPECT_TRUE(answered[0].answer->found());
    EXPECT_EQ(closed, std::vector{opened[0].stream});
    EXPECT_EQ(resolver->streams(), 0U);
    EXPECT_EQ(resolver->next_deadline(), std::nullopt);
    EXPECT_TRUE(resolver->cached(name, Type::srv, now));
}

TEST_F(ResolverTcpTest, AnswersAreTheSameHoweverTheStreamIsCut) {
    auto const message = with_size(srv_bytes(name, 60, {0, 0, 5061, "sip.fabrikam.com"}));
    std::vector<std::string> const corpus{message, with_size(""), std::string(1, '\0')};
    auto const print = [](std::string const& event) { return std::to_string(event.size()); };
    EXPECT_EQ(sansio::testing::every_cut([] { return StreamReader{}; }, corpus, print), "");
    for (std::size_t cut = 0; cut <= 100; ++cut) {
        answered.clear();
        ask_and_truncate();
        connect();
        auto const whole = with_size(response(60).bytes());
        receive(whole.substr(0, cut));
        EXPECT_EQ(answered.size(), cut == whole.size() ? 1U : 0U);
        receive(whole.substr(cut));
        ASSERT_EQ(answered.size(), 1U);
        EXPECT_TRUE(answered[0].answer->found());
    }
}

TEST_F(ResolverTcpTest, AServerThatIsNotReachedOverTcpIsFollowedByTheNext) {
    ask_and_truncate({.servers = {server, second}});
    resolver->lost(opened[0].stream, now);
    drain();
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(sent[1].to, second);
    respond(response(60).bytes(), second);
    EXPECT_TRUE(answered.at(0).answer->found());
}

TEST_F(ResolverTcpTest, TheLastServersFailureIsTheAnswer) {
    ask_and_truncate();
    pass(seconds{2});
    ASSERT_EQ(answered.size(), 1U);
    EXPECT_EQ(answered[0].answer->outcome, Outcome::truncated);
    EXPECT_EQ(closed.size(), 1U);
    connect();
    receive(with_size(response(60).bytes()));
    EXPECT_EQ(answered.size(), 1U);
    EXPECT_EQ(streamed.size(), 0U);
}

TEST_F(ResolverTcpTest, AnAnswerOverTcpIsJudgedAsStrictly) {
    for (int const fault : {0, 1, 2, 3}) {
        answered.clear();
        ask_and_truncate();
        connect();
        Message message = response(60);
        if (fault == 0) message.id = static_cast<std::uint16_t>(message.id ^ 1U);
        if (fault == 1) message.question = question_bytes("other.example", 33);
        if (fault == 2) message.flags = 0x8380;
        receive(fault == 3 ? with_size("garbage") : with_size(message.bytes()));
        ASSERT_EQ(answered.size(), 1U);
        EXPECT_EQ(answered[0].answer->outcome, Outcome::truncated) << fault;
    }
}

TEST_F(ResolverTcpTest, LettersThatAreNotRepeatedAreNotBelievedInADatagram) {
    make();
    resolve(1);
    Message message = response(60);
    message.question = question_bytes(sansio::lower_case(asked()), 33);
    ASSERT_NE(asked(), sansio::lower_case(asked()));
    respond(message.bytes());
    EXPECT_TRUE(answered.empty());
    ASSERT_EQ(opened.size(), 1U);
    connect();
    receive(with_size(message.bytes()));
    ASSERT_EQ(answered.size(), 1U);
    EXPECT_TRUE(answered[0].answer->found());
}

TEST_F(ResolverTcpTest, ManyForgeriesMoveTheQuestionToTcp) {
    make({.forgeries_max = 3});
    resolve(1);
    Message message = response(60);
    for (int count = 0; count < 5; ++count) {
        message.id = static_cast<std::uint16_t>(message.id + 1);
        respond(message.bytes());
        EXPECT_EQ(opened.size(), count < 2 ? 0U : 1U);
    }
    EXPECT_TRUE(answered.empty());
    EXPECT_EQ(resolver->streams(), 1U);
}

TEST_F(ResolverTcpTest, AfterManyForgeriesTheNextServerIsAskedOverTcpToo) {
    make({.servers = {server, second}, .forgeries_max = 1});
    resolve(1);
    Message message = response(60);
    message.id = static_cast<std::uint16_t>(message.id + 1);
    respond(message.bytes());
    ASSERT_EQ(opened.size(), 1U);
    resolver->lost(opened.back().stream, now);
    drain();
    ASSERT_EQ(opened.size(), 2U);
    EXPECT_EQ(opened.back().to, second);
    EXPECT_EQ(sent.size(), 1U);
    respond(response(60).bytes(), second);
    EXPECT_TRUE(answered.empty());
}

TEST_F(ResolverTcpTest, ConnectionsAreBounded) {
    make({.streams_max = 1});
    for (std::uint64_t query = 1; query <= 2; ++query) {
        resolve(query, "d" + std::to_string(query) + ".example");
        Message message = truncated();
        respond(message.bytes());
    }
    EXPECT_EQ(opened.size(), 1U);
    ASSERT_EQ(answered.size(), 1U);
    EXPECT_EQ(answered[0].query, QueryId{2});
    EXPECT_EQ(answered[0].answer->outcome, Outcome::truncated);
}

TEST_F(ResolverTcpTest, DatagramsAreOfNoInterestMeanwhile) {
    ask_and_truncate();
    respond(truncated().bytes());
    respond(response(60).bytes());
    EXPECT_EQ(opened.size(), 1U);
    EXPECT_TRUE(answered.empty());
}

}  // namespace
}  // namespace dns
