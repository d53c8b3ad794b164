// Letters and numbers of the SIP grammar (RFC 3261 §25.1), without locale and without allocation.
#pragma once
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "sansio/domain_name.hpp"

namespace sip {

using sansio::equal_ignoring_case;

namespace detail {
constexpr std::array<bool, 256> letters_of(std::string_view extra) {
    std::array<bool, 256> table{};
    for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = true;
    for (char c = 'a'; c <= 'z'; ++c) table[static_cast<unsigned char>(c)] = true;
    for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<unsigned char>(c)] = true;
    for (char const c : extra) table[static_cast<unsigned char>(c)] = true;
    return table;
}
inline constexpr auto token_letters = letters_of("-.!%*_+`'~");
}  // namespace detail

constexpr bool is_token_letter(char c) {
    return detail::token_letters[static_cast<unsigned char>(c)];
}
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
/// SP, HTAB, and the CR and LF of a folded line.
constexpr bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
constexpr char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

constexpr bool is_token(std::string_view text) {
    if (text.empty()) return false;
    for (char const c : text)
        if (!is_token_letter(c)) return false;
    return true;
}
constexpr std::string_view trim(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}
/// A whole text of digits as a number of at most `limit`; nothing else is one.
template <class Number>
std::optional<Number> parse_number(std::string_view text, Number limit) {
    Number value{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || !is_digit(text.front()) || error != std::errc() || end != text.data() + text.size() ||
        value > limit)
        return std::nullopt;
    return value;
}

/// A number as text without allocation: DecimalText(70).view().
class DecimalText {
public:
    explicit DecimalText(std::uint64_t number) {
        auto const result = std::to_chars(digits_.data(), digits_.data() + digits_.size(), number);
        size_ = static_cast<std::size_t>(result.ptr - digits_.data());
    }
    std::string_view view() const { return {digits_.data(), size_}; }

private:
    std::array<char, 20> digits_;
    std::size_t size_;
};

}  // namespace sip
