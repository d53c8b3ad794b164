// `fedproof report`: what is made of result folders after the run.
#pragma once
#include <string>
#include <vector>

namespace harness {

struct ReportOptions {
    std::vector<std::string> folders;  // of merge and diff
    std::string folder;                // of convert
    std::string out;                   // merge: needed; convert: the folder itself when empty
    std::vector<std::string> reports;  // names that `run --report` knows
    std::vector<std::string> selectors;
    bool no_color = false;
};

/// Puts shards, or runs over real sockets, together in `out`. The code that an undivided run ends with, or exit_inconclusive
/// when a shard is missing or a scenario did not run; then those are named.
int report_merge(ReportOptions const& options);
/// Two folders, the older first. exit_failed when something fails that did not before, else exit_inconclusive when the newer run
/// is not whole.
int report_diff(ReportOptions const& options);
/// Makes reports of a folder again, of all its scenarios or of those selected.
int report_convert(ReportOptions const& options);

}  // namespace harness
