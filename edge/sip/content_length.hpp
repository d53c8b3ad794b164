// Content-Length (RFC 3261 §20.14).
#pragma once
#include <cstddef>
#include <optional>

#include "edge/sip/message_view.hpp"

namespace sip {

/// Of a message; no value if it has none. Two lines must agree. A number beyond MessageView::size_max is message_too_large.
Result<std::optional<std::size_t>, SyntaxFault> content_length_of(MessageView const& view);

}  // namespace sip
