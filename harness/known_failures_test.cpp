#include "harness/known_failures.hpp"

#include <gmock/gmock.h>

#include "sansio/wall_time.hpp"

namespace harness {
namespace {

using Standing = reports::KnownFailure::Standing;
using reports::Verdict;

std::optional<Standing> standing(std::string const& now, Verdict verdict, std::string const& reason,
                                 std::string const& id = "sip/x") {
    auto entries = script::read_known_failures(
        "<known-failures xmlns='urn:fedproof:known-failures:1'>"
        "<failure scenario='sip/x' code='504' expires='2026-06-30'>Ticket 17.</failure></known-failures>",
        "known.xml");
    EXPECT_TRUE(entries);
    KnownFailures const known(*std::move(entries), *sansio::parse_wall_time(now));
    reports::ScenarioRecord scenario;
    scenario.start.id = id;
    scenario.outcome = reports::Outcome{.id = id, .verdict = verdict, .reason = reason};
    auto const judged = known.judge(scenario);
    return judged ? std::optional(judged->standing) : std::nullopt;
}

TEST(KnownFailuresOfARun, AnEntryHoldsToTheEndOfItsLastDay) {
    EXPECT_EQ(standing("2026-06-30T23:59:59Z", Verdict::failed, "seen 504"), Standing::known);
    EXPECT_EQ(standing("2026-07-01", Verdict::failed, "seen 504"), Standing::expired);
}

TEST(KnownFailuresOfARun, OnlyTheExpectedFailureIsKnown) {
    EXPECT_EQ(standing("2026-01-01", Verdict::failed, "seen 403"), Standing::other_code);
    EXPECT_EQ(standing("2026-01-01", Verdict::passed, ""), Standing::passed);
    EXPECT_EQ(standing("2027-01-01", Verdict::passed, ""), Standing::passed);
    EXPECT_EQ(standing("2026-01-01", Verdict::error, "504"), std::nullopt);
    EXPECT_EQ(standing("2026-01-01", Verdict::unsupported, "504"), std::nullopt);
    EXPECT_EQ(standing("2026-01-01", Verdict::failed, "504", "sip/y"), std::nullopt);
}

}  // namespace
}  // namespace harness
