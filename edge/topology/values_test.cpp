#include "edge/topology/values.hpp"

#include <gtest/gtest.h>

namespace topology {
namespace {

using std::chrono::microseconds;

TEST(CleanText, IsUtf8WithoutControlCharacters_Rfc3629_4) {
    for (std::string_view const good :
         {"", "plain", "\xc3\xbc", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xc2\xa0"})
        EXPECT_TRUE(is_clean_text(good)) << good;
    for (std::string_view const bad :
         {"\x01", "\n", "\x7f", "\x80", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
          "\xc3", "\xe2\x82", "\xef\xbf\xbf", "\xc2\x85", "a\xffz"})
        EXPECT_FALSE(is_clean_text(bad)) << bad;
}

TEST(DurationValue, ReadsBackWhatItWrites) {
    for (std::int64_t const count : {1, 999, 1'000, 1'500, 500'000, 1'000'000, 61'000'000, 1'000'001}) {
        std::string const text = DurationValue::to_text(microseconds{count});
        EXPECT_EQ(DurationValue::parse(text), microseconds{count}) << text;
    }
    EXPECT_EQ(DurationValue::to_text(std::chrono::milliseconds{500}), "500ms");
    EXPECT_EQ(DurationValue::to_text(std::chrono::seconds{4}), "4s");
}

TEST(Numbers, AreDecimalAndInRange) {
    EXPECT_EQ(parse_number("10", 0, 10), 10U);
    for (std::string_view const bad : {"", "11", "+1", "-1", "1 ", "0x1", "99999999999999999999"})
        EXPECT_FALSE(parse_number(bad, 0, 10)) << bad;
}

}  // namespace
}  // namespace topology
