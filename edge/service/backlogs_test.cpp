#include "edge/service/backlogs.hpp"

#include <gtest/gtest.h>

namespace edge {
namespace {

using namespace std::chrono_literals;

struct Backlogged {
    Backlogged() : link(links.add(sansio::ConnectionId{1}, Side::outside, {}, {}, now)) {}

    void write(std::size_t count) {
        link.out.append(std::string(count, 'x'));
        backlogs.wrote(link, now);
    }
    void pass(sansio::Duration time) {
        now += time;
        backlogs.expire(now);
    }

    sansio::Time now{};
    Links links{600s, 1000};
    Backlogs backlogs{links, 30s};
    Link& link;
};

TEST(Backlogs, CutsAPeerThatLeavesARequestLying) {
    Backlogged test;
    test.write(10);
    test.links.sent(test.link.connection, 9);
    test.pass(29s);
    EXPECT_FALSE(test.link.closing);
    test.pass(1s);
    EXPECT_TRUE(test.link.closing);
}

TEST(Backlogs, LeavesAPeerAloneThatTakesItsRequestsInTime) {
    Backlogged test;
    for (int second = 0; second < 100; ++second) {
        test.write(10);
        // Always the requests of the latest 20 seconds wait.
        if (second >= 20) test.links.sent(test.link.connection, 10);
        test.pass(1s);
        ASSERT_FALSE(test.link.closing) << second;
    }
}

TEST(Backlogs, SeesTheLastRequestOfABurst) {
    Backlogged test;
    test.write(10);
    test.pass(400ms);
    test.write(10);
    test.links.sent(test.link.connection, 10);
    test.pass(30s);
    EXPECT_TRUE(test.link.closing);
}

TEST(Backlogs, KeepsOneEntryForABurstAndForgetsConnectionsThatAreGone) {
    Backlogged test;
    for (int i = 0; i < 10; ++i) test.write(10);
    test.links.remove(sansio::ConnectionId{1});
    EXPECT_EQ(test.backlogs.next_deadline(), sansio::Time{} + 30s);
    test.pass(30s);
    EXPECT_FALSE(test.backlogs.next_deadline());
}

}  // namespace
}  // namespace edge
