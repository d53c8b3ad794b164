#include "edge/dns/resolver.hpp"

#include <gtest/gtest.h>

#include "edge/dns/resolver_fixture.hpp"

namespace dns {
namespace {

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
    message.question = question_bytes(asked(), 33);
    message.flags = 0x8183;
    message.authority = {soa_bytes("fabrikam.com", 10, 10)};
    respond(message.bytes());
    resolve(3);
    EXPECT_EQ(sent.size(), 2U);
    EXPECT_EQ(answered.back().answer->outcome, Outcome::no_such_name);
}

TEST_F(ResolverTest, BelievesOnlyTheServerTheIdAndTheQuestion_Rfc5452_9_1) {
    make();
    resolve(1);
    Message const good = response();
    resolver->datagram(sent.back().socket, sansio::as_bytes(good.bytes()), {server.address, 53}, now);
    resolver->datagram(sent.back().socket + 1, sansio::as_bytes(good.bytes()), server, now);
    Message other = good;
    other.id = static_cast<std::uint16_t>(good.id ^ 1U);
    respond(other.bytes());
    other = good;
    other.question = question_bytes("_sipfederationtls._tcp.fabrikan.com", 33);
    respond(other.bytes());
    other.question = question_bytes(asked(), 1);
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
    std::vector<std::uint16_t> again;
    for (auto const& datagram : sent) again.push_back(id_of(datagram.bytes));
    EXPECT_EQ(first, again);
    EXPECT_NE(first[1], first[0] + 1);
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
                    question_bytes(asked(), 33),
                    0x8180,
                    {srv_bytes("b.example", 60, {0, 0, 1, "x.b.example"})}}
                .bytes());
    EXPECT_FALSE(resolver->cached(name, Type::srv, now));
    EXPECT_TRUE(resolver->cached("b.example", Type::srv, now));
}

TEST_F(ResolverTest, ASilentServerIsFollowedByTheNextAndAskedLastForAWhile) {
    make({.servers = {server, second}});
    resolve(1);
    EXPECT_EQ(sent.back().to, server);
    pass(seconds{2});
    EXPECT_EQ(sent.back().to, second);
    respond(response(1).bytes(), second);
    ASSERT_EQ(answered.size(), 1U);
    pass(seconds{10});
    resolve(2);
    EXPECT_EQ(sent.back().to, second);
    respond(response(1).bytes(), second);
    pass(seconds{30});
    resolve(3);
    EXPECT_EQ(sent.back().to, server);
}

TEST_F(ResolverTest, EveryServerIsAskedThreeTimesInTurn) {
    make({.servers = {server, second}});
    resolve(1);
    while (auto const deadline = resolver->next_deadline()) pass(*deadline - now);
    std::vector<sansio::Endpoint> order;
    for (auto const& datagram : sent) order.push_back(datagram.to);
    EXPECT_EQ(order, (std::vector{server, second, server, second, server, second}));
    EXPECT_EQ(answered.at(0).answer->outcome, Outcome::timed_out);
}

TEST_F(ResolverTest, AFailureLeadsToTheNextServerAtOnceAndAnAbsenceEndsTheSearch) {
    make({.servers = {server, second}});
    resolve(1);
    Message failed = response();
    failed.answers.clear();
    failed.flags = 0x8182;
    respond(failed.bytes());
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(sent.back().to, second);
    respond(response(60).bytes(), second);
    EXPECT_TRUE(answered.at(0).answer->found());
    resolve(2, "none.example");
    Message none{id_of(sent.back().bytes), question_bytes(asked(), 33), 0x8183};
    respond(none.bytes());
    EXPECT_EQ(answered.at(1).answer->outcome, Outcome::no_such_name);
}

TEST_F(ResolverTest, ARingOfAliasesAtOneServerLeadsToTheNext) {
    make({.servers = {server, second}});
    resolve(1);
    Message ring = response();
    ring.answers = {cname_bytes(name, 20, "a.example"), cname_bytes("a.example", 20, name)};
    respond(ring.bytes());
    EXPECT_EQ(sent.back().to, second);
    ring.id = id_of(sent.back().bytes);
    respond(ring.bytes(), second);
    ASSERT_EQ(answered.size(), 1U);
    EXPECT_EQ(answered[0].answer->outcome, Outcome::malformed);
}

TEST_F(ResolverTest, TheAnswerOfAServerThatWasGivenUpStillCounts) {
    make({.servers = {server, second}});
    resolve(1);
    auto const late = response();
    pass(seconds{2});
    respond(late.bytes(), server);
    EXPECT_EQ(answered.size(), 1U);
}

TEST_F(ResolverTest, AServerThatWasNotAskedIsNotBelieved) {
    make({.servers = {server, second}});
    resolve(1);
    respond(response().bytes(), second);
    EXPECT_TRUE(answered.empty());
}

TEST_F(ResolverTest, AnAliasThatLeadsOutOfTheResponseIsAskedForWithFreshTurns) {
    make();
    resolve(1);
    Message message = response();
    message.answers = {cname_bytes(name, 20, "elsewhere.example")};
    respond(message.bytes());
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_TRUE(sansio::equal_ignoring_case(asked(), "elsewhere.example"));
    respond(Message{id_of(sent.back().bytes),
                    question_bytes(asked(), 33),
                    0x8180,
                    {srv_bytes("elsewhere.example", 60, {0, 0, 5061, "sip.fabrikam.com"})}}
                .bytes());
    ASSERT_EQ(answered.size(), 1U);
    EXPECT_TRUE(answered[0].answer->found());
    EXPECT_TRUE(resolver->cached(name, Type::srv, now + seconds{19}));
    EXPECT_FALSE(resolver->cached(name, Type::srv, now + seconds{20}));
}

TEST_F(ResolverTest, AliasesOverManyResponsesHaveALimit) {
    make();
    resolve(1);
    for (int step = 0; step < 20 && answered.empty(); ++step)
        respond(Message{id_of(sent.back().bytes),
                        question_bytes(asked(), 33),
                        0x8180,
                        {cname_bytes(asked(), 20, "n" + std::to_string(step) + ".example")}}
                    .bytes());
    ASSERT_EQ(answered.size(), 1U);
    EXPECT_EQ(answered[0].answer->outcome, Outcome::malformed);
    EXPECT_EQ(sent.size(), 9U);
}

TEST_F(ResolverTest, WhatIsStaleServesOnlyWithinItsTimeAndOnlyWithoutAnAnswer_Rfc8767_5) {
    make({.tries = 1, .stale_max = seconds{60}, .stale_ttl = seconds{30}});
    resolve(1);
    respond(response(10).bytes());
    auto const ask_in_vain = [&](std::uint64_t query) {
        resolve(query);
        pass(seconds{2});
        return answered.back().answer;
    };
    now += seconds{10};
    EXPECT_TRUE(ask_in_vain(2)->is_stale);
    EXPECT_EQ(answered.back().answer->expires, now + seconds{30});
    now += seconds{30};
    EXPECT_TRUE(ask_in_vain(3)->found());
    // Having been served does not make it live longer: 10 s, and 60 s more.
    EXPECT_EQ(answered.back().answer->expires, sansio::Time{seconds{70}});
    now = sansio::Time{seconds{70}};
    EXPECT_EQ(ask_in_vain(4)->outcome, Outcome::timed_out);
}

TEST_F(ResolverTest, AnAbsenceEndsWhatIsStale) {
    make({.tries = 1});
    resolve(1);
    respond(response(10).bytes());
    now += seconds{10};
    resolve(2);
    Message none = response();
    none.answers.clear();
    none.flags = 0x8183;
    respond(none.bytes());
    EXPECT_EQ(answered.back().answer->outcome, Outcome::no_such_name);
    resolve(3);
    pass(seconds{2});
    EXPECT_EQ(answered.back().answer->outcome, Outcome::timed_out);
}

}  // namespace
}  // namespace dns
