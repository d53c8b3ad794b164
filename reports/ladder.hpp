// A scenario as a ladder in text: a column for each party, an arrow for each message, the failing step in its place.
#pragma once
#include <string>

#include "reports/run.hpp"

namespace reports {

std::string ladder(ScenarioRecord const& scenario, bool color);

}  // namespace reports
