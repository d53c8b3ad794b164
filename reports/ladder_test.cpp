#include "reports/ladder.hpp"

#include <gmock/gmock.h>

#include "reports/test_run.hpp"

namespace reports {
namespace {

TEST(Ladder, IsThisPicture) {
    EXPECT_EQ(ladder(failed_scenario(), false), R"(sip/hello-out  Alice says hello to Bob

                    contoso                              edge                              fabrikam
     1.500 ms          |-- MESSAGE sip:bob@fabrikam.com -->|                                   |
     2.000 ms          |                                   |                                   * connection from the edge
     2.500 ms          |                                   |<------------ 200 OK --------------|
 FAILED  step 2, line 12: expect 200 at alice
         expected:  200 at alice
         seen:      nothing in 5 s

 failed: step 2: nothing in 5 s
 again:  fedproof run sip/hello-out --seed 7
)");
}

TEST(Ladder, LongAndForeignLabelsKeepTheColumns) {
    ScenarioRecord scenario = failed_scenario();
    std::string const label = "INVITE sip:\xc3\xa9\x1b[31m" + std::string(100, 'x');
    scenario.entries = {Message{{}, "edge", "contoso", label, ""}};
    std::string const text = ladder(scenario, false);
    EXPECT_THAT(text, testing::HasSubstr("|<- INVITE sip:??\\x1b[31mxxxxxx.. --|"));
}

TEST(Ladder, APartyWithoutAColumnIsNamed) {
    ScenarioRecord scenario = failed_scenario();
    scenario.entries = {Message{{}, "edge", "nobody", "OPTIONS", ""}};
    EXPECT_THAT(ladder(scenario, false), testing::HasSubstr("edge -> nobody: OPTIONS"));
}

}  // namespace
}  // namespace reports
