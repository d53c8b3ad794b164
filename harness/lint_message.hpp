// `fedproof lint` of files that hold what came over a wire: captured SIP messages (.sip).
#pragma once
#include <string>
#include <string_view>

#include "harness/lint_verdict.hpp"

namespace harness {

/// `file` ends in .sip, in any case. Its bytes are taken as they came: lines end in CR LF.
bool has_ending(std::string_view file, std::string_view ending);
/// The finding reads "malformed Via (RFC 3261 §20.42, rule via): answered 400".
FileVerdict judge_message(std::string_view bytes, std::string file);

}  // namespace harness
