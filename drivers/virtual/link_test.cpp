#include "drivers/virtual/link.hpp"

#include <gtest/gtest.h>

namespace drivers::simulation {
namespace {

using std::chrono::milliseconds;

struct LinkTest : ::testing::Test {
    Links links{LinkProperties{}, sansio::Random(7)};
    NameIndex a = links.index("a");
    NameIndex b = links.index("b");
    NameIndex c = links.index("c");
    sansio::Random random{1};
};

TEST_F(LinkTest, IsTheSameFromBothEnds) {
    EXPECT_EQ(&links.between(a, b), &links.between(b, a));
    EXPECT_NE(&links.between(a, b), &links.between(a, c));
    EXPECT_EQ(links.index("a"), a);
}

TEST_F(LinkTest, APartitionSeparatesAlsoPairsThatMeetLater) {
    links.partition({a, b});
    EXPECT_EQ(links.between(a, b).passage, Passage::open);
    EXPECT_EQ(links.between(c, b).passage, Passage::partitioned);
    links.heal();
    EXPECT_EQ(links.between(c, b).passage, Passage::open);
    EXPECT_EQ(links.between(c, a).passage, Passage::open);
}

TEST_F(LinkTest, JitterStaysWithinItsBounds) {
    auto& link = links.between(a, b);
    link.properties = {milliseconds{10}, milliseconds{5}, 0, 0};
    bool varies = false;
    for (int i = 0; i < 200; ++i) {
        auto const delay = datagram_delay(link, true, 100, {});
        ASSERT_TRUE(delay);
        EXPECT_GE(*delay, milliseconds{10});
        EXPECT_LE(*delay, milliseconds{15});
        varies = varies || *delay != milliseconds{10};
    }
    EXPECT_TRUE(varies);
}

TEST_F(LinkTest, TheRateMakesPacketsQueueInEachDirectionByItself) {
    auto& link = links.between(a, b);
    link.properties = {milliseconds{1}, {}, 0, 1'000};
    EXPECT_EQ(datagram_delay(link, true, 100, {}), milliseconds{101});
    EXPECT_EQ(datagram_delay(link, true, 100, {}), milliseconds{201});
    EXPECT_EQ(datagram_delay(link, false, 100, {}), milliseconds{101});
}

TEST_F(LinkTest, DatagramsAreLostAsOftenAsTheLinkSays) {
    auto& link = links.between(a, b);
    link.properties.loss_per_million = 250'000;
    int lost = 0;
    for (int i = 0; i < 4'000; ++i) lost += !datagram_delay(link, true, 10, {});
    EXPECT_NEAR(lost, 1'000, 120);
}

TEST_F(LinkTest, ALostSegmentCostsDoublingTimeOuts) {
    auto& link = links.between(a, b);
    link.properties = {milliseconds{1}, {}, 1'000'000, 0};
    auto const delay = segment_delay(link, true, 10, {}, random, milliseconds{200});
    EXPECT_EQ(delay, milliseconds{1 + 200 * 255});
    link.properties.loss_per_million = 0;
    EXPECT_EQ(segment_delay(link, true, 10, {}, random, milliseconds{200}), milliseconds{1});
}

}  // namespace
}  // namespace drivers::simulation
