// Which scenarios of a run a selector means, without the catalogue that they came from.
#pragma once
#include <span>
#include <string>

#include "reports/run.hpp"
#include "sansio/result.hpp"

namespace reports {

/// An id, a folder ("sip/"), a clause that a scenario judges ("rfc3261/16.3"), or with "!" in front what is not wanted; no selector
/// and only negations mean all. The run with nothing else in it. The fault is a sentence: a selector that means nothing, or all
/// together none.
sansio::Result<Run, std::string> select(Run run, std::span<std::string const> selectors);

}  // namespace reports
