#include "edge/dns/interpretation.hpp"

#include <gtest/gtest.h>

namespace dns {
namespace {

using Outcome = Answer::Outcome;
using std::chrono::seconds;

constexpr TtlLimits limits{seconds{0}, seconds{1000}, seconds{100}};
constexpr sansio::Time now{seconds{50}};

WireRecord srv(std::string owner, std::uint32_t ttl, std::string target) {
    return {std::move(owner), 33, ttl, {1, 2, 5061, std::move(target)}, {}, {}};
}
WireRecord alias(std::string owner, std::uint32_t ttl, std::string target) {
    return {std::move(owner), cname_type, ttl, {}, {}, std::move(target)};
}
WireResponse response_with(std::vector<WireRecord> answers) {
    WireResponse response;
    response.answers = std::move(answers);
    return response;
}
Answer interpreted(WireResponse const& response) {
    AliasChain chain{"a.example"};
    auto answer = interpret(response, chain, Type::srv, limits, now);
    return answer ? *answer : Answer{};
}

TEST(DnsInterpretation, FollowsAliasesAndLivesAsLongAsTheShortest) {
    Answer const answer =
        interpreted(response_with({srv("C.example", 40, "x.example"), alias("A.example", 30, "b.example"),
                                   alias("b.example", 35, "c.example")}));
    EXPECT_EQ(answer.outcome, Outcome::found);
    ASSERT_EQ(answer.services.size(), 1U);
    EXPECT_EQ(answer.services[0].target, "x.example");
    EXPECT_EQ(answer.expires, now + seconds{30});
}

TEST(DnsInterpretation, IgnoresRecordsOfOtherNames) {
    Answer const answer = interpreted(response_with({srv("b.example", 40, "evil.example")}));
    EXPECT_EQ(answer.outcome, Outcome::no_data);
    EXPECT_TRUE(answer.services.empty());
}

TEST(DnsInterpretation, ACircleOfAliasesIsMalformed) {
    EXPECT_EQ(
        interpreted(response_with({alias("a.example", 1, "b.example"), alias("b.example", 1, "a.example")}))
            .outcome,
        Outcome::malformed);
}

TEST(DnsInterpretation, NoLifeIsLongerThanTheLimits) {
    EXPECT_EQ(interpreted(response_with({srv("a.example", 0x7fff'ffff, "x.example")})).expires,
              now + seconds{1000});
    EXPECT_EQ(interpreted(response_with({srv("a.example", 0xffff'ffff, "x.example")})).expires,
              now + seconds{1000});
    EXPECT_EQ(interpreted(response_with({srv("a.example", 0, "x.example")})).expires, now);
    WireResponse none;
    EXPECT_EQ(interpreted(none).expires, now);
    none.negative_ttl = 101;
    EXPECT_EQ(interpreted(none).expires, now + seconds{100});
}

TEST(DnsInterpretation, TellsAbsenceFromFailure) {
    struct Row {
        std::uint8_t code;
        Outcome outcome;
        bool is_absent;
    };
    for (Row const& row : {Row{0, Outcome::no_data, true}, Row{3, Outcome::no_such_name, true},
                           Row{2, Outcome::server_failure, false}, Row{5, Outcome::server_failure, false},
                           Row{1, Outcome::server_failure, false}, Row{11, Outcome::server_failure, false}}) {
        WireResponse response;
        response.code = row.code;
        Answer const answer = interpreted(response);
        EXPECT_EQ(answer.outcome, row.outcome) << int{row.code};
        EXPECT_EQ(answer.is_absent(), row.is_absent) << int{row.code};
        EXPECT_FALSE(answer.text.empty());
    }
    WireResponse refused;
    refused.code = 5;
    EXPECT_EQ(interpreted(refused).text, "the server answered REFUSED");
}

TEST(DnsInterpretation, AnAliasWithoutItsTargetIsToBeAskedFor) {
    AliasChain chain{"a.example"};
    auto const response = response_with({alias("a.example", 30, "b.example")});
    EXPECT_FALSE(interpret(response, chain, Type::srv, limits, now));
    EXPECT_EQ(chain.name, "b.example");
    EXPECT_EQ(chain.length, 1);
    auto const answer =
        interpret(response_with({srv("b.example", 60, "x.example")}), chain, Type::srv, limits, now);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->expires, now + seconds{30});
}

TEST(DnsInterpretation, EightAliasesAreFollowedAndNoNinth) {
    for (int const length : {8, 9}) {
        std::vector<WireRecord> answers{srv("n" + std::to_string(length) + ".example", 60, "x.example")};
        for (int step = 0; step < length; ++step)
            answers.push_back(alias(step == 0 ? "a.example" : "n" + std::to_string(step) + ".example", 60,
                                    "n" + std::to_string(step + 1) + ".example"));
        EXPECT_EQ(interpreted(response_with(answers)).outcome,
                  length == 8 ? Outcome::found : Outcome::malformed);
    }
}

TEST(DnsInterpretation, ATtlHasAFloorAndItsHighestBitIsPartOfIt_Rfc8767_4) {
    constexpr TtlLimits with_floor{seconds{5}, seconds{1000}, seconds{100}};
    AliasChain chain{"a.example"};
    auto const answer =
        interpret(response_with({srv("a.example", 1, "x.example")}), chain, Type::srv, with_floor, now);
    EXPECT_EQ(answer->expires, now + seconds{5});
    EXPECT_EQ(interpreted(response_with({srv("a.example", 0x8000'0001, "x.example")})).expires,
              now + seconds{1000});
}

TEST(DnsInterpretation, ScaledTimeDividesWhatRecordsSayAndNotTheLimits) {
    constexpr TtlLimits scaled{seconds{0}, seconds{10}, seconds{3}, 20};
    auto const life = [&](WireResponse const& response) {
        AliasChain chain{"a.example"};
        return interpret(response, chain, Type::srv, scaled, now)->expires - now;
    };
    EXPECT_EQ(life(response_with({srv("a.example", 60, "x.example")})), seconds{3});
    EXPECT_EQ(life(response_with({srv("a.example", 600, "x.example")})), seconds{10});
    WireResponse absent;
    absent.negative_ttl = 40;
    EXPECT_EQ(life(absent), seconds{2});
    absent.negative_ttl = 400;
    EXPECT_EQ(life(absent), seconds{3});
}

}  // namespace
}  // namespace dns
