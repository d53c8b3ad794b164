#include "edge/central/values.hpp"

#include <gtest/gtest.h>

namespace central {
namespace {

TEST(Pattern, StarsStandForAnythingAndQuestionMarksForOneLetter) {
    struct Row {
        std::string_view text, pattern;
        bool matches;
    };
    for (Row const& row : {Row{"a.com", "*", true}, Row{"", "*", true}, Row{"", "", true},
                           Row{"a", "", false}, Row{"it.contoso.com", "*.Contoso.com", true},
                           Row{"contoso.com", "*.contoso.com", false}, Row{"a.com.com", "*.com", true},
                           Row{"abc", "a?c", true}, Row{"ac", "a?c", false}, Row{"aXbXc", "a*b*c", true},
                           Row{"aXbX", "a*b*c", false}, Row{"abab", "*ab", true}, Row{"abc", "abc*", true}})
        EXPECT_EQ(matches_pattern(row.text, row.pattern), row.matches) << row.text << " / " << row.pattern;
}

}  // namespace
}  // namespace central
