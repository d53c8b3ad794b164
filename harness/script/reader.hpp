// Reads a scenario file. Strict: what the language does not know is a finding, with "did you mean" where that helps.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/script/scenario.hpp"
#include "sansio/result.hpp"

namespace script {

struct ReadOptions {
    using ScriptFault = std::pair<Place, std::string>;
    /// What is wrong with a script of the management shell that begins at `first`. None: scripts are not looked at.
    std::function<std::vector<ScriptFault>(std::string_view script, Place first)> script_faults;
    /// The content of a file that <bytes> names, nothing when it cannot be read. None: there are no such files.
    std::function<std::optional<std::string>(std::string const& path)> bytes_file;
};

/// `file` goes into the findings, and its end must be the scenario's id: "…/sip/hello-out.xml" holds sip/hello-out.
/// Findings are in the order of the text.
/// One scenario, or with a <table> one for each of its rows, in their order: "sip/names" has "sip/names/wildcard".
sansio::Result<std::vector<Scenario>, Findings> read(std::string_view text, std::string_view file,
                                                     ReadOptions const& options = {});

}  // namespace script
