// xoshiro256**, seeded through splitmix64: the same sequence on every machine and with every library.
#pragma once
#include <array>
#include <cstdint>
#include <string>

namespace sansio {

/// Randomness of a core. Not for secrets: keys come from the configuration or from OpenSSL in drivers/tls.
class Random {
public:
    explicit Random(std::uint64_t seed);

    std::uint64_t next();
    /// Uniform in [0, limit); limit > 0.
    std::uint64_t below(std::uint64_t limit);
    /// True in `numerator` of `denominator` cases.
    bool chance(std::uint32_t numerator, std::uint32_t denominator) { return below(denominator) < numerator; }
    /// `digits` lower-case hexadecimal digits.
    std::string hex(std::size_t digits);
    /// A generator of its own that depends on this one's state and on `label` only.
    Random fork(std::uint64_t label);

private:
    std::array<std::uint64_t, 4> state_;
};

}  // namespace sansio
