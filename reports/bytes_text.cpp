#include "reports/bytes_text.hpp"

#include <cstdint>

namespace reports {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

constexpr bool between(unsigned value, unsigned low, unsigned high) {
    return value >= low && value <= high;
}

/// Length of the well-formed UTF-8 sequence at the front of `bytes`, 0 when there is none (RFC 3629 §4).
std::size_t sequence_length(std::string_view bytes) {
    auto const at = [&](std::size_t index) -> unsigned {
        return index < bytes.size() ? static_cast<std::uint8_t>(bytes[index]) : 0U;
    };
    auto const tail = [&](std::size_t index) { return between(at(index), 0x80, 0xbf); };
    unsigned const first = at(0);
    if (first < 0x80) return 1;
    if (between(first, 0xc2, 0xdf)) return tail(1) ? 2 : 0;
    if (between(first, 0xe0, 0xef)) {
        unsigned const low = first == 0xe0 ? 0xa0 : 0x80;
        unsigned const high = first == 0xed ? 0x9f : 0xbf;
        return between(at(1), low, high) && tail(2) ? 3 : 0;
    }
    if (between(first, 0xf0, 0xf4)) {
        unsigned const low = first == 0xf0 ? 0x90 : 0x80;
        unsigned const high = first == 0xf4 ? 0x8f : 0xbf;
        return between(at(1), low, high) && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

/// U+0080–U+009F, U+FFFE, U+FFFF: not welcome in XML 1.0 or on a terminal.
bool is_unwelcome(std::string_view sequence) {
    return (sequence.size() == 2 && sequence[0] == '\xc2' && static_cast<std::uint8_t>(sequence[1]) < 0xa0) ||
           sequence == "\xef\xbf\xbe" || sequence == "\xef\xbf\xbf";
}

void append_escaped(std::string& text, std::string_view bytes) {
    for (char const byte : bytes) text += "\\x" + to_hex({&byte, 1});
}

/// Walks `bytes`; `letter` writes each ASCII character that may stand, the rest is copied or escaped.
template <class Letter>
std::string walk(std::string_view bytes, Letter letter) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    while (!bytes.empty()) {
        std::size_t const length = sequence_length(bytes);
        std::string_view const sequence = bytes.substr(0, length == 0 ? 1 : length);
        if (length == 1)
            letter(text, sequence[0]);
        else if (length == 0 || is_unwelcome(sequence))
            append_escaped(text, sequence);
        else
            text += sequence;
        bytes.remove_prefix(sequence.size());
    }
    return text;
}

bool is_control(char letter) {
    return static_cast<std::uint8_t>(letter) < 0x20 || letter == 0x7f;
}

void append_printable(std::string& text, char letter) {
    if (is_control(letter) && letter != '\n' && letter != '\t')
        append_escaped(text, {&letter, 1});
    else
        text += letter;
}

void append_xml(std::string& text, char letter) {
    switch (letter) {
        case '&':
            text += "&amp;";
            break;
        case '<':
            text += "&lt;";
            break;
        case '>':
            text += "&gt;";
            break;
        default:
            append_printable(text, letter);
    }
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    while (!bytes.empty()) {
        std::size_t const length = sequence_length(bytes);
        if (length == 0) return false;
        bytes.remove_prefix(length);
    }
    return true;
}

std::string to_hex(std::string_view bytes) {
    std::string digits;
    digits.reserve(2 * bytes.size());
    for (char const byte : bytes) {
        auto const value = static_cast<std::uint8_t>(byte);
        digits += hex_digits[value >> 4U];
        digits += hex_digits[value & 0xfU];
    }
    return digits;
}

bool from_hex(std::string_view digits, std::string& bytes) {
    bytes.clear();
    if (digits.size() % 2 != 0) return false;
    for (std::size_t index = 0; index < digits.size(); index += 2) {
        auto const high = hex_digits.find(digits[index]);
        auto const low = hex_digits.find(digits[index + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) {
            bytes.clear();
            return false;
        }
        bytes += static_cast<char>(high << 4U | low);
    }
    return true;
}

std::string printable(std::string_view bytes) {
    return walk(bytes, append_printable);
}

std::string printable_message(std::string_view bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        if (bytes[i] != '\r' || i + 1 == bytes.size() || bytes[i + 1] != '\n') text += bytes[i];
    return printable(text);
}

std::string printable_line(std::string_view bytes) {
    return walk(bytes, [](std::string& text, char letter) {
        if (letter == '\n')
            text += "\\n";
        else if (letter == '\r')
            text += "\\r";
        else
            append_printable(text, letter);
    });
}

std::string xml_text(std::string_view bytes) {
    return walk(bytes, append_xml);
}

std::string xml_attribute(std::string_view bytes) {
    return walk(bytes, [](std::string& text, char letter) {
        switch (letter) {
            case '"':
                text += "&quot;";
                break;
            case '\'':
                text += "&apos;";
                break;
            case '\n':
                text += "&#10;";
                break;
            default:
                append_xml(text, letter);
        }
    });
}

}  // namespace reports
