#include "edge/sip/proxy/validate.hpp"

#include <algorithm>

#include "edge/sip/call_id.hpp"
#include "edge/sip/cseq.hpp"
#include "edge/sip/max_forwards.hpp"
#include "edge/sip/name_addr.hpp"
#include "edge/sip/proxy/loop.hpp"
#include "edge/sip/proxy/max_breadth.hpp"
#include "edge/sip/text.hpp"
#include "edge/sip/via.hpp"

namespace sip::proxy {

namespace {

using Finding = std::optional<SyntaxFault>;

SyntaxFault at(Rule rule, std::size_t offset) {
    return {rule, static_cast<std::uint32_t>(offset)};
}

/// RFC 3261 §8.1.1: what every message has, and has once (§7.3.1). Without Max-Forwards a proxy adds it (§16.6 step 3).
Finding check_presence(MessageView const& view) {
    for (auto const header : {Header::via, Header::from, Header::to, Header::call_id, Header::cseq})
        if (!view.has(header)) return at(Rule::header_missing, view.head().size());
    for (auto const header : {Header::from, Header::to, Header::call_id, Header::cseq, Header::max_forwards,
                              Header::content_length}) {
        if (auto const first = view.first(header); first != 0 && view.line(first - 1U).next != 0)
            return at(Rule::header_repeated, view.line(view.line(first - 1U).next).name_offset);
    }
    return std::nullopt;
}

Finding check_addresses(MessageView const& view) {
    for (auto const header : {SingleHeader::from, SingleHeader::to})
        if (auto const uri = uri_of(view, header); !uri) return uri.error();
    auto contacts = view.elements(ListHeader::contact);
    while (auto const contact = contacts.next()) {
        if (contact->text == "*") continue;
        auto const offset = view.offset_of(contact->text);
        auto const address = NameAddr::parse(contact->text);
        if (!address) return at(address.error().rule, offset + address.error().offset);
        auto const uri = address->uri();
        if (!uri) return at(uri.error().rule, view.offset_of(address->uri_text) + uri.error().offset);
    }
    return std::nullopt;
}

/// What requests and responses share.
Finding check_common(MessageView const& view) {
    if (auto const finding = check_presence(view)) return finding;
    auto const via = top_via(view);
    if (!via) return via.error();
    if (view.is_request() && !via->has_cookie()) return at(Rule::branch, view.offset_of(via->sent_by));
    if (auto const cseq = cseq_of(view); !cseq) return cseq.error();
    if (auto const call_id = call_id_of(view); !call_id) return call_id.error();
    return check_addresses(view);
}

Finding check_request(MessageView const& request) {
    auto const uri = Uri::parse(request.request_uri());
    if (!uri) return at(uri.error().rule, request.offset_of(request.request_uri()) + uri.error().offset);
    if (auto const finding = check_common(request)) return finding;
    if (auto const cseq = cseq_of(request); cseq->method_text != request.method_text())
        return at(Rule::cseq_method, request.offset_of(cseq->method_text));
    if (!uri->is_sip()) return at(Rule::uri_scheme, request.offset_of(request.request_uri()));
    if (!uri->headers.empty()) return at(Rule::uri_headers, request.offset_of(uri->headers));
    auto const hops = max_forwards_of(request);
    if (!hops) return hops.error();
    if (*hops && **hops == 0)
        return at(Rule::too_many_hops, request.offset_of(*request.single(SingleHeader::max_forwards)));
    return std::nullopt;
}

/// 420, and Unsupported lists what was not understood.
std::optional<Rejection> check_extensions(MessageView const& request, ListHeader header, Rule rule,
                                          std::span<std::string_view const> extensions) {
    std::optional<Rejection> rejection;
    auto tags = request.elements(header);
    while (auto const tag = tags.next()) {
        // An empty element asks for nothing, and an Unsupported could not name it.
        if (tag->text.empty()) continue;
        auto const known = [&](std::string_view extension) {
            return equal_ignoring_case(extension, tag->text);
        };
        if (std::any_of(extensions.begin(), extensions.end(), known)) continue;
        // One line for all, so that a flood of short tags is not answered with a larger one.
        if (!rejection)
            rejection = Rejection{at(rule, request.offset_of(tag->text)), "Unsupported: "};
        else
            rejection->headers.append(",");
        rejection->headers.append(tag->text);
    }
    if (rejection) rejection->headers.append("\r\n");
    return rejection;
}

}  // namespace

bool may_end_here(Method method) {
    return method == Method::options || method == Method::ack || method == Method::cancel;
}

std::optional<Rejection> validate(MessageView const& request, ValidationRules const& rules) {
    auto const flaw = check_request(request);
    // These form no response context (RFC 3261 §16.10, RFC 5393 §5.4.1); what they require is ignored (RFC 3261 §8.2.2.3).
    bool const follows_another = request.method() == Method::ack || request.method() == Method::cancel;
    // What can go no further may end here, and then nothing else is wrong with it.
    bool const last_hop = flaw && flaw->rule == Rule::too_many_hops && may_end_here(request.method());
    if (flaw && !last_hop) return Rejection{*flaw};
    if (auto const finding = check_max_breadth(request); finding && !follows_another)
        return Rejection{*finding};
    if (!rules.sent_by.empty() && has_looped(request, loop_part(request), rules.sent_by))
        return Rejection{at(Rule::loop, request.offset_of(request.top(ListHeader::via)->text))};
    if (auto rejection =
            check_extensions(request, ListHeader::proxy_require, Rule::proxy_require, rules.extensions);
        rejection && !follows_another)
        return rejection;
    if (last_hop) return Rejection{*flaw};
    return std::nullopt;
}

std::optional<Rejection> validate_as_recipient(MessageView const& request) {
    return check_extensions(request, ListHeader::require, Rule::require, {});
}

std::optional<SyntaxFault> validate_response(MessageView const& response) {
    return check_common(response);
}

}  // namespace sip::proxy
