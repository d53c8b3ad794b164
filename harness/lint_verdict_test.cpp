#include "harness/lint_verdict.hpp"

#include <gtest/gtest.h>

namespace harness {
namespace {

TEST(LintVerdict, AFileWithoutFindingsIsAcceptedWithoutAWord) {
    auto const verdict = verdict_of({}, "<scenario/>", "s.xml");
    EXPECT_EQ(to_text(verdict), "");
    EXPECT_EQ(
        to_json(verdict),
        R"({"file":"s.xml","verdict":"accept","layer":null,"status":null,"rule":null,"clause":null,"offset":null,"taken":null,"findings":[]})");
}

TEST(LintVerdict, TheJsonHoldsEveryFindingWithItsPlace) {
    script::Findings const findings{{"s.xml", {2, 3}, "no such step"}, {"s.xml", {3, 1}, "no title"}};
    auto const verdict = verdict_of(findings, "<a>\n  <b/>\n</a>\n", "s.xml");
    EXPECT_EQ(to_text(verdict), "s.xml:2:3: no such step\ns.xml:3:1: no title\n");
    auto const json = to_json(verdict);
    EXPECT_NE(json.find(R"("verdict":"reject")"), std::string::npos);
    EXPECT_NE(json.find(R"("offset":6)"), std::string::npos);
    EXPECT_NE(
        json.find(
            R"("findings":[{"line":2,"column":3,"text":"no such step"},{"line":3,"column":1,"text":"no title"}])"),
        std::string::npos);
}

TEST(LintVerdict, APlaceBehindTheEndStaysInTheFile) {
    EXPECT_EQ(verdict_of({{"s.xml", {9, 9}, "it ends too early"}}, "<a>\n", "s.xml").offset, 4U);
}

TEST(LintVerdict, AFileThatCannotBeReadIsNeitherAcceptedNorRejected) {
    auto const verdict = unread("no.sip", "cannot be read");
    EXPECT_EQ(to_text(verdict), "no.sip: cannot be read\n");
    EXPECT_NE(to_json(verdict).find(R"("verdict":null)"), std::string::npos);
    EXPECT_NE(to_json(verdict).find(R"("findings":[{"line":null,"column":null,"text":"cannot be read"}])"),
              std::string::npos);
}

TEST(LintVerdict, AFileNameOfAnyBytesIsStillJson) {
    EXPECT_NE(to_json(unread("\xff.sip", "cannot be read")).find("\xef\xbf\xbd.sip"), std::string::npos);
}

}  // namespace
}  // namespace harness
