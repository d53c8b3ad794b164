// Call-ID (RFC 3261 §20.8).
#pragma once
#include <string_view>

#include "edge/sip/message_view.hpp"

namespace sip {

/// The Call-ID of a message: header_missing if there is none, call_id if it is empty or holds white space or a control letter.
/// Looser than callid = word ["@" word]: whatever a stranger may put there is compared byte for byte and never read.
Result<std::string_view, SyntaxFault> call_id_of(MessageView const& view);

}  // namespace sip
