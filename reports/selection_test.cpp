#include "reports/selection.hpp"

#include <gmock/gmock.h>

#include "reports/test_run.hpp"

namespace reports {
namespace {

using testing::HasSubstr;

std::string selected(std::vector<std::string> const& selectors) {
    auto run = small_run();
    run.scenarios[0].start.requirements = {"rfc3261/16.3/2"};
    auto const chosen = select(std::move(run), selectors);
    if (!chosen) return chosen.error();
    std::string ids;
    for (auto const& scenario : chosen->scenarios) ids += scenario.start.id + " ";
    EXPECT_EQ(chosen->header.scenarios.size(), chosen->scenarios.size());
    return ids;
}

TEST(Selection, MeansIdsFoldersAndClauses) {
    EXPECT_EQ(selected({}), "failure/cut sip/hello-out ");
    EXPECT_EQ(selected({"sip/hello-out"}), "sip/hello-out ");
    EXPECT_EQ(selected({"failure/"}), "failure/cut ");
    EXPECT_EQ(selected({"rfc3261/16.3"}), "failure/cut ");
    EXPECT_EQ(selected({"!sip/"}), "failure/cut ");
    EXPECT_EQ(selected({"failure/", "sip/", "!failure/cut"}), "sip/hello-out ");
}

TEST(Selection, ThatMeansNothingIsAFault) {
    EXPECT_THAT(selected({"sip/hello-uot"}), HasSubstr("did you mean \"sip/hello-out\""));
    EXPECT_THAT(selected({"!none"}), HasSubstr("nothing in these results is meant by \"!none\""));
    EXPECT_THAT(selected({"rfc3261/16"}), HasSubstr("nothing in these results"));
    EXPECT_EQ(selected({"sip/", "!sip/"}), "the selectors leave nothing");
}

}  // namespace
}  // namespace reports
