#include "edge/topology/domain_table.hpp"

#include <string>

#include <gtest/gtest.h>

namespace topology {
namespace {

struct Entry {
    std::string domain;
    int value = 0;
    bool operator==(Entry const&) const = default;
};

TEST(DomainTable, FindsExactNamesInAnyCase) {
    DomainTable<Entry> table;
    EXPECT_FALSE(table.contains("a.example"));
    EXPECT_TRUE(table.add({"a.example", 1}));
    EXPECT_FALSE(table.add({"A.Example", 2}));
    EXPECT_EQ(table.find("A.EXAMPLE")->value, 1);
    EXPECT_FALSE(table.contains("b.a.example"));
    EXPECT_FALSE(table.contains("example"));
}

TEST(DomainTable, KeepsTheOrderOfTheDocument) {
    DomainTable<Entry> table;
    for (char const* const name : {"z.example", "a.example", "m.example"}) table.add({name});
    EXPECT_TRUE(table.remove("A.example"));
    EXPECT_FALSE(table.remove("a.example"));
    EXPECT_TRUE(table.replace({"m.example", 7}));
    EXPECT_FALSE(table.replace({"a.example", 7}));
    ASSERT_EQ(table.size(), 2U);
    EXPECT_EQ(table.entries()[0].domain, "z.example");
    EXPECT_EQ(table.entries()[1], (Entry{"m.example", 7}));
}

TEST(DomainTable, ACopyLooksIntoItsOwnEntries) {
    DomainTable<Entry> original;
    original.add({"a.example", 1});
    DomainTable<Entry> copy = original;
    EXPECT_EQ(copy, original);
    original.replace({"a.example", 2});
    EXPECT_EQ(copy.find("a.example")->value, 1);
    EXPECT_NE(copy, original);
}

TEST(DomainTable, FindsEachOfAHundredThousand) {
    DomainTable<Entry> table;
    for (int number = 0; number < 100'000; ++number)
        table.add({"d" + std::to_string(number) + ".example", number});
    int wrong = 0;
    for (int number = 0; number < 100'000; ++number) {
        Entry const* const entry = table.find("D" + std::to_string(number) + ".example");
        if (!entry || entry->value != number) ++wrong;
        if (table.contains("e" + std::to_string(number) + ".example")) ++wrong;
    }
    EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace topology
