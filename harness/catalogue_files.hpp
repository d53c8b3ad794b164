// The scenario language with the management shell's and the topology's own readers plugged in.
#pragma once
#include <string>
#include <vector>

#include "harness/script/catalogue.hpp"
#include "harness/script/lint.hpp"

namespace harness {

script::ReadOptions read_options();
/// Findings of a topology document.
script::Findings topology_findings(std::string_view text, std::string_view file);
/// What the selectors mean, or nothing: then stderr says why.
std::optional<std::vector<script::Scenario>> select(std::string const& folder,
                                                    std::vector<std::string> const& selectors);
/// requirements.xml of the folder; nothing when it cannot be read: then `findings` says why.
std::optional<std::vector<script::Requirement>> requirements(std::string const& folder,
                                                             script::Findings& findings);
void print_to_stderr(script::Findings const& findings);

}  // namespace harness
