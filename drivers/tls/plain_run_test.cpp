#include "drivers/tls/plain_run.hpp"

#include <gtest/gtest.h>

#include "sansio/byte_buffer.hpp"

namespace tls {
namespace {

TEST(PlainRun, BytesStayInOneRunWhileItGrows) {
    PlainRun run;
    std::string expected;
    for (int i = 0; i < 50; ++i) {
        std::string const piece(997, static_cast<char>('a' + i % 26));
        auto const room = run.room();
        ASSERT_GE(room.size(), piece.size());
        std::memcpy(room.data(), piece.data(), piece.size());
        run.written(piece.size());
        run.append(sansio::as_bytes("|"));
        expected += piece + "|";
    }
    EXPECT_EQ(sansio::as_text(run.bytes()), expected);
    run.release();
    EXPECT_TRUE(run.empty());
    EXPECT_FALSE(run.room().empty());
}

}  // namespace
}  // namespace tls
