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

/// What a letter may be part of: one table, so that every scanner shares its cache lines.
enum LetterClass : std::uint16_t {
    token_class = 1,
    host_class = 2,
    user_class = 4,           // of a URI, with the password; without '%', which must begin an escape
    uri_parameter_class = 8,  // pname and pvalue, without '%' and '='
    uri_headers_class = 16,   // without '%'
    scheme_class = 32,
    value_class = 64,  // of a header parameter that is not quoted
    hex_class = 128,
    space_class = 256,
    digit_class = 512,
    reference_class = 1024,  // inside an IPv6 reference
    control_class = 2048,    // in no header, but for HTAB and the CR LF of a line's end
};

namespace detail {
constexpr auto letter_classes = [] {
    std::array<std::uint16_t, 256> table{};
    auto const add = [&table](std::string_view letters, unsigned classes) {
        for (char const c : letters) {
            auto& slot = table[static_cast<unsigned char>(c)];
            slot = static_cast<std::uint16_t>(slot | classes);
        }
    };
    constexpr unsigned in_all =
        token_class | host_class | user_class | uri_parameter_class | uri_headers_class | scheme_class;
    add("0123456789", in_all | hex_class | digit_class | reference_class);
    add("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", in_all);
    add("abcdefABCDEF", hex_class | reference_class);
    add("-.!%*_+`'~", token_class);
    add("-.", host_class);
    add("-_.!~*'()&=+$,;?/:", user_class);
    add("-_.!~*'()[]/:&+$", uri_parameter_class);
    add("-_.!~*'()[]/?:+$&=", uri_headers_class);
    add("+-.", scheme_class);
    add(" \t\r\n", space_class);
    add(":.", reference_class);
    // Wider than the grammar's token and host, since Microsoft writes base64 with '=' there.
    for (unsigned byte = 0; byte < table.size(); ++byte) {
        bool const control = byte < 0x20 || byte == 0x7f;
        bool const divides =
            byte == ' ' || byte == ';' || byte == ',' || byte == '"' || byte == '<' || byte == '>';
        if (!control && !divides) table[byte] = static_cast<std::uint16_t>(table[byte] | value_class);
        if (control) table[byte] = static_cast<std::uint16_t>(table[byte] | control_class);
    }
    return table;
}();
}  // namespace detail

constexpr bool is_letter_of(char c, unsigned classes) {
    return (detail::letter_classes[static_cast<unsigned char>(c)] & classes) != 0;
}
/// Where the letters of those classes that begin at `from` end.
constexpr std::size_t end_of(std::string_view text, std::size_t from, unsigned classes) {
    auto const* const begin = text.data();
    auto const* at = begin + from;
    auto const* const end = begin + text.size();
    for (; end - at >= 4; at += 4) {
        if (!is_letter_of(at[0], classes)) return static_cast<std::size_t>(at - begin);
        if (!is_letter_of(at[1], classes)) return static_cast<std::size_t>(at + 1 - begin);
        if (!is_letter_of(at[2], classes)) return static_cast<std::size_t>(at + 2 - begin);
        if (!is_letter_of(at[3], classes)) return static_cast<std::size_t>(at + 3 - begin);
    }
    while (at < end && is_letter_of(*at, classes)) ++at;
    return static_cast<std::size_t>(at - begin);
}
/// The same, and %-escapes belong to it; a '%' without two digits does not (RFC 3261 §25.1).
constexpr std::size_t end_of_escaped(std::string_view text, std::size_t from, unsigned classes) {
    for (;; from += 3) {
        from = end_of(text, from, classes);
        if (from + 2 >= text.size() || text[from] != '%' || !is_letter_of(text[from + 1], hex_class) ||
            !is_letter_of(text[from + 2], hex_class))
            return from;
    }
}

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
/// SP, HTAB, and the CR and LF of a folded line.
constexpr bool is_space(char c) {
    return is_letter_of(c, space_class);
}
constexpr char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

constexpr bool is_token(std::string_view text) {
    return !text.empty() && end_of(text, 0, token_class) == text.size();
}
constexpr std::string_view trim(std::string_view text) {
    std::size_t begin = 0, end = text.size();
    while (begin < end && is_space(text[begin])) ++begin;
    while (begin < end && is_space(text[end - 1])) --end;
    return text.substr(begin, end - begin);
}
/// A whole text of digits as a number of at most `limit`; nothing else is one.
template <class Number>
constexpr std::optional<Number> parse_number(std::string_view text, Number limit) {
    std::uint64_t value = 0;
    for (char const c : text) {
        if (!is_digit(c) || value > static_cast<std::uint64_t>(limit) / 10) return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
        if (value > static_cast<std::uint64_t>(limit)) return std::nullopt;
    }
    if (text.empty()) return std::nullopt;
    return static_cast<Number>(value);
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
