// A value out of a message that came, for ${name} in later steps.
#pragma once
#include <string>

#include "harness/script/messages.hpp"
#include "sansio/result.hpp"
#include "simulators/kit/journal.hpp"

namespace runner {

/// The fault is a sentence: the message has no such header, or the header no such parameter.
sansio::Result<std::string, std::string> captured(script::Capture const& capture,
                                                  kit::Observation const& message);

}  // namespace runner
