#include "sansio/random.hpp"

#include <array>
#include <set>

#include <gtest/gtest.h>

namespace sansio {
namespace {

using Words = std::array<std::uint64_t, 4>;

Words first_words(std::uint64_t seed) {
    Random random(seed);
    return {random.next(), random.next(), random.next(), random.next()};
}

// Vectors from an independent implementation of xoshiro256** 1.0 seeded by splitmix64.
TEST(Random, IsTheSameSequenceOnEveryMachine) {
    EXPECT_EQ(first_words(0),
              (Words{0x99ec5f36cb75f2b4, 0xbf6e1f784956452a, 0x1a5f849d4933e6e0, 0x6aa594f1262d2d2c}));
    EXPECT_EQ(first_words(42),
              (Words{0x15780b2e0c2ec716, 0x6104d9866d113a7e, 0xae17533239e499a1, 0xecb8ad4703b360a1}));
}

TEST(Random, BelowReachesEveryValueAboutEquallyOften) {
    Random random(1);
    std::array<int, 7> counts{};
    for (int i = 0; i < 70'000; ++i) ++counts.at(random.below(counts.size()));
    for (int const count : counts) EXPECT_NEAR(count, 10'000, 500);
    EXPECT_EQ(random.below(1), 0U);
}

TEST(Random, ChanceKeepsToItsBounds) {
    Random random(2);
    int hits = 0;
    for (int i = 0; i < 10'000; ++i) {
        EXPECT_FALSE(random.chance(0, 10));
        EXPECT_TRUE(random.chance(10, 10));
        hits += random.chance(1, 4);
    }
    EXPECT_NEAR(hits, 2'500, 200);
}

TEST(Random, HexHasTheAskedLengthAndOnlyLowerCaseDigits) {
    Random random(3);
    std::set<std::string> seen;
    for (std::size_t digits = 0; digits < 40; ++digits) {
        auto const text = random.hex(digits);
        EXPECT_EQ(text.size(), digits);
        EXPECT_EQ(text.find_first_not_of("0123456789abcdef"), std::string::npos);
        EXPECT_TRUE(seen.insert(text).second);
    }
}

TEST(Random, AForkDependsOnStateAndLabelAndDoesNotDisturbItsParent) {
    Random parent(4);
    Random twin(4);
    auto fork = parent.fork(1);
    EXPECT_EQ(fork.next(), twin.fork(1).next());
    EXPECT_NE(parent.fork(1).next(), parent.fork(2).next());
    EXPECT_EQ(parent.next(), twin.next());
    EXPECT_NE(parent.fork(1).next(), Random(4).fork(1).next());
}

TEST(RandomDeathTest, NothingIsBelowZero) {
    Random random(5);
    EXPECT_DEATH(random.below(0), "a random number below zero was asked for");
}

}  // namespace
}  // namespace sansio
