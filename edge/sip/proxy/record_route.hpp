// Record-Route (RFC 3261 §16.6 step 4): which requests get it and what it says.
#pragma once
#include <string>
#include <string_view>

#include "edge/sip/message_view.hpp"

namespace sip::proxy {

/// "<sip:sip.contoso.com:5061;transport=tls;lr>".
std::string record_route_of(std::string_view host, std::uint16_t port);

/// INVITE, SUBSCRIBE, REFER, NOTIFY, UPDATE and other requests that form or refresh a dialog's route set. NOTIFY: the
/// subscriber takes its route set from it (RFC 6665 §4.4.1). A request inside a dialog keeps its route set and gets it too.
bool wants_record_route(Method method);

}  // namespace sip::proxy
