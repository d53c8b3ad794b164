#include "edge/sip/transaction/index_table.hpp"

#include <map>

#include <gtest/gtest.h>

#include "edge/sip/transaction/branch.hpp"
#include "sansio/random.hpp"

namespace sip::transaction {
namespace {

TEST(IndexTable, BehavesAsAMultimapWhateverCollides) {
    sansio::Random random(7);
    IndexTable table;
    std::multimap<std::uint64_t, std::uint32_t> model;
    for (std::uint32_t step = 0; step < 20'000; ++step) {
        auto const hash = random.below(200) * 64;  // everything wants the first few slots
        auto const known = model.find(hash);
        if (known != model.end() && random.chance(1, 2)) {
            table.erase(hash, known->second);
            model.erase(known);
        } else {
            table.insert(hash, step);
            model.emplace(hash, step);
        }
    }
    EXPECT_EQ(table.size(), model.size());
    for (auto const& [hash, record] : model)
        EXPECT_EQ(
            table.find(hash, [&, wanted = record](std::uint32_t candidate) { return candidate == wanted; }),
            record);
    EXPECT_EQ(table.find(63, [](std::uint32_t) { return true; }), std::nullopt);
}

TEST(Branch, NamesItsPlaceAndIsNeverTheSame) {
    sansio::Random random(1);
    Branch const one(0xabc, random, 0x5eed), two(0xabc, random);
    EXPECT_EQ(one.view().substr(0, 7), "z9hG4bK");
    EXPECT_EQ(Branch::place_in(one.view()), 0xabcU);
    EXPECT_TRUE(one.view().ends_with("00005eed"));
    EXPECT_NE(one.view(), two.view());
}

TEST(Branch, OfOthersNameNothing) {
    for (auto const* branch : {"", "z9hG4bK", "z9hG4bKsample1", "z9hG4bK0000000x0123456789abcdef00000000",
                               "y9hG4bK000000000123456789abcdef00000000"})
        EXPECT_EQ(Branch::place_in(branch), std::nullopt) << branch;
}

}  // namespace
}  // namespace sip::transaction
