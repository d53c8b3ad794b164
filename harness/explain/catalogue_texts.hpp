// Scenarios and requirements as an administrator reads them: the story in sentences, and what judges and proves a rule.
#pragma once
#include <map>
#include <span>
#include <string>

#include "harness/explain/explanation.hpp"
#include "harness/script/requirements.hpp"
#include "harness/script/scenario.hpp"

namespace explain {

/// What a mutant breaks, in words, by its name; those without a title are not in it.
using MutantTitles = std::map<std::string, std::string>;

Explanation requirement(script::Requirement const& requirement, std::span<script::Scenario const> scenarios,
                        MutantTitles const& titles);
/// With `bytes` also what it sends, where that is known before a run.
Explanation scenario(script::Scenario const& scenario, std::span<script::Requirement const> requirements,
                     bool bytes);

}  // namespace explain
