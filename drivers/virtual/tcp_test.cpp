#include "drivers/virtual/tcp.hpp"

#include <numeric>

#include <gtest/gtest.h>

namespace drivers::simulation {
namespace {

using std::chrono::milliseconds;

sansio::Time at(int ms) {
    return sansio::Time{milliseconds{ms}};
}

TEST(TcpPipe, DeliversInOrderAlthoughALaterSegmentWasFaster) {
    TcpPipe pipe;
    EXPECT_EQ(pipe.launch({Segment::Kind::bytes, at(9), "first "}), at(9));
    EXPECT_EQ(pipe.launch({Segment::Kind::bytes, at(5), "second"}), at(9));
    EXPECT_FALSE(pipe.arrive(at(8)));
    while (auto const segment = pipe.arrive(at(9))) pipe.store(*segment);
    EXPECT_EQ(sansio::as_text(pipe.arrived()), "first second");
}

TEST(TcpPipe, TheWindowCountsWhatIsUnderWayAndWhatIsNotRead) {
    TcpPipe pipe;
    pipe.launch({Segment::Kind::bytes, at(1), std::string(tcp_window - 10, 'x')});
    EXPECT_EQ(pipe.room(), 10U);
    pipe.store(*pipe.arrive(at(1)));
    EXPECT_EQ(pipe.room(), 10U);
    pipe.read(100);
    EXPECT_EQ(pipe.room(), 110U);
}

TEST(TcpPipe, AResetFlushesWhatWasNotRead) {
    TcpPipe pipe;
    pipe.launch({Segment::Kind::bytes, at(1), "read me"});
    pipe.launch({Segment::Kind::reset, at(2), {}});
    while (auto const segment = pipe.arrive(at(2))) pipe.store(*segment);
    EXPECT_TRUE(pipe.was_reset());
    EXPECT_TRUE(pipe.arrived().empty());
}

TEST(TcpPipe, LosesTheEndOfWhatIsUnderWay) {
    TcpPipe pipe;
    for (char const* const text : {"a", "bb", "ccc"}) pipe.launch({Segment::Kind::bytes, at(1), text});
    pipe.lose_all_but(1);
    while (auto const segment = pipe.arrive(at(1))) pipe.store(*segment);
    EXPECT_EQ(sansio::as_text(pipe.arrived()), "a");
    EXPECT_EQ(pipe.room(), tcp_window - 1);
}

TEST(DrawCuts, AddUpToTheWholeAndNoneIsEmpty) {
    sansio::Random random(3);
    bool whole = false;
    bool cut = false;
    for (std::size_t size = 1; size < 500; ++size) {
        auto const sizes = draw_cuts(size, random);
        EXPECT_EQ(std::accumulate(sizes.begin(), sizes.end(), std::size_t{0}), size);
        for (auto const piece : sizes) EXPECT_GT(piece, 0U);
        EXPECT_LE(sizes.size(), segments_per_write_max);
        whole = whole || sizes.size() == 1;
        cut = cut || sizes.size() > 1;
    }
    EXPECT_TRUE(whole && cut);
}

TEST(DrawCuts, DrawEquallyOftenForAnySize) {
    sansio::Random of_short(5);
    sansio::Random of_long(5);
    for (int i = 0; i < 50; ++i) {
        draw_cuts(1, of_short);
        draw_cuts(40'000, of_long);
    }
    EXPECT_EQ(of_short.next(), of_long.next());
}

}  // namespace
}  // namespace drivers::simulation
