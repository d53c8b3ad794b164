// What can be said of scenario and topology files without running them.
#pragma once
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "harness/script/reader.hpp"
#include "harness/script/requirements.hpp"

namespace script {

struct LintOptions {
    ReadOptions read;
    /// Against which judged ids are checked; empty: they are not.
    std::vector<Requirement> requirements;
    /// Judges a file whose root element is <topology>; none: such a file is a finding.
    std::function<Findings(std::string_view text, std::string_view file)> topology;
};

/// Each judged id must be a requirement.
Findings unknown_requirements(Scenario const& scenario, std::vector<Requirement> const& requirements);
/// Requirements that no scenario judges and that give no reason for it, or give one and are judged, as findings in requirements.xml; for `list requirements` and the tests.
Findings unjudged_requirements(std::span<Scenario const> scenarios,
                               std::vector<Requirement> const& requirements, std::string_view file);
/// One file by its root element: scenario, requirements, out-of-scope or topology.
Findings lint(std::string_view text, std::string_view file, LintOptions const& options);

}  // namespace script
