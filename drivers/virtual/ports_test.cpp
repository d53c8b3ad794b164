#include "drivers/virtual/ports.hpp"

#include <gtest/gtest.h>

namespace drivers::simulation {
namespace {

constexpr auto first = sansio::IpAddress::v4(127, 0, 1, 10);
constexpr auto second = sansio::IpAddress::v4(127, 0, 1, 11);

TEST(Ports, BelongToWhoeverOpenedThemFirst) {
    Ports ports;
    EXPECT_EQ(ports.claim({first}, 5061, {HostId{1}, {}, 1}), 5061);
    EXPECT_FALSE(ports.claim({second, first}, 5061, {HostId{2}, {}, 1}));
    EXPECT_FALSE(ports.find({second, 5061}));
    EXPECT_EQ(ports.find({first, 5061})->host, HostId{1});
    ports.release(HostId{1}, 1);
    EXPECT_EQ(ports.claim({second, first}, 5061, {HostId{2}, {}, 1}), 5061);
}

TEST(Ports, ZeroMeansAnyThatIsFree) {
    Ports ports;
    auto const one = ports.claim({first}, 0, {HostId{1}, {}, 1});
    auto const other = ports.claim({first}, 0, {HostId{1}, {}, 2});
    ASSERT_TRUE(one && other);
    EXPECT_NE(one, other);
    EXPECT_NE(ports.ephemeral(first), *other);
}

TEST(Ports, EndWithTheirHost) {
    Ports ports;
    ports.claim({first}, 1, {HostId{1}, {}, 1});
    ports.claim({first}, 2, {HostId{2}, {}, 1});
    ports.release_all(HostId{1});
    EXPECT_FALSE(ports.find({first, 1}));
    EXPECT_TRUE(ports.find({first, 2}));
}

}  // namespace
}  // namespace drivers::simulation
