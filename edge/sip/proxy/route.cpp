#include "edge/sip/proxy/route.hpp"

#include "edge/sip/name_addr.hpp"
#include "edge/sip/proxy/edits.hpp"

namespace sip::proxy {

namespace {

unexpected<Rejection> reject(Rule rule, std::size_t offset) {
    return unexpected<Rejection>(Rejection{{rule, static_cast<std::uint32_t>(offset)}, {}});
}

}  // namespace

Result<RouteFinding, Rejection> find_route(MessageView const& request, OwnNames const& own) {
    RouteFinding finding;
    auto routes = request.elements(ListHeader::route);
    while (auto const route = routes.next()) {
        auto const address = NameAddr::parse(route->text);
        if (!address || !address->bracketed) return reject(Rule::route, request.offset_of(route->text));
        auto const uri = address->uri();
        if (!uri) return reject(Rule::route, request.offset_of(address->uri_text) + uri.error().offset);
        if (!own.owns(*uri)) {
            finding.next = route->text;
            return finding;
        }
        ++finding.removed;
        finding.own = route->text;
    }
    auto const uri = Uri::parse(request.request_uri());
    if (!uri) return reject(uri.error().rule, request.offset_of(request.request_uri()) + uri.error().offset);
    finding.request_uri_is_ours = uri->user.empty() && own.owns(*uri);
    return finding;
}

void remove_routes(MessageView const& request, RouteFinding const& finding, Rewrite& rewrite) {
    remove_elements(request, ListHeader::route, finding.removed, rewrite);
}

void copy_remaining_routes(MessageView const& request, RouteFinding const& finding, std::string& lines) {
    auto routes = request.elements(ListHeader::route);
    for (std::size_t seen = 0; auto const route = routes.next(); ++seen)
        if (seen >= finding.removed) lines.append("Route: ").append(route->text).append("\r\n");
}

}  // namespace sip::proxy
