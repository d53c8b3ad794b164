#include "reports/message_end.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

namespace reports {
namespace {

constexpr std::string_view blanks = " \t";

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool equal_without_case(std::string_view one, std::string_view other) {
    auto const lower = [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    };
    return std::ranges::equal(one, other, {}, lower, lower);
}

/// Of a Content-Length line; nothing for any other line, and a size that no body has for a value that is no number.
std::optional<std::uint64_t> content_length(std::string_view line) {
    auto const colon = line.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    auto const name = trimmed(line.substr(0, colon));
    if (!equal_without_case(name, "content-length") && !equal_without_case(name, "l")) return std::nullopt;
    auto const value = trimmed(line.substr(colon + 1));
    std::uint64_t number = 0;
    auto const [end, fault] = std::from_chars(value.data(), value.data() + value.size(), number);
    bool const whole = fault == std::errc() && end == value.data() + value.size();
    return whole ? number : ~std::uint64_t{0};
}

}  // namespace

bool tells_its_end(std::string_view bytes) {
    constexpr std::string_view header_end = "\r\n\r\n";
    if (bytes.find_first_not_of("\r\n") == std::string_view::npos) return true;
    auto const end = bytes.find(header_end);
    if (end == std::string_view::npos) return false;
    std::size_t const body_size = bytes.size() - end - header_end.size();
    unsigned lengths = 0;
    for (auto header = bytes.substr(0, end); !header.empty();) {
        auto const line_end = std::min(header.find("\r\n"), header.size());
        if (auto const length = content_length(header.substr(0, line_end))) {
            ++lengths;
            if (*length != body_size) return false;
        }
        header.remove_prefix(std::min(line_end + 2, header.size()));
    }
    return lengths == 1;
}

}  // namespace reports
