#include "reports/json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "reports/test_run.hpp"

namespace reports {
namespace {

TEST(Json, HoldsVerdictsReasonsAndTheStepThatFailed) {
    auto const document = nlohmann::json::parse(json(small_run()));
    EXPECT_EQ(document["counts"]["selected"], 2);
    EXPECT_EQ(document["counts"]["failed"], 1);
    EXPECT_EQ(document["complete"], true);
    EXPECT_EQ(document["scenarios"][0]["verdict"], "passed");
    EXPECT_FALSE(document["scenarios"][0].contains("reason"));
    EXPECT_EQ(document["scenarios"][1]["step"]["line"], 12);
    EXPECT_EQ(document["scenarios"][1]["rerun"], "fedproof run sip/hello-out --seed 7");
}

TEST(Json, APartialRunSaysSo) {
    auto run = small_run();
    run.end.reset();
    run.interrupted = Interrupted{"SIGINT", {}, 1};
    run.scenarios[1].outcome.reset();
    auto const document = nlohmann::json::parse(json(run));
    EXPECT_EQ(document["complete"], false);
    EXPECT_EQ(document["interrupted"], "SIGINT");
    EXPECT_TRUE(document["scenarios"][1]["verdict"].is_null());
}

}  // namespace
}  // namespace reports
