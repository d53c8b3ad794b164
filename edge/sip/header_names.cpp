#include "edge/sip/header_names.hpp"

#include <array>
#include <cstring>

#include "edge/sip/text.hpp"

namespace sip {

namespace {

constexpr std::array<std::string_view, known_headers + 1> names{
#define HEADER(identifier, name, compact, kind) name,
#include "edge/sip/header_names.inc"
#undef HEADER
};

constexpr std::array<char, known_headers> compact_forms{
#define HEADER(identifier, name, compact, kind) compact,
#include "edge/sip/header_names.inc"
#undef HEADER
};

constexpr std::uint8_t none = static_cast<std::uint8_t>(Header::unknown);
constexpr std::size_t slots = 512;

/// Length and three letters tell nearly all names apart. Setting the bit 0x20 folds case; what else it folds costs a
/// comparison and no more.
constexpr std::size_t slot_of(std::string_view name) {
    auto const letter = [name](std::size_t at) { return static_cast<unsigned char>(name[at]) | 0x20U; };
    auto const size = name.size();
    return (size * 37 + letter(0) * 5 + letter(size - 1) * 113 + letter(size / 2) * 59) % slots;
}

constexpr auto make_slots() {
    std::array<std::uint8_t, slots> table{};
    table.fill(none);
    for (std::size_t header = 0; header < known_headers; ++header) {
        auto slot = slot_of(names[header]);
        while (table[slot] != none) slot = (slot + 1) % slots;
        table[slot] = static_cast<std::uint8_t>(header);
    }
    return table;
}
constexpr auto by_slot = make_slots();

constexpr auto make_compact() {
    std::array<std::uint8_t, 26> table{};
    table.fill(none);
    for (std::size_t header = 0; header < known_headers; ++header)
        if (compact_forms[header] != 0)
            table[static_cast<std::size_t>(compact_forms[header] - 'a')] = static_cast<std::uint8_t>(header);
    return table;
}
constexpr auto by_compact = make_compact();

/// Compares word by word; the last word overlaps the one before. Both have the same size, of a word at least.
template <class Word>
bool same_words(std::string_view one, std::string_view other) {
    auto const word = [](std::string_view text, std::size_t at) {
        Word value = 0;
        std::memcpy(&value, text.data() + at, sizeof value);
        return value;
    };
    auto const last = one.size() - sizeof(Word);
    bool same = word(one, last) == word(other, last);
    for (std::size_t at = 0; at < last && same; at += sizeof(Word)) same = word(one, at) == word(other, at);
    return same;
}

/// Equal but for case. Most names are written as in the table, so words are compared before letters.
bool is_name(std::string_view known, std::string_view name) {
    if (known.size() != name.size()) return false;
    bool const same = name.size() >= 8   ? same_words<std::uint64_t>(known, name)
                      : name.size() >= 4 ? same_words<std::uint32_t>(known, name)
                                         : same_words<std::uint16_t>(known, name);
    return same || equal_ignoring_case(known, name);
}

}  // namespace

Header find_header(std::string_view name) {
    if (name.size() < 2) {
        auto const letter = name.empty() ? '\0' : to_lower(name.front());
        if (letter < 'a' || letter > 'z') return Header::unknown;
        return static_cast<Header>(by_compact[static_cast<std::size_t>(letter - 'a')]);
    }
    for (auto slot = slot_of(name); by_slot[slot] != none; slot = (slot + 1) % slots)
        if (is_name(names[by_slot[slot]], name)) return static_cast<Header>(by_slot[slot]);
    return Header::unknown;
}

std::string_view name_of(Header header) {
    return names[static_cast<std::size_t>(header)];
}

}  // namespace sip
