// A message as a proxy passes it on: what the two strangers are given to read.
#pragma once
#include <string>
#include <string_view>

#include "edge/sip/proxy/forward.hpp"
#include "edge/sip/proxy/validate.hpp"
#include "edge/sip/rewrite.hpp"

namespace agreement {

/// As a proxy passes it on; empty when it refuses the message.
inline std::string forwarded(std::string_view wire) {
    auto const view = sip::MessageView::parse(wire);
    if (!view || !view->is_request() || sip::proxy::validate(*view)) return {};
    auto const route = sip::proxy::find_route(*view, {});
    if (!route) return {};
    sip::proxy::ForwardPlan plan;
    plan.top_via_parameters = ";received=192.0.2.1;ms-received-port=40112;ms-received-cid=1A00";
    plan.sent_by = "sip.contoso.com:5061";
    plan.branch = "z9hG4bKoneofours";
    plan.record_route = "Record-Route: <sip:sip.contoso.com:5061;transport=tls;lr>\r\n";
    plan.direction = sip::proxy::Direction::inbound;
    plan.route = &*route;
    sip::Rewrite rewrite;
    sip::proxy::forward(*view, plan, rewrite);
    sansio::ByteBuffer out;
    rewrite.render(view->wire(), out);
    return std::string(out.text());
}

}  // namespace agreement
