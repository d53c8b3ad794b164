#include "sansio/byte_buffer.hpp"

#include <string>

#include <gtest/gtest.h>

#include "sansio/random.hpp"

namespace sansio {
namespace {

TEST(ByteBuffer, GivesBackWhatWasAppendedInOrder) {
    ByteBuffer buffer;
    buffer.append("MESSAGE ");
    buffer.append('s');
    buffer.append(as_bytes("ip:bob"));
    EXPECT_EQ(buffer.text(), "MESSAGE sip:bob");
    buffer.consume(8);
    EXPECT_EQ(as_text(buffer.bytes()), "sip:bob");
    EXPECT_EQ(buffer.size(), 7U);
}

TEST(ByteBuffer, TakesNothingWithoutHarm) {
    ByteBuffer buffer;
    buffer.append("");
    buffer.append(std::span<std::byte const>{});
    buffer.consume(0);
    EXPECT_TRUE(buffer.empty());
    EXPECT_EQ(buffer.text(), "");
}

TEST(ByteBuffer, ExtendAndShrinkLeaveWhatWasWritten) {
    ByteBuffer buffer;
    buffer.append("ab");
    auto* const place = buffer.extend(10);
    std::memcpy(place, "cdef", 4);
    buffer.shrink(6);
    EXPECT_EQ(buffer.text(), "abcdef");
}

TEST(ByteBuffer, KeepsTheOrderThroughManyAppendsAndConsumes) {
    Random random(1);
    ByteBuffer buffer;
    std::string expected;
    for (int i = 0; i < 5'000; ++i) {
        auto const text = random.hex(random.below(40));
        buffer.append(text);
        expected += text;
        auto const taken = random.below(expected.size() + 1);
        buffer.consume(taken);
        expected.erase(0, taken);
        ASSERT_EQ(buffer.text(), expected);
    }
}

TEST(ByteBufferDeathTest, MoreThanThereIsCannotBeConsumed) {
    ByteBuffer buffer;
    buffer.append("x");
    EXPECT_DEATH(buffer.consume(2), "no more is consumed than there is");
}

}  // namespace
}  // namespace sansio
