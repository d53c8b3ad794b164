// A step as a sentence, for the evidence.
#pragma once
#include <string>

#include "harness/script/scenario.hpp"

namespace runner {

/// "alice says \"hello\" to bob", "kill the edge of contoso".
std::string step_text(script::Step const& step);

}  // namespace runner
