// Our own branch: "z9hG4bK" + place of the transaction + 64 random bits (RFC 3261 §8.1.1.7) + the second part of RFC 5393
// §4.2.1, which is the proxy's. The place finds it, the rest proves it.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "sansio/random.hpp"

namespace sip::transaction {

class Branch {
public:
    static constexpr std::size_t size = 7 + 8 + 16 + 8;

    Branch() = default;
    Branch(std::uint32_t place, sansio::Random& random, std::uint32_t second_part = 0);
    std::string_view view() const { return {text_.data(), used_}; }
    /// The place that a branch of this form names; nothing for a branch of somebody else's.
    static std::optional<std::uint32_t> place_in(std::string_view branch);

private:
    std::array<char, size> text_{};
    std::uint8_t used_ = 0;
};

}  // namespace sip::transaction
