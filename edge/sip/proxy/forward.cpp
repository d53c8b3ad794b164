#include "edge/sip/proxy/forward.hpp"

#include "edge/sip/max_forwards.hpp"
#include "edge/sip/proxy/edits.hpp"
#include "edge/sip/proxy/max_breadth.hpp"
#include "edge/sip/text.hpp"
#include "edge/sip/via.hpp"
#include "sansio/check.hpp"

namespace sip::proxy {

namespace {

constexpr std::string_view version = "SIP/2.0";
constexpr std::string_view protocol = "SIP/2.0/TLS ";

/// RFC 3261 §16.6 step 3.
void edit_max_forwards(MessageView const& request, Rewrite& rewrite) {
    auto const hops = max_forwards_of(request);
    sansio::check(hops.has_value() && hops->value_or(1) != 0, "the request was validated");
    if (!*hops) return rewrite.insert(request.headers_offset(), {"Max-Forwards: 70\r\n"});
    auto const value = *request.single(SingleHeader::max_forwards);
    rewrite.replace(request.offset_of(value), value.size(), {DecimalText(**hops - 1U).view()});
}

/// Receivers take the version in any case, senders write it in upper case (RFC 3261 §7.1).
void edit_version(MessageView const& request, Rewrite& rewrite) {
    auto const uri = request.request_uri();
    auto const begin = request.offset_of(uri) + uri.size() + 1;
    if (request.wire().substr(begin, version.size()) != version)
        rewrite.replace(begin, version.size(), {version});
}

}  // namespace

void forward(MessageView const& request, ForwardPlan const& plan, Rewrite& rewrite) {
    static BorderSettings const usual;
    if (plan.route) edit_route(request, *plan.route, rewrite);
    edit_version(request, rewrite);
    edit_at_border(request, plan.direction, plan.border ? *plan.border : usual, rewrite);
    edit_max_forwards(request, rewrite);
    edit_max_breadth(request, rewrite);
    if (!plan.record_route.empty())
        rewrite.insert(place_for(request, Header::record_route), {plan.record_route});
    auto const top = request.top(ListHeader::via);
    sansio::check(top.has_value(), "the request was validated");
    rewrite.insert(place_for(request, Header::via),
                   {"Via: ", protocol, plan.sent_by, ";branch=", plan.branch, "\r\n"});
    if (!plan.top_via_parameters.empty()) {
        for (auto const stamp : foreign_stamps(top->text))
            rewrite.remove(request.offset_of(stamp), stamp.size());
        rewrite.insert(request.offset_of(top->text) + top->text.size(), {plan.top_via_parameters});
    }
    if (!plan.added_headers.empty()) rewrite.insert(request.head().size() - 2, {plan.added_headers});
}

std::string own_via(std::string_view sent_by, std::string_view branch) {
    std::string via(protocol);
    via.append(sent_by).append(";branch=").append(branch);
    return via;
}

}  // namespace sip::proxy
