// Lync's diagnostic ids: one table with what each says, means and advises; and the header that carries them (MS-OCER §2.2.1.1).
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace policy {

struct Diagnostic {
    std::uint32_t id = 0;
    int status = 0;            // the SIP status that goes with it; 0: that of the message it is added to
    std::string_view reason;   // as on the wire
    std::string_view meaning;  // for people
    std::string_view advice;
};

/// All rows, by ascending id.
std::span<Diagnostic const> diagnostics();
/// Nothing for an id that is not in the table.
Diagnostic const* find_diagnostic(std::uint32_t id);

using DiagnosticParameter = std::pair<std::string_view, std::string_view>;

/// The value of an ms-diagnostics header: `1008;reason="…";domain="…";source="sip.contoso.com"`. `id` is one of the
/// table. Quotes and backslashes in values are escaped, control characters become spaces.
std::string ms_diagnostics(std::uint32_t id, std::span<DiagnosticParameter const> parameters,
                           std::string_view source);

}  // namespace policy
