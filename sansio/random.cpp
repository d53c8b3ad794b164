#include "sansio/random.hpp"

#include <bit>

#include "sansio/check.hpp"

namespace sansio {

namespace {

std::uint64_t splitmix(std::uint64_t& state) {
    std::uint64_t mixed = (state += 0x9e3779b97f4a7c15U);
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31U);
}

}  // namespace

Random::Random(std::uint64_t seed) : state_{} {
    for (auto& word : state_) word = splitmix(seed);
}

std::uint64_t Random::next() {
    auto const result = std::rotl(state_[1] * 5, 7) * 9;
    auto const shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

std::uint64_t Random::below(std::uint64_t limit) {
    check(limit > 0, "a random number below zero was asked for");
    // Values past the last whole multiple of limit would favour small results.
    auto const unbiased = UINT64_MAX - UINT64_MAX % limit;
    auto drawn = next();
    while (drawn >= unbiased) drawn = next();
    return drawn % limit;
}

std::string Random::hex(std::size_t digits) {
    static constexpr char alphabet[] = "0123456789abcdef";
    std::string text;
    text.reserve(digits);
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (i % 16 == 0) word = next();
        text.push_back(alphabet[word & 15U]);
        word >>= 4U;
    }
    return text;
}

Random Random::fork(std::uint64_t label) {
    auto seed = state_[0] ^ std::rotl(state_[2], 21) ^ (label * 0xd1342543de82ef95U);
    return Random(splitmix(seed));
}

}  // namespace sansio
