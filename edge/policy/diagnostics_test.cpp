#include "edge/policy/diagnostics.hpp"

#include <array>

#include <gtest/gtest.h>

#include "edge/policy/verdict.hpp"

namespace policy {
namespace {

TEST(Diagnostics, EveryRowSaysWhatItMeansAndWhatToDo) {
    for (std::uint32_t const id :
         {1002U, 1003U, 1004U, 1005U, 1007U, 1008U, 1009U, 1010U, 1014U, 1017U, 1034U, 1046U, 1047U}) {
        Diagnostic const* const row = find_diagnostic(id);
        ASSERT_NE(row, nullptr) << id;
        EXPECT_FALSE(row->reason.empty() || row->meaning.empty() || row->advice.empty()) << id;
        EXPECT_TRUE(row->status == 0 || (row->status >= 400 && row->status < 600)) << id;
    }
    EXPECT_EQ(find_diagnostic(1000), nullptr);
}

TEST(Diagnostics, EveryRuleNamesARowOrNone) {
    for (std::size_t index = 0;; ++index) {
        auto const rule = static_cast<Rule>(index);
        Deny const refusal = deny(rule);
        EXPECT_EQ(refusal.rule, rule);
        EXPECT_TRUE(refusal.diagnostic == 0 || find_diagnostic(refusal.diagnostic)) << rule_name(rule);
        EXPECT_FALSE(refusal.text.empty() || refusal.clause.empty()) << rule_name(rule);
        if (rule == Rule::peer_is_another_server) break;
    }
}

TEST(Diagnostics, TheHeaderBeginsWithIdAndReasonAndEndsWithTheSource) {
    std::array<DiagnosticParameter, 2> const parameters{
        {{"domain", "fabrikam.com"}, {"fqdn1", "sip.other.com"}}};
    EXPECT_EQ(ms_diagnostics(1009, parameters, "sip.contoso.com"),
              "1009;reason=\"Conflicting SRV and host domains in "
              "DNS.\";domain=\"fabrikam.com\";fqdn1=\"sip.other.com\";"
              "source=\"sip.contoso.com\"");
    EXPECT_EQ(ms_diagnostics(1003, {}, "sip.contoso.com"),
              "1003;reason=\"User does not exist.\";source=\"sip.contoso.com\"");
}

TEST(Diagnostics, AValueCannotLeaveItsQuotes) {
    std::array<DiagnosticParameter, 1> const parameters{{{"domain", "a\"b\\c\r\nX: y"}}};
    EXPECT_EQ(ms_diagnostics(1008, parameters, "s"),
              "1008;reason=\"Unable to resolve DNS SRV record.\";domain=\"a\\\"b\\\\c  X: y\";source=\"s\"");
}

}  // namespace
}  // namespace policy
