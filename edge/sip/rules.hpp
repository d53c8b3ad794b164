// Every rule by which a message is refused, with its clause and status code: one row each in rules.inc.
#pragma once
#include <cstdint>
#include <string_view>

#include "sansio/result.hpp"

namespace sip {

using sansio::Result;
using sansio::unexpected;

enum class Rule : std::uint8_t {
#define RULE(identifier, layer, clause, status, text, file) identifier,
#include "edge/sip/rules.inc"
#undef RULE
};

/// Framing: the stream cannot be read on. Syntax: the message is not SIP. Validation: RFC 3261 §16.3 refuses it.
enum class Layer : std::uint8_t { framing, syntax, validation };

struct RuleText {
    std::string_view name;  // the enumerator: "content_length_missing"
    Layer layer;
    std::string_view clause;  // "RFC 3261 §18.3"
    int status;  // what a request that breaks it is answered; 0: nothing, the connection is closed
    std::string_view text;
    std::string_view file;
};
RuleText const& describe(Rule rule);

/// Which rule the bytes broke, and where. `offset` counts from the first byte of what was parsed:
/// of the message for MessageView and what takes one, of the text for a parser of a text.
struct SyntaxFault {
    Rule rule;
    std::uint32_t offset = 0;
    bool operator==(SyntaxFault const&) const = default;
};

inline unexpected<SyntaxFault> fault(Rule rule, std::size_t offset) {
    return unexpected<SyntaxFault>(SyntaxFault{rule, static_cast<std::uint32_t>(offset)});
}

}  // namespace sip
