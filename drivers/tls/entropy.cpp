#include "drivers/tls/entropy.hpp"

#include <openssl/rand.h>

#include "sansio/check.hpp"

namespace tls {

std::uint64_t seed_from_system() {
    unsigned char bytes[8] = {};
    sansio::check(RAND_bytes(bytes, sizeof bytes) == 1, "the system has random bytes");
    std::uint64_t seed = 0;
    for (unsigned char const byte : bytes) seed = (seed << 8U) | byte;
    return seed;
}

std::string key_from_system() {
    static constexpr char digits[] = "0123456789abcdef";
    unsigned char bytes[32] = {};
    sansio::check(RAND_bytes(bytes, sizeof bytes) == 1, "the system has random bytes");
    std::string text;
    for (unsigned char const byte : bytes) {
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

}  // namespace tls
