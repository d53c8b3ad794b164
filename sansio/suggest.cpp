#include "sansio/suggest.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "sansio/domain_name.hpp"

namespace sansio {

std::size_t edit_distance(std::string_view one, std::string_view other) {
    std::string const left = lower_case(one);
    std::string const right = lower_case(other);
    // Three rows of the table of distances between prefixes; a swap of neighbours looks back two rows.
    std::array<std::vector<std::size_t>, 3> rows;
    for (auto& row : rows) row.assign(right.size() + 1, 0);
    for (std::size_t column = 0; column <= right.size(); ++column) rows[0][column] = column;
    for (std::size_t line = 1; line <= left.size(); ++line) {
        auto& current = rows[line % 3];
        auto const& above = rows[(line + 2) % 3];
        current[0] = line;
        for (std::size_t column = 1; column <= right.size(); ++column) {
            std::size_t const substitution =
                above[column - 1] + (left[line - 1] == right[column - 1] ? 0U : 1U);
            current[column] = std::min({substitution, above[column] + 1, current[column - 1] + 1});
            bool const swapped = line > 1 && column > 1 && left[line - 1] == right[column - 2] &&
                                 left[line - 2] == right[column - 1];
            if (swapped) current[column] = std::min(current[column], rows[(line + 1) % 3][column - 2] + 1);
        }
    }
    return rows[left.size() % 3][right.size()];
}

std::string_view nearest(std::string_view word, std::span<std::string_view const> known) {
    // What nobody typed by mistake is not compared: the table would grow with the square of the word.
    constexpr std::size_t word_size_max = 200;
    if (word.size() > word_size_max) return {};
    std::string_view best;
    std::size_t best_distance = 0;
    for (std::string_view const candidate : known) {
        std::size_t const distance = edit_distance(word, candidate);
        if (3 * distance > std::max(word.size(), candidate.size())) continue;
        if (best.empty() || distance < best_distance) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view word, std::span<std::string_view const> known) {
    std::string_view const meant = nearest(word, known);
    if (meant.empty()) return {};
    return " (did you mean \"" + std::string(meant) + "\"?)";
}

}  // namespace sansio
