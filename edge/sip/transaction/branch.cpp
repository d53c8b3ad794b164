#include "edge/sip/transaction/branch.hpp"

#include <algorithm>
#include <charconv>

namespace sip::transaction {

namespace {

constexpr std::string_view magic_cookie = "z9hG4bK";

/// All digits of `number` in lower-case hex, so that every branch has one length.
char* put_hex(char* to, std::uint64_t number, int digits) {
    static constexpr char alphabet[] = "0123456789abcdef";
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) *to++ = alphabet[(number >> shift) & 15U];
    return to;
}

}  // namespace

Branch::Branch(std::uint32_t place, sansio::Random& random, std::uint32_t second_part) : used_(size) {
    auto* to = std::copy(magic_cookie.begin(), magic_cookie.end(), text_.data());
    put_hex(put_hex(put_hex(to, place, 8), random.next(), 16), second_part, 8);
}

std::optional<std::uint32_t> Branch::place_in(std::string_view branch) {
    if (branch.size() != size || !branch.starts_with(magic_cookie)) return std::nullopt;
    std::uint32_t place = 0;
    auto const* const begin = branch.data() + magic_cookie.size();
    auto const [end, error] = std::from_chars(begin, begin + 8, place, 16);
    if (error != std::errc() || end != begin + 8) return std::nullopt;
    return place;
}

}  // namespace sip::transaction
