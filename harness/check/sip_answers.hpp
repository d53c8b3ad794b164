// What a partner's answers say: the status, the diagnostics that came with it, and whether it is SIP at all.
#pragma once
#include <functional>
#include <optional>

#include "harness/check/observation.hpp"
#include "simulators/wire/raw_message.hpp"

namespace check {

/// An ms-diagnostics or ms-diagnostics-public header: `1002;reason="…";source="…"` (MS-OCER §2.2.1).
struct DiagnosticHeader {
    std::uint32_t id = 0;
    std::string reason;  // empty: none was given
};
/// The first of a message that can be read; nothing without one.
std::optional<DiagnosticHeader> read_diagnostics(wire::RawMessage const& message);

/// Answers what a diagnostic id means and advises, in whole sentences; empty for an id that nobody knows.
using DiagnosticAdvice = std::function<std::string(std::uint32_t id)>;

struct Asked {
    std::string method;  // "OPTIONS", "SUBSCRIBE", "MESSAGE"
    std::string user;    // whom, "bob@fabrikam.com"; empty: the partner's domain
    std::string call_id;
};

/// One final answer. A 404 to OPTIONS for a domain is good: somebody there speaks SIP with us.
Observation judge_answer(wire::RawMessage const& answer, Asked const& asked, DiagnosticAdvice const& advice);

}  // namespace check
