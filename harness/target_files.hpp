// The target file that a command line names, and what it means for each scenario.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "harness/runner/run_scenario.hpp"
#include "harness/script/requirements.hpp"
#include "harness/targets/target.hpp"
#include "harness/verbs.hpp"

namespace harness {

/// Whom scenarios are played against, and what is known of what they judge.
struct Opponent {
    targets::Target target;
    std::vector<script::Requirement> requirements;

    /// Fills why the scenario is not played, or how its expectations are read.
    void prepare(runner::ScenarioRun& run) const;
};

/// Nothing when the file, or the requirements of the installation, cannot be read: then stderr says why.
std::optional<Opponent> read_opponent(std::string const& file, Installation const& installation);

}  // namespace harness
