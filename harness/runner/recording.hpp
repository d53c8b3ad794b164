// The journal and the steps of one scenario as entries of the event stream.
#pragma once
#include <vector>

#include "harness/runner/player.hpp"
#include "reports/run.hpp"

namespace runner {

struct Recording {
    std::vector<reports::Entry> entries;
    std::vector<sansio::Duration> times;  // of each entry, from the scenario's start
};

/// Steps stand where the journal was when they ended. `with_times`: entries carry their times themselves.
Recording record(kit::Journal const& journal, std::vector<PlayedStep> const& steps, sansio::Time start,
                 bool with_times);

/// Columns of the ladder: the inside, the edge, the partners.
std::vector<std::string> columns(script::Scenario const& scenario);

}  // namespace runner
