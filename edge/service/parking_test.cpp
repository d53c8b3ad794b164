#include "edge/service/parking.hpp"

#include <gmock/gmock.h>

namespace edge {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

Awaited const service{Awaited::What::service, "fabrikam.com"};
Awaited const destination{Awaited::What::destination, "fabrikam.com"};
sansio::Time const start{};

ParkedMessage message(std::string wire, sansio::Time arrived = start) {
    return {sansio::ConnectionId{7}, std::move(wire), arrived, 1};
}

std::vector<std::string> wires(std::vector<ParkedMessage> const& messages) {
    std::vector<std::string> all;
    for (auto const& one : messages) all.push_back(one.wire);
    return all;
}

TEST(Parking, ReleasesInTheOrderOfArrivalAndOnlyWhatWaitedForThat) {
    Parking parking({100, 100}, 30s);
    ASSERT_TRUE(parking.park(service, message("first")));
    ASSERT_TRUE(parking.park(destination, message("elsewhere")));
    ASSERT_TRUE(parking.park(service, message("second")));
    EXPECT_THAT(wires(parking.release(service)), ElementsAre("first", "second"));
    EXPECT_FALSE(parking.empty());
    EXPECT_THAT(wires(parking.release(destination)), ElementsAre("elsewhere"));
    EXPECT_TRUE(parking.empty());
    EXPECT_EQ(parking.bytes(), 0U);
}

TEST(Parking, RefusesWhatIsOverTheCapOfAPlace) {
    Parking parking({10, 100}, 30s);
    EXPECT_TRUE(parking.park(service, message("0123456789")));
    EXPECT_FALSE(parking.park(service, message("x")));
    EXPECT_TRUE(parking.park(destination, message("x")));
}

TEST(Parking, RefusesWhatIsOverTheCapOfAll) {
    Parking parking({10, 12}, 30s);
    EXPECT_TRUE(parking.park(service, message("0123456789")));
    EXPECT_FALSE(parking.park(destination, message("xyz")));
    parking.release(service);
    EXPECT_TRUE(parking.park(destination, message("xyz")));
}

TEST(Parking, GivesBackWhatWaitedTooLongOnceAndNotWhatWasReleased) {
    Parking parking({100, 100}, 30s);
    parking.park(destination, message("released"));
    parking.park(service, message("early", start + 1s));
    parking.park(service, message("late", start + 5s));
    parking.release(destination);
    EXPECT_EQ(parking.next_deadline(), start + 31s);
    EXPECT_EQ(parking.take_expired(start + 30s), std::nullopt);
    auto const expired = parking.take_expired(start + 31s);
    ASSERT_TRUE(expired.has_value());
    EXPECT_EQ(expired->wire, "early");
    EXPECT_EQ(parking.take_expired(start + 34s), std::nullopt);
    EXPECT_THAT(wires(parking.release(service)), ElementsAre("late"));
    EXPECT_EQ(parking.take_expired(start + 99s), std::nullopt);
    EXPECT_EQ(parking.bytes(), 0U);
}

TEST(Parking, CountsFromTheArrivalHoweverOftenAMessageIsParked) {
    Parking parking({100, 100}, 30s);
    parking.park(service, message("young", start + 20s));
    parking.park(destination, message("old", start));
    EXPECT_EQ(parking.next_deadline(), start + 30s);
    EXPECT_EQ(parking.take_expired(start + 30s)->wire, "old");
    EXPECT_EQ(parking.next_deadline(), start + 50s);
}

}  // namespace
}  // namespace edge
