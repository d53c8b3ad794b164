#include "edge/dns/interpretation.hpp"

#include <gtest/gtest.h>

namespace dns {
namespace {

using Outcome = Answer::Outcome;
using std::chrono::seconds;

constexpr TtlLimits limits{seconds{1000}, seconds{100}};
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
    return interpret(response, "a.example", Type::srv, limits, now);
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
    EXPECT_EQ(interpreted(response_with({alias("a.example", 1, "b.example")})).outcome, Outcome::no_data);
}

TEST(DnsInterpretation, NoLifeIsLongerThanTheLimits) {
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
        bool is_truncated;
        Outcome outcome;
        bool is_absent;
    };
    for (Row const& row :
         {Row{0, false, Outcome::no_data, true}, Row{3, false, Outcome::no_such_name, true},
          Row{2, false, Outcome::server_failure, false}, Row{5, false, Outcome::server_failure, false},
          Row{1, false, Outcome::server_failure, false}, Row{11, false, Outcome::server_failure, false},
          Row{0, true, Outcome::truncated, false}}) {
        WireResponse response;
        response.code = row.code;
        response.is_truncated = row.is_truncated;
        Answer const answer = interpreted(response);
        EXPECT_EQ(answer.outcome, row.outcome) << int{row.code};
        EXPECT_EQ(answer.is_absent(), row.is_absent) << int{row.code};
        EXPECT_FALSE(answer.text.empty());
    }
    WireResponse refused;
    refused.code = 5;
    EXPECT_EQ(interpreted(refused).text, "the server answered REFUSED");
}

}  // namespace
}  // namespace dns
