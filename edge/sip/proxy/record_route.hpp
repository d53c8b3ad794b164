// Record-Route (RFC 3261 §16.6 step 4): which requests get it and what it says.
#pragma once
#include <string>
#include <string_view>

#include "edge/sip/message_view.hpp"

namespace sip::proxy {

/// "<sip:sip.contoso.com:5061;transport=tls;lr>".
std::string record_route_of(std::string_view host, std::uint16_t port);

/// INVITE, SUBSCRIBE, REFER, NOTIFY and UPDATE: they begin a dialog or refresh its target. NOTIFY: the subscriber takes
/// its route set from it (RFC 6665 §4.4.1). Inside a dialog they get it too, though its route set stays (RFC 3261 §12.2).
bool wants_record_route(Method method);

}  // namespace sip::proxy
