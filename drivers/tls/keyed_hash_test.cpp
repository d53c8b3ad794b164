#include "drivers/tls/keyed_hash.hpp"

#include <string>

#include <gtest/gtest.h>

namespace tls {
namespace {

std::string hex(KeyedHash::Digest const& digest) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (auto const byte : digest) {
        text += digits[std::to_integer<unsigned>(byte) >> 4U];
        text += digits[std::to_integer<unsigned>(byte) & 15U];
    }
    return text;
}

TEST(KeyedHash, IsHmacSha256_Rfc4231_4) {
    EXPECT_EQ(hex(KeyedHash("Jefe")("what do ya want ", "for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hex(KeyedHash(std::string(20, '\x0b'))("Hi There")),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(
        hex(KeyedHash(std::string(131, '\xaa'))("Test Using Larger Than Block-Size Key - Hash Key First")),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(KeyedHash, IsTheSameAgainAndInACopy) {
    KeyedHash const hash("key");
    auto const copy = hash;
    auto const once = hash("a", "b");
    EXPECT_EQ(hash("ab"), once);
    EXPECT_EQ(copy("ab"), once);
    EXPECT_NE(KeyedHash("other key")("ab"), once);
}

}  // namespace
}  // namespace tls
