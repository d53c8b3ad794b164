#include "sansio/whole_number.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace sansio {
namespace {

TEST(WholeNumber, TakesDecimalNumbersWithinItsBounds) {
    EXPECT_EQ(whole_number_fault("0", 0, 9), "");
    EXPECT_EQ(whole_number_fault("9", 0, 9), "");
    EXPECT_EQ(whole_number_fault("18446744073709551615", 0, std::numeric_limits<std::uint64_t>::max()), "");
}

TEST(WholeNumber, SaysWhatIsExpectedOtherwise) {
    for (auto const* const bad : {"", "-1", "+1", "07", "1.5", " 1", "1 ", "x", "10", "18446744073709551616"})
        EXPECT_EQ(whole_number_fault(bad, 1, 9),
                  "'" + std::string(bad) + "' is not a whole number from 1 to 9");
}

}  // namespace
}  // namespace sansio
