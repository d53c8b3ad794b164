// What a scenario asks of an edge that is not ours, and how its expectations are read there (product.md §2, design.md §6).
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/script/requirements.hpp"
#include "harness/script/scenario.hpp"
#include "harness/targets/target.hpp"

namespace targets {

/// Every word that <capabilities has="…"> may hold, in the order of the table.
std::span<std::string_view const> capability_names();
/// What a capability means, as half a sentence; empty when there is none of that name.
std::string_view capability_text(std::string_view name);

/// Why this scenario says nothing about this target; empty when it does: what it judges is decided by others or is our own
/// choice, or it needs what the target cannot do.
std::string why_unsupported(script::Scenario const& scenario, Target const& target,
                            std::vector<script::Requirement> const& requirements);

/// Whether some requirement that it judges is a choice of ours: then of an error answer the class alone is held against it.
bool judges_a_choice(script::Scenario const& scenario, std::vector<script::Requirement> const& requirements);

}  // namespace targets
