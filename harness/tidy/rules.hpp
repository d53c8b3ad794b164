// The rules that hold in one file, and those between a file and its folder. Each returns what breaks it.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/tidy/source_text.hpp"

namespace tidy {

/// Clocks, randomness, sleep, environment, coroutines and std::views outside the places that may have them.
std::vector<Finding> banned_calls(SourceFile const& file);
/// Standard headers that mean I/O, threads or what clang 14 and GCC 12 do not have, in folders that hold cores.
std::vector<Finding> banned_headers(SourceFile const& file);
/// Types called …Manager, …Helper and the like: a name that says nothing.
std::vector<Finding> banned_names(SourceFile const& file);
/// Notes to oneself that should be an issue. In C++ text string literals do not count.
std::vector<Finding> leftover_notes(SourceFile const& file);
/// Quoted includes of paths that are not in `tree`.
std::vector<Finding> missing_includes(SourceFile const& file, std::span<SourceFile const> tree);
/// .cpp files that the CMakeLists.txt of their folder does not name.
std::vector<Finding> unbuilt_sources(std::span<SourceFile const> tree);
/// Files under scenarios/ whose id is not their path, so that no selector finds them where they lie.
std::vector<Finding> misnamed_scenarios(std::span<SourceFile const> tree);
/// More than one file of a folder that includes `prefix`.
std::vector<Finding> included_twice(std::span<SourceFile const> tree, std::string_view prefix);

}  // namespace tidy
