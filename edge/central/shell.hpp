// Commands take effect: pure functions from a topology to the next one.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "edge/central/cmdlet.hpp"
#include "edge/central/reader.hpp"

namespace central {

/// The topology after one command. Move it in and nothing is copied.
sansio::Result<topology::Topology, Fault> apply(Command const& command, topology::Topology topology);

/// What a script came to. It stops at the first command that fails; what was done before stays done, as in the shell.
struct Outcome {
    topology::Topology topology;
    Records records;            // of all commands, in order
    std::vector<Fault> faults;  // empty: all went well; a script that cannot be read changes nothing
};
Outcome run(std::string_view script, topology::Topology topology, Place first = {});

/// Records as the shell lists them: "Name : value" lines, names padded, an empty line between records.
std::string list_text(Records const& records);

}  // namespace central
