// Request forwarding (RFC 3261 §16.6) as edits over the received bytes.
#pragma once
#include <cstdint>
#include <string_view>

#include "edge/sip/proxy/border.hpp"
#include "edge/sip/proxy/route.hpp"
#include "edge/sip/rewrite.hpp"

namespace sip::proxy {

/// All that forwarding needs to know beyond the request. Every text may be empty where it says so.
struct ForwardPlan {
    std::string_view top_via_parameters = {};  // received_parameters() of the top Via; may be empty
    std::string_view sent_by = {};             // ours: "sip.contoso.com:5061"
    std::string_view branch = {};              // ours: the transaction's, or stateless_branch()
    std::string_view record_route = {};        // whole lines: what RecordRoute::append() wrote; may be empty
    std::string_view added_headers = {};       // whole lines: trust_line() and others; may be empty
    Direction direction = Direction::outbound;
    BorderSettings const* border = nullptr;  // nullptr: the defaults
    RouteFinding const* route = nullptr;     // nullptr: Request-URI and Routes stay
};

/// The request must have passed validate(). Adds to `rewrite`: Request-URI and Routes as found, the border's edits,
/// Max-Forwards less one or 70, Max-Breadth of at most 60, parameters of the top Via, our Record-Route, our Via on top, added headers.
void forward(MessageView const& request, ForwardPlan const& plan, Rewrite& rewrite);

/// The value of our Via: "SIP/2.0/TLS sip.contoso.com:5061;branch=…".
std::string own_via(std::string_view sent_by, std::string_view branch);

}  // namespace sip::proxy
