// Many timers of one duration: when the next is due, which are taken, what is cancelled.
#include <string>

#include <gtest/gtest.h>

#include "sansio/fifo_timers.hpp"

namespace sansio {
namespace {

using std::chrono::milliseconds;

Time at(int ms) {
    return Time{milliseconds{ms}};
}

TEST(FifoTimers, ExpireInTheOrderInWhichTheyWereArmed) {
    FifoTimers<std::string> timers{milliseconds{500}};
    timers.arm("first", at(0));
    timers.arm("second", at(10));
    EXPECT_EQ(timers.next(), at(500));
    EXPECT_FALSE(timers.take(at(499)));
    EXPECT_EQ(timers.take(at(600)), "first");
    EXPECT_EQ(timers.take(at(600)), "second");
    EXPECT_FALSE(timers.take(at(600)));
    EXPECT_FALSE(timers.next());
}

TEST(FifoTimers, CancelledEntriesAtTheFrontWakeNobody) {
    FifoTimers<int> timers{milliseconds{500}};
    for (int i = 0; i < 5; ++i) timers.arm(i, at(i));
    timers.drop_front_while([](int entry) { return entry < 3; });
    EXPECT_EQ(timers.next(), at(503));
    EXPECT_EQ(timers.size(), 2U);
}

TEST(FifoTimers, CancelledEntriesGoFromTheMiddleToo) {
    FifoTimers<int> timers{milliseconds{500}};
    for (int i = 0; i < 6; ++i) timers.arm(i, Time{milliseconds{i}});
    timers.drop_if([](int entry) { return entry % 2 == 1; });
    EXPECT_EQ(timers.size(), 3U);
    EXPECT_EQ(timers.take(Time{milliseconds{504}}), 0);
    EXPECT_EQ(timers.take(Time{milliseconds{504}}), 2);
    EXPECT_EQ(timers.take(Time{milliseconds{504}}), 4);
}

TEST(FifoTimersDeathTest, TimeDoesNotGoBackwards) {
    FifoTimers<int> timers{milliseconds{500}};
    timers.arm(1, at(10));
    EXPECT_DEATH(timers.arm(2, at(9)), "time does not go backwards");
}

}  // namespace
}  // namespace sansio
