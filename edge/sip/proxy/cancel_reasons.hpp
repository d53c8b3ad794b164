// Why a call was given up: what a CANCEL says of it goes into the CANCEL that a proxy makes for it (RFC 3326 §2).
#pragma once
#include <string>

#include "edge/sip/message_view.hpp"
#include "edge/sip/proxy/border.hpp"

namespace sip::proxy {

/// The lines of Reason and ms-diagnostics-public as they may cross the border; a line that makes it too long is left out.
std::string reasons_of_cancel(MessageView const& cancel, Direction direction, BorderSettings const& settings);

}  // namespace sip::proxy
