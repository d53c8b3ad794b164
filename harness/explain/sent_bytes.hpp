// The messages that a scenario sends, as far as they are known before it runs.
#pragma once
#include <string>
#include <vector>

#include "harness/script/scenario.hpp"

namespace explain {

/// For each step that writes a message: what step, and the bytes of a literal one, or the template and its changes. What only a
/// run can know, such as a tag of the other side, is named instead.
std::vector<std::string> sent_bytes(script::Scenario const& scenario);

}  // namespace explain
