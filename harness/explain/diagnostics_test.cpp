#include "harness/explain/diagnostics.hpp"

#include <gmock/gmock.h>

namespace explain {
namespace {

using testing::Contains;
using testing::Field;
using testing::HasSubstr;

std::string part(Explanation const& explanation, std::string const& name) {
    for (auto const& one : explanation.parts)
        if (one.name == name) return one.lines.front();
    return {};
}

TEST(Diagnostics, EachIdOfOursSaysWhatHappenedAndWhatToChange) {
    for (auto const id : {1005U, 1008U, 1009U, 1010U, 1014U, 1017U, 1034U, 1046U, 1047U}) {
        auto const made = diagnostic(id);
        ASSERT_TRUE(made) << id;
        EXPECT_GT(part(*made, "what happened").size(), 20U) << id;
        EXPECT_GT(part(*made, "what to change").size(), 20U) << id;
        EXPECT_THAT(part(*made, "raised by"), HasSubstr("our edge, and")) << id;
        EXPECT_THAT(part(*made, "on the wire"),
                    HasSubstr("ms-diagnostics: " + std::to_string(id) + ";reason=\""));
    }
}

TEST(Diagnostics, IdsThatOurEdgeDoesNotRaiseSaySo) {
    for (auto const id : {2U, 1000U, 1001U, 1006U, 1011U, 1012U, 1013U, 1035U, 4003U, 4005U}) {
        auto const made = diagnostic(id);
        ASSERT_TRUE(made) << id;
        EXPECT_THAT(part(*made, "raised by"), HasSubstr("our edge does not raise it")) << id;
    }
}

TEST(Diagnostics, NoIdIsKnownTwiceAndNoneIsInvented) {
    auto const ids = diagnostic_ids();
    for (std::size_t i = 1; i < ids.size(); ++i) EXPECT_LT(ids[i - 1], ids[i]);
    EXPECT_FALSE(diagnostic(1015));
    EXPECT_FALSE(diagnostic(99999));
    EXPECT_EQ(advice_for_partner(99999), "");
}

TEST(Diagnostics, AdviceForAPartnerIsMeaningAndAdvice) {
    EXPECT_THAT(advice_for_partner(1002), HasSubstr("does not allow federation. Set EnableFederationAccess"));
}

TEST(Status, KnowsTheDiagnosticsThatGoWithIt) {
    auto const made = status(504);
    ASSERT_TRUE(made);
    EXPECT_THAT(made->title, HasSubstr("504"));
    EXPECT_THAT(made->parts, Contains(Field(&Part::lines, Contains(HasSubstr("1009  ")))));
    EXPECT_FALSE(status(99));
    EXPECT_FALSE(status(700));
}

}  // namespace
}  // namespace explain
