// What the parties saw, in words: labels of the ladder and halves of failure texts.
#pragma once
#include <string>

#include "simulators/kit/journal.hpp"

namespace runner {

/// "MESSAGE sip:bob@fabrikam.com", "504 Server time-out (MESSAGE)".
std::string message_label(kit::Observation const& message);
/// The whole event as a clause: "fabrikam received MESSAGE sip:bob@fabrikam.com".
std::string describe(kit::Observation const& event);
/// The value of ms-diagnostics without its name; empty when there is none.
std::string diagnostics_of(kit::Observation const& message);

}  // namespace runner
