#include "edge/sip/proxy/record_route.hpp"

#include "edge/sip/text.hpp"

namespace sip::proxy {

bool wants_record_route(Method method) {
    switch (method) {
        case Method::invite:
        case Method::subscribe:
        case Method::notify:
        case Method::benotify:
        case Method::refer:
        case Method::update:
        case Method::unknown:
            return true;
        default:
            return false;
    }
}

RecordRoute::RecordRoute(std::string_view host, std::uint16_t port) {
    auto const authority = std::string(host) + ":" + std::string(DecimalText(port).view());
    sip_ = "sip:" + authority + ";transport=tls;lr";
    // RFC 3261 §26.2.2: "tls" is no transport of a SIPS URI, whose scheme says it already.
    sips_ = "sips:" + authority + ";lr";
}

void RecordRoute::append(MessageView const& request, RouteFinding const& finding,
                         RouteSignature const& signature, std::string& out) const {
    auto const call_id = request.single(SingleHeader::call_id).value_or(std::string_view{});
    out.append("Record-Route: <");
    signature.append_signed(finding.sips ? sips_ : sip_, call_id, out);
    out.append(">\r\n");
}

}  // namespace sip::proxy
