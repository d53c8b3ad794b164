#include "edge/policy/diagnostics.hpp"

#include <algorithm>
#include <array>

#include "sansio/check.hpp"

namespace policy {
namespace {

constexpr std::array table{
#define DIAGNOSTIC(id, status, reason, meaning, advice) Diagnostic{id, status, reason, meaning, advice},
#include "edge/policy/diagnostics.inc"
#undef DIAGNOSTIC
};

static_assert(std::is_sorted(table.begin(), table.end(), [](Diagnostic const& one, Diagnostic const& other) {
    return one.id < other.id;
}));

/// RFC 3261 §25.1: a quoted-string. What it cannot hold would begin a new header line.
void append_parameter(std::string& out, std::string_view name, std::string_view value) {
    out += ';';
    out += name;
    out += "=\"";
    // A peer chooses some of these texts, and the receiver's head has a limit.
    constexpr std::size_t value_max = 512;
    for (char const letter : value.substr(0, value_max)) {
        bool const is_control = static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f;
        if (letter == '"' || letter == '\\') out += '\\';
        out += is_control ? ' ' : letter;
    }
    out += '"';
}

}  // namespace

std::span<Diagnostic const> diagnostics() {
    return table;
}

Diagnostic const* find_diagnostic(std::uint32_t id) {
    auto const* const found =
        std::find_if(table.begin(), table.end(), [id](Diagnostic const& one) { return one.id == id; });
    return found == table.end() ? nullptr : found;
}

std::string ms_diagnostics(std::uint32_t id, std::span<DiagnosticParameter const> parameters,
                           std::string_view source) {
    Diagnostic const* const diagnostic = find_diagnostic(id);
    sansio::check(diagnostic != nullptr, "the diagnostic is in the table");
    std::string value = std::to_string(id);
    append_parameter(value, "reason", diagnostic->reason);
    for (auto const& [name, text] : parameters) append_parameter(value, name, text);
    append_parameter(value, "source", source);
    return value;
}

}  // namespace policy
