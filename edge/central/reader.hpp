// Reads what an administrator types into the management shell: one command a line (or several, divided by ;),
// -Name value, -Name:value, switches, quotes, $true, # comments and a backtick that continues a line.
#pragma once
#include <string_view>
#include <vector>

#include "edge/central/cmdlet.hpp"
#include "sansio/result.hpp"

namespace central {

/// All commands, or all faults, in the order of the script. `first` is where the script begins in its file, so that a
/// fault inside a scenario names the scenario's line; `first.column` counts for the first line only.
sansio::Result<std::vector<Command>, std::vector<Fault>> read(std::string_view script, Place first = {});

}  // namespace central
