#include "drivers/virtual/event_queue.hpp"

#include <gtest/gtest.h>

namespace drivers::simulation {
namespace {

sansio::Time at(int us) {
    return sansio::Time{std::chrono::microseconds{us}};
}

std::vector<std::uint32_t> order_of_turns(std::uint64_t seed, std::uint32_t count) {
    EventQueue queue{sansio::Random(seed)};
    for (std::uint32_t host = 0; host < count; ++host) queue.push(at(5), TurnDue{HostId{host}});
    std::vector<std::uint32_t> order;
    while (queue.next()) order.push_back(static_cast<std::uint32_t>(std::get<TurnDue>(queue.pop()).host));
    return order;
}

TEST(EventQueue, TheEarliestComesFirstAndEqualsInTheOrderOfTheirPush) {
    EventQueue queue{sansio::Random(1)};
    queue.push(at(9), LimitDue{HostId{1}, {}});
    queue.push(at(5), LimitDue{HostId{2}, {}});
    queue.push(at(5), LimitDue{HostId{3}, {}});
    EXPECT_EQ(queue.next(), at(5));
    EXPECT_EQ(std::get<LimitDue>(queue.pop()).host, HostId{2});
    EXPECT_EQ(std::get<LimitDue>(queue.pop()).host, HostId{3});
    EXPECT_EQ(std::get<LimitDue>(queue.pop()).host, HostId{1});
    EXPECT_FALSE(queue.next());
}

TEST(EventQueue, ATurnWaitsForAllThatTheNetworkDoesAtItsInstant) {
    EventQueue queue{sansio::Random(1)};
    queue.push(at(5), TurnDue{HostId{1}});
    queue.push(at(5), DeadlineDue{HostId{1}});
    EXPECT_TRUE(std::holds_alternative<DeadlineDue>(queue.pop()));
    EXPECT_TRUE(std::holds_alternative<TurnDue>(queue.pop()));
}

TEST(EventQueue, HostsThatAreReadyTogetherTakeTurnsByLot) {
    EXPECT_EQ(order_of_turns(1, 20), order_of_turns(1, 20));
    EXPECT_NE(order_of_turns(1, 20), order_of_turns(2, 20));
}

}  // namespace
}  // namespace drivers::simulation
