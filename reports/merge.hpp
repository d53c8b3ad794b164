// Several result folders as one run, and the proof that nothing of the selection is missing.
#pragma once
#include <string>
#include <vector>

#include "reports/run.hpp"
#include "sansio/result.hpp"

namespace reports {

struct MergePart {
    std::string name;  // of its folder, for the faults
    Run run;
};

struct Merged {
    Run run;
    std::vector<std::string> gaps;     // a sentence for each shard that is missing or did not come to its end
    std::vector<std::string> not_run;  // "sip/hello-out", "sip/hello-out #2": at most `names_max` of them
    std::uint64_t not_run_count = 0;

    static constexpr std::size_t names_max = 1000;
    bool complete() const { return gaps.empty() && not_run_count == 0; }
};

/// Either all shards of one run, or several runs over real sockets of the same selection, which become rounds of one run. The result
/// of complete shards is the stream that an undivided run writes. When something is missing the result is that of an interrupted
/// run. The fault is a sentence: parts that do not belong together, a shard that is there twice, a scenario that is none of its part.
sansio::Result<Merged, std::string> merge(std::vector<MergePart> parts);

}  // namespace reports
