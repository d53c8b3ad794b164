#include "sansio/suggest.hpp"

#include <array>

#include <gtest/gtest.h>

namespace sansio {
namespace {

TEST(EditDistance, CountsInsertionsDeletionsSubstitutionsAndSwaps) {
    struct Row {
        std::string_view one, other;
        std::size_t distance;
    };
    for (Row const& row : {Row{"", "", 0}, Row{"a", "", 1}, Row{"", "abc", 3}, Row{"abc", "abd", 1},
                           Row{"abc", "acb", 1}, Row{"Identity", "identity", 0}, Row{"kitten", "sitting", 3},
                           Row{"domian", "domain", 1}, Row{"ab", "ba", 1}})
        EXPECT_EQ(edit_distance(row.one, row.other), row.distance) << row.one << " / " << row.other;
}

TEST(Nearest, IsTheFirstOfTheNearestWords) {
    constexpr std::array<std::string_view, 3> known{"Identity", "Comment", "ProxyFqdn"};
    EXPECT_EQ(nearest("Idenity", known), "Identity");
    EXPECT_EQ(nearest("proxyfqnd", known), "ProxyFqdn");
    EXPECT_EQ(nearest("Coment", known), "Comment");
}

TEST(Nearest, IsNothingWhenMoreThanAThirdDiffers) {
    constexpr std::array<std::string_view, 2> known{"Identity", "t1"};
    EXPECT_EQ(nearest("Verbose", known), "");
    EXPECT_EQ(nearest("t2", known), "");
    EXPECT_EQ(nearest("", known), "");
    EXPECT_EQ(nearest(std::string(100'000, 'x'), known), "");
}

TEST(DidYouMean, IsATextForTheEndOfAMessage) {
    constexpr std::array<std::string_view, 1> known{"Identity"};
    EXPECT_EQ(did_you_mean("Identty", known), " (did you mean \"Identity\"?)");
    EXPECT_EQ(did_you_mean("Comment", known), "");
}

}  // namespace
}  // namespace sansio
