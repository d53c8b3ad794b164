#include "harness/script/raw_bytes.hpp"

#include <optional>

namespace script {
namespace {

using Decoded = sansio::Result<std::string, std::string>;

bool is_blank(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
}

std::optional<unsigned> hexadecimal(char digit) {
    if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
    if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a' + 10);
    if (digit >= 'A' && digit <= 'F') return static_cast<unsigned>(digit - 'A' + 10);
    return std::nullopt;
}

std::optional<unsigned> sextet(char letter) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    auto const index = alphabet.find(letter);
    if (index == std::string_view::npos) return std::nullopt;
    return static_cast<unsigned>(index);
}

Decoded from_hex(std::string_view text) {
    std::string out;
    std::optional<unsigned> high;
    for (char const letter : text) {
        if (is_blank(letter)) continue;
        auto const digit = hexadecimal(letter);
        if (!digit) return sansio::unexpected(std::string("hex holds 0-9 and a-f, not \"") + letter + "\"");
        if (high) out += static_cast<char>(*high * 16 + *digit);
        high = high ? std::nullopt : digit;
    }
    if (high) return sansio::unexpected(std::string("hex needs two digits for each byte; one is left over"));
    return out;
}

Decoded from_base64(std::string_view text) {
    std::string out;
    unsigned bits = 0;
    unsigned held = 0;
    std::size_t letters = 0;
    std::size_t padding = 0;
    for (char const letter : text) {
        if (is_blank(letter)) continue;
        ++letters;
        if (letter == '=') {
            ++padding;
            continue;
        }
        auto const value = sextet(letter);
        if (!value || padding > 0)
            return sansio::unexpected(std::string("base64 holds A-Z a-z 0-9 + / and = at its end, not \"") +
                                      letter + "\"");
        bits = (bits << 6U | *value) & 0xffffU;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>(bits >> held & 0xffU);
    }
    if (letters % 4 != 0 || padding > 2)
        return sansio::unexpected(std::string("base64 comes in groups of four letters (RFC 4648 §4)"));
    return out;
}

}  // namespace

Decoded decode(std::string_view text, Encoding encoding) {
    switch (encoding) {
        case Encoding::text:
            return std::string(text);
        case Encoding::hex:
            return from_hex(text);
        case Encoding::base64:
            return from_base64(text);
    }
    return std::string(text);
}

}  // namespace script
