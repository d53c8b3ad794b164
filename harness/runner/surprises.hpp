// What happened and no step awaited: the judgement at a scenario's end.
#pragma once
#include <string>

#include "harness/runner/play.hpp"

namespace runner {

/// One sentence for each surprise, on lines of their own; empty when there was none.
std::string surprises(Play const& play);

}  // namespace runner
