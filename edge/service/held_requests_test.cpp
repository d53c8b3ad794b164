#include "edge/service/held_requests.hpp"

#include <gtest/gtest.h>

namespace edge {
namespace {

using Id = HeldRequests::TransactionId;

ParkedMessage invite(std::string wire, std::size_t tried = 1) {
    ParkedMessage message;
    message.wire = std::move(wire);
    message.tried.resize(tried);
    return message;
}

TEST(HeldRequests, GivesARequestBackOnceWithWhereItWas_Rfc3263_4_3) {
    HeldRequests held(100);
    held.keep(Id{1}, invite("INVITE"));
    auto const again = held.take(Id{1});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->wire, "INVITE");
    EXPECT_EQ(again->tried.size(), 1U);
    EXPECT_FALSE(held.take(Id{1}));
    EXPECT_EQ(held.bytes(), 0U);
}

TEST(HeldRequests, KeepsNothingBeyondItsBytes) {
    HeldRequests held(10);
    held.keep(Id{1}, invite("INVITE"));
    held.keep(Id{2}, invite("INVITE"));
    EXPECT_FALSE(held.take(Id{2}));
    held.drop(Id{1});
    EXPECT_EQ(held.bytes(), 0U);
    held.keep(Id{2}, invite("INVITE"));
    EXPECT_TRUE(held.take(Id{2}));
}

TEST(HeldRequests, KeepsNothingThatWasTriedOftenEnough) {
    HeldRequests held(100);
    held.keep(Id{1}, invite("INVITE", HeldRequests::attempts_max));
    EXPECT_FALSE(held.take(Id{1}));
    EXPECT_EQ(held.bytes(), 0U);
}

TEST(HeldRequests, ReplacesWhatItHolds) {
    HeldRequests held(10);
    held.keep(Id{1}, invite("INVITE 1"));
    held.keep(Id{1}, invite("INVITE 22"));
    EXPECT_EQ(held.bytes(), 9U);
    EXPECT_EQ(held.take(Id{1})->wire, "INVITE 22");
}

}  // namespace
}  // namespace edge
