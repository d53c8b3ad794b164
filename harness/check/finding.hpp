// What a check of a partner finds: one fact of one layer at one place, what it means and who has to change what.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sansio/time.hpp"

namespace check {

/// In the order in which a partner can be wrong: what comes first keeps what follows from being seen.
enum class Layer : std::uint8_t { dns, tcp, tls, identity, sip };

enum class Severity : std::uint8_t {
    ok,
    warning,  // works today
    unknown,  // nobody answered, so nothing is known
    error,    // federation with this partner fails here
};

/// Who has to act.
enum class Side : std::uint8_t { nobody, ours, partner, both };

/// The kinds of facts; facts.inc says of each what it weighs, what it rests on and what to do.
enum class Fact : std::uint8_t {
#define FACT(name, layer, severity, side, diagnostic, clause, remedy) name,
#include "harness/check/facts.inc"
#undef FACT
};

/// A row of facts.inc.
struct FactRow {
    Fact fact;
    std::string_view name;  // "wrong_name": stable, for programs
    Layer layer;
    Severity severity;
    Side side;
    std::uint32_t diagnostic;  // the ms-diagnostics id that an edge of ours reports of it; 0: none
    std::string_view clause;
    std::string_view remedy;  // with ${placeholders}; empty: nothing to do
};

/// All rows, in the order of Fact.
std::vector<FactRow> const& fact_rows();
FactRow const& row_of(Fact fact);

struct Finding {
    Fact fact;
    std::string target;   // "_sipfederationtls._tcp.fabrikam.com", or the server's name
    std::string address;  // "192.0.2.7:5061"; empty: the finding is about the name
    std::string seen;     // what was found, in words, without control characters
    std::string remedy;   // one sentence or two; empty: nothing to do
    std::optional<sansio::Duration> latency;
};

Layer layer_of(Finding const& finding);
Severity severity_of(Finding const& finding);

std::string_view to_string(Layer layer);
std::string_view to_string(Severity severity);
std::string_view to_string(Side side);

}  // namespace check
