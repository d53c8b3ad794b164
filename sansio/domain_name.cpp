#include "sansio/domain_name.hpp"

#include <algorithm>

namespace sansio {
namespace {

constexpr char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

constexpr bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

constexpr bool is_letter_or_digit(char letter) {
    return (lower(letter) >= 'a' && lower(letter) <= 'z') || is_digit(letter);
}

bool is_label(std::string_view text) {
    constexpr std::size_t label_size_max = 63;
    if (text.empty() || text.size() > label_size_max || text.front() == '-' || text.back() == '-')
        return false;
    return std::all_of(text.begin(), text.end(),
                       [](char letter) { return is_letter_or_digit(letter) || letter == '-'; });
}

}  // namespace

bool is_domain_name(std::string_view text) {
    if (text.size() > domain_name_size_max) return false;
    std::size_t labels = 0;
    std::string_view label;
    for (std::size_t begin = 0; begin <= text.size(); begin += label.size() + 1) {
        label = text.substr(begin, text.find('.', begin) - begin);
        if (!is_label(label)) return false;
        ++labels;
    }
    return labels >= 2 && !std::all_of(label.begin(), label.end(), is_digit);
}

std::string lower_case(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

bool equal_ignoring_case(std::string_view one, std::string_view other) {
    return one.size() == other.size() && std::equal(one.begin(), one.end(), other.begin(),
                                                    [](char a, char b) { return lower(a) == lower(b); });
}

std::uint64_t hash_ignoring_case(std::string_view text) {
    // FNV-1a, and the high half folded in, because tables use the low bits.
    std::uint64_t hash = 0xcbf2'9ce4'8422'2325U;
    for (char const letter : text) {
        hash ^= static_cast<unsigned char>(lower(letter));
        hash *= 0x0000'0100'0000'01b3U;
    }
    return hash ^ (hash >> 32U);
}

std::string_view without_final_dot(std::string_view name) {
    if (name.ends_with('.')) name.remove_suffix(1);
    return name;
}

std::string_view parent_domain(std::string_view name) {
    std::size_t const dot = name.find('.');
    return dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1);
}

}  // namespace sansio
