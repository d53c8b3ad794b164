#include "harness/script/known_failures.hpp"

#include <gmock/gmock.h>

#include "sansio/wall_time.hpp"

namespace script {
namespace {

using testing::HasSubstr;

auto read(std::string const& entries) {
    return read_known_failures(
        "<known-failures xmlns=\"urn:fedproof:known-failures:1\">\n" + entries + "\n</known-failures>\n",
        "known.xml");
}

std::string findings_of(std::string const& entries) {
    auto const list = read(entries);
    std::string text;
    if (!list)
        for (auto const& finding : list.error()) text += to_string(finding) + "\n";
    return text;
}

TEST(KnownFailures, AnEntryHasItsCodeItsLastDayAndItsReason) {
    auto const list = read(
        "<failure scenario='sip/x' code='step 3' expires='2026-12-31'>\n Ticket 17\n is open.</failure>");
    ASSERT_TRUE(list);
    ASSERT_THAT(*list, testing::SizeIs(1));
    auto const& entry = list->front();
    EXPECT_EQ(entry.scenario, "sip/x");
    EXPECT_EQ(entry.code, "step 3");
    EXPECT_EQ(entry.expires, "2026-12-31");
    EXPECT_EQ(sansio::to_string(entry.end), "2027-01-01T00:00:00Z");
    EXPECT_EQ(entry.reason, "Ticket 17 is open.");
    EXPECT_EQ(entry.place, (Place{2, 10}));
}

TEST(KnownFailures, NothingOfAnEntryMayBeLeftAway) {
    EXPECT_THAT(findings_of("<failure scenario='sip/x' code='504'>Ticket.</failure>"),
                testing::AllOf(HasSubstr("known.xml:2:"), HasSubstr("expires")));
    EXPECT_THAT(findings_of("<failure scenario='sip/x' expires='2026-12-31'>Ticket.</failure>"),
                HasSubstr("code"));
    EXPECT_THAT(findings_of("<failure code='504' expires='2026-12-31'>Ticket.</failure>"),
                HasSubstr("scenario"));
    EXPECT_NE(findings_of("<failure scenario='sip/x' code='504' expires='2026-12-31'/>"), "");
}

TEST(KnownFailures, MistakesAreFoundWhereTheyStand) {
    EXPECT_THAT(findings_of("<failure scenario='sip/x' code='504' expires='soon'>Ticket.</failure>"),
                HasSubstr("known.xml:2:"));
    EXPECT_THAT(
        findings_of("<failure scenario='sip/x' code='504' expires='2026-12-31T10:00:00'>Ticket.</failure>"),
        HasSubstr("a whole day is meant"));
    EXPECT_THAT(findings_of("<failure scenario='sip/x' code=' 504' expires='2026-12-31'>Ticket.</failure>"),
                HasSubstr("a code neither begins nor ends with a blank"));
    std::string const one = "<failure scenario='sip/x' code='504' expires='2026-12-31'>Ticket.</failure>\n";
    EXPECT_THAT(findings_of(one + one), HasSubstr("known.xml:3:10: \"sip/x\" is there twice"));
    EXPECT_FALSE(read_known_failures("<known/>", "known.xml"));
}

TEST(KnownFailures, ACodeIsAWholeWordOfTheReason) {
    EXPECT_TRUE(holds_code("step 3: expected 200 seen 504", "504"));
    EXPECT_TRUE(holds_code("step 3: expected 200", "step 3"));
    EXPECT_FALSE(holds_code("step 31: expected 200", "step 3"));
    EXPECT_FALSE(holds_code("15042", "504"));
    EXPECT_TRUE(holds_code("1504, 504", "504"));
    EXPECT_FALSE(holds_code("x", ""));
}

}  // namespace
}  // namespace script
