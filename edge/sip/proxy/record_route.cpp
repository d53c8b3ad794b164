#include "edge/sip/proxy/record_route.hpp"

#include "edge/sip/text.hpp"

namespace sip::proxy {

std::string record_route_of(std::string_view host, std::uint16_t port) {
    std::string text = "<sip:";
    text.append(host).append(":").append(DecimalText(port).view()).append(";transport=tls;lr>");
    return text;
}

bool wants_record_route(Method method) {
    switch (method) {
        case Method::invite:
        case Method::subscribe:
        case Method::notify:
        case Method::refer:
        case Method::update:
            return true;
        default:
            return false;
    }
}

}  // namespace sip::proxy
