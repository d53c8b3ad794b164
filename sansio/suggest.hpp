// "Did you mean …?": the known word nearest to one that is not known.
#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace sansio {

/// Insertions, deletions, substitutions and swaps of neighbours between two words; ASCII case does not count.
std::size_t edit_distance(std::string_view one, std::string_view other);

/// The first of the nearest `known` words, or an empty view when none is near enough to be meant:
/// at most a third of the longer word's letters may differ.
std::string_view nearest(std::string_view word, std::span<std::string_view const> known);

/// " (did you mean \"…\"?)" to be put behind an error text; empty when nothing is near.
std::string did_you_mean(std::string_view word, std::span<std::string_view const> known);

}  // namespace sansio
