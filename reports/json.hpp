// The run's result as one JSON document: verdicts and reasons, without the messages.
#pragma once
#include <string>

#include "reports/run.hpp"

namespace reports {

std::string json(Run const& run);

}  // namespace reports
