// Max-Forwards (RFC 3261 §20.22): 0 to 255.
#pragma once
#include <cstdint>
#include <optional>

#include "edge/sip/message_view.hpp"

namespace sip {

Result<std::uint8_t, SyntaxFault> parse_max_forwards(std::string_view text);
/// Of a message; no value if it has none.
Result<std::optional<std::uint8_t>, SyntaxFault> max_forwards_of(MessageView const& view);

}  // namespace sip
