// Record-Route (RFC 3261 §16.6 step 4): which requests get it and what it says.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "edge/sip/proxy/route.hpp"
#include "edge/sip/proxy/route_signature.hpp"

namespace sip::proxy {

/// INVITE, SUBSCRIBE, REFER, NOTIFY and UPDATE, which begin a dialog or refresh its target (NOTIFY: the subscriber takes
/// its route set from it, RFC 6665 §4.4.1; BENOTIFY is one without answer), inside a dialog as well; and every method that is not known here, as it may
/// have dialog semantics and a proxy at a border must stay in the way (RFC 3261 §16.6 step 4). MESSAGE never: RFC 3428 §9.
bool wants_record_route(Method method);

/// What one element says of itself at one of its sides, a host and port that speaks TLS. An element with two sides that reach
/// different networks writes both, that of the next hop on top (RFC 5658 §5): each party then finds, first in its route
/// set, the name by which it reaches this element.
class RecordRoute {
public:
    RecordRoute() = default;
    RecordRoute(std::string_view host, std::uint16_t port);

    /// Appends a line "Record-Route: <sip:sip.contoso.com:5061;transport=tls;lr;ms-route-sig=…>", of the scheme sips when the
    /// request is sent on with a SIPS URI in its Request-URI or its topmost Route.
    void append(MessageView const& request, RouteFinding const& finding, RouteSignature const& signature,
                std::string& out) const;

private:
    std::string sip_;
    std::string sips_;
};

}  // namespace sip::proxy
