#include "edge/dns/resolver.hpp"

#include <gtest/gtest.h>

#include "edge/dns/message_builder.hpp"

namespace dns {
namespace {

using Outcome = Answer::Outcome;
using std::chrono::milliseconds;
using std::chrono::seconds;

class ResolverTest : public ::testing::Test {
protected:
    static constexpr std::string_view name = "_sipfederationtls._tcp.fabrikam.com";

    void make(Settings settings = {}) {
        settings.server = server;
        resolver.emplace(settings, sansio::Random(1));
    }
    /// Everything that waits: datagrams into `sent`, answers into `answered`.
    void drain() {
        while (auto action = resolver->poll_action()) {
            if (auto* datagram = std::get_if<SendDatagram>(&*action)) sent.push_back(*datagram);
            if (auto* answer = std::get_if<Answered>(&*action)) answered.push_back(*answer);
        }
    }
    void resolve(std::uint64_t query, std::string_view asked = name) {
        resolver->resolve(QueryId{query}, asked, Type::srv, now);
        drain();
    }
    void respond(std::string const& bytes) {
        resolver->handle(sansio::as_bytes(bytes), server, now);
        drain();
    }
    /// A good response to the latest datagram.
    Message response(std::uint32_t ttl = 60) const {
        return {id_of(sent.back().bytes),
                question_bytes(name, 33),
                0x8180,
                {srv_bytes(name, ttl, {0, 0, 5061, "sip.fabrikam.com"})}};
    }
    void pass(sansio::Duration time) {
        now += time;
        resolver->expire(now);
        drain();
    }

    sansio::Endpoint const server{sansio::IpAddress::v4(127, 0, 1, 2), 10'053};
    sansio::Time now{};
    std::optional<Resolver> resolver;
    std::vector<SendDatagram> sent;
    std::vector<Answered> answered;
};

TEST_F(ResolverTest, AsksTheServerAndAnswersTheQuery) {
    make();
    resolve(1);
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].to, server);
    EXPECT_TRUE(answered.empty());
    respond(response().bytes());
    ASSERT_EQ(answered.size(), 1U);
    EXPECT_EQ(answered[0].query, QueryId{1});
    EXPECT_EQ(answered[0].answer->services.at(0).target, "sip.fabrikam.com");
    EXPECT_EQ(resolver->next_deadline(), std::nullopt);
}

TEST_F(ResolverTest, AsksThreeTimesAndThenGivesUp) {
    make();
    resolve(1);
    std::vector<sansio::Duration> times{now.time_since_epoch()};
    while (auto const deadline = resolver->next_deadline()) {
        pass(*deadline - now);
        if (answered.empty()) times.push_back(now.time_since_epoch());
    }
    EXPECT_EQ(times, (std::vector<sansio::Duration>{seconds{0}, seconds{2}, seconds{4}}));
    EXPECT_EQ(now, sansio::Time{seconds{6}});
    ASSERT_EQ(answered.size(), 1U);
    EXPECT_EQ(answered[0].answer->outcome, Outcome::timed_out);
    EXPECT_EQ(sent.size(), 3U);
    respond(response().bytes());
    EXPECT_EQ(answered.size(), 1U);
}

TEST_F(ResolverTest, EqualQuestionsShareOneDatagramAndAreAllAnswered) {
    make();
    resolve(1);
    resolve(2, "_SIPfederationTLS._tcp.Fabrikam.com.");
    EXPECT_EQ(sent.size(), 1U);
    respond(response().bytes());
    ASSERT_EQ(answered.size(), 2U);
    EXPECT_EQ(answered[1].query, QueryId{2});
    EXPECT_EQ(answered[0].answer, answered[1].answer);
}

TEST_F(ResolverTest, AnswersFromItsCacheUntilTheTimeIsOver) {
    make();
    resolve(1);
    respond(response(60).bytes());
    now += milliseconds{59'999};
    EXPECT_TRUE(resolver->cached(name, Type::srv, now));
    EXPECT_FALSE(resolver->cached(name, Type::a, now));
    resolve(2);
    EXPECT_EQ(answered.size(), 2U);
    now += milliseconds{1};
    EXPECT_FALSE(resolver->cached(name, Type::srv, now));
    resolve(3);
    EXPECT_EQ(sent.size(), 2U);
}

TEST_F(ResolverTest, KeepsAnAbsenceAsLongAsTheZoneSaysAndAFailureNotAtAll) {
    make();
    resolve(1);
    Message message = response();
    message.answers.clear();
    message.flags = 0x8182;
    respond(message.bytes());
    EXPECT_EQ(answered.back().answer->outcome, Outcome::server_failure);
    resolve(2);
    ASSERT_EQ(sent.size(), 2U);
    message.id = id_of(sent.back().bytes);
    message.flags = 0x8183;
    message.authority = {soa_bytes("fabrikam.com", 10, 10)};
    respond(message.bytes());
    resolve(3);
    EXPECT_EQ(sent.size(), 2U);
    EXPECT_EQ(answered.back().answer->outcome, Outcome::no_such_name);
    resolver->forget_cached();
    resolve(4);
    EXPECT_EQ(sent.size(), 3U);
}

TEST_F(ResolverTest, BelievesOnlyTheServerTheIdAndTheQuestion_Rfc5452_9_1) {
    make();
    resolve(1);
    Message const good = response();
    resolver->handle(sansio::as_bytes(good.bytes()), {server.address, 53}, now);
    Message other = good;
    other.id = static_cast<std::uint16_t>(good.id ^ 1U);
    respond(other.bytes());
    other = good;
    other.question = question_bytes("_sipfederationtls._tcp.fabrikan.com", 33);
    respond(other.bytes());
    other.question = question_bytes(name, 1);
    respond(other.bytes());
    respond("garbage");
    EXPECT_TRUE(answered.empty());
    respond(good.bytes());
    EXPECT_EQ(answered.size(), 1U);
}

TEST_F(ResolverTest, IdsAreDrawnFromTheSeed) {
    make();
    for (std::uint64_t query = 0; query < 8; ++query)
        resolve(query, "d" + std::to_string(query) + ".example");
    std::vector<std::uint16_t> first;
    for (auto const& datagram : sent) first.push_back(id_of(datagram.bytes));
    sent.clear();
    make();
    for (std::uint64_t query = 0; query < 8; ++query)
        resolve(query, "d" + std::to_string(query) + ".example");
    std::vector<std::uint16_t> second;
    for (auto const& datagram : sent) second.push_back(id_of(datagram.bytes));
    EXPECT_EQ(first, second);
    EXPECT_NE(first[1], first[0] + 1);
}

TEST_F(ResolverTest, ACancelledQueryIsAnsweredOnceAndItsQuestionGoesOn) {
    make();
    resolve(1);
    resolver->cancel(QueryId{1});
    resolver->cancel(QueryId{1});
    drain();
    ASSERT_EQ(answered.size(), 1U);
    EXPECT_EQ(answered[0].answer->outcome, Outcome::cancelled);
    respond(response().bytes());
    EXPECT_EQ(answered.size(), 1U);
    EXPECT_TRUE(resolver->cached(name, Type::srv, now));
}

TEST_F(ResolverTest, RefusesNamesThatDnsCannotCarry) {
    make();
    resolve(1, "a..example");
    EXPECT_TRUE(sent.empty());
    ASSERT_EQ(answered.size(), 1U);
    EXPECT_EQ(answered[0].answer->outcome, Outcome::bad_name);
}

TEST_F(ResolverTest, RefusesWhatIsOverItsLimits) {
    make({.questions_max = 2, .waiting_max = 3});
    for (std::uint64_t query = 1; query <= 2; ++query)
        resolve(query, "d" + std::to_string(query) + ".example");
    resolve(3, "d3.example");
    EXPECT_EQ(answered.at(0).answer->outcome, Outcome::overloaded);
    resolve(4, "d1.example");
    resolve(5, "d1.example");
    ASSERT_EQ(answered.size(), 2U);
    EXPECT_EQ(answered[1].query, QueryId{5});
    EXPECT_EQ(resolver->questions(), 2U);
}

TEST_F(ResolverTest, ForgetsTheOldestAnswerOverTheLimit) {
    make({.cached_max = 1});
    resolve(1);
    respond(response().bytes());
    resolve(2, "b.example");
    respond(Message{id_of(sent.back().bytes),
                    question_bytes("b.example", 33),
                    0x8180,
                    {srv_bytes("b.example", 60, {0, 0, 1, "x.b.example"})}}
                .bytes());
    EXPECT_FALSE(resolver->cached(name, Type::srv, now));
    EXPECT_TRUE(resolver->cached("b.example", Type::srv, now));
    EXPECT_EQ(resolver->cached_size(), 1U);
}

}  // namespace
}  // namespace dns
