// What `fedproof list` prints.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "harness/script/requirements.hpp"
#include "harness/script/scenario.hpp"

namespace script {

enum class ListFormat : std::uint8_t { table, json, names };
std::optional<ListFormat> parse_list_format(std::string_view text);

/// Ends with a line end unless it is empty.
std::string list(std::span<Scenario const> scenarios, ListFormat format);
/// Each requirement with the scenarios that judge it and the mutants that prove it; a table has a paragraph for each.
std::string list(std::span<Requirement const> requirements, std::span<Scenario const> scenarios,
                 ListFormat format);

}  // namespace script
