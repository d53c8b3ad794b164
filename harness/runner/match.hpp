// Is this the message that an <expect> step means?
#pragma once
#include <optional>
#include <string>

#include "harness/runner/play.hpp"

namespace runner {

/// The step's wish in words: "504 to MESSAGE at alice with ms-diagnostics 1009".
std::string wanted(script::Expect const& expect);
/// Whether `event` came to the place that the step looks at.
bool is_at(script::Party const& at, kit::Observation const& event);
/// Nothing when `message` is as wished, else the first difference in words.
std::optional<std::string> difference(script::Expect const& expect, kit::Observation const& message,
                                      Play const& play);

/// Whether the step has to look at `event`, which then is as wished or the step fails.
bool concerns(script::Expect const& expect, kit::Observation const& event, Play const& play);

}  // namespace runner
