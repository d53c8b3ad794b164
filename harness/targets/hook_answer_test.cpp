#include "harness/targets/hook_answer.hpp"

#include <gtest/gtest.h>

namespace targets {
namespace {

using Kind = HookAnswer::Kind;

TEST(HookAnswer, IsOneOfThree) {
    EXPECT_EQ(parse_hook_answer(R"({"ready": true})"), (HookAnswer{Kind::ready, ""}));
    EXPECT_EQ(parse_hook_answer(R"({"failed":"port taken"})"), (HookAnswer{Kind::failed, "port taken"}));
    EXPECT_EQ(parse_hook_answer(R"({"unsupported":["discovery","limits"]})"),
              (HookAnswer{Kind::unsupported, "discovery, limits"}));
}

TEST(HookAnswer, IsNothingElse) {
    for (auto const* line :
         {"", "ready", "[]", "{}", R"({"ready":false})", R"({"ready":1})", R"({"failed":1})",
          R"({"unsupported":[]})", R"({"unsupported":"x"})", R"({"unsupported":[1]})", R"({"redy":true})",
          R"({"ready":true,"failed":"x"})", R"({"ready":true)"}) {
        auto const answer = parse_hook_answer(line);
        ASSERT_FALSE(answer) << line;
        EXPECT_NE(answer.error().find("not `" + std::string(line) + "`"), std::string::npos)
            << answer.error();
    }
    EXPECT_FALSE(parse_hook_answer("{\"failed\":\"" + std::string(hook_answer_max, 'x') + "\"}"));
}

}  // namespace
}  // namespace targets
