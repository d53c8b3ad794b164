#include "edge/diagnostic_texts.hpp"

#include "edge/policy/diagnostics.hpp"

namespace edge {

std::vector<DiagnosticText> diagnostic_texts() {
    std::vector<DiagnosticText> texts;
    for (auto const& row : policy::diagnostics())
        texts.push_back({row.id, row.status, row.reason, row.meaning, row.advice});
    return texts;
}

}  // namespace edge
