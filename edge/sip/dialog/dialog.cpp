#include "edge/sip/dialog/dialog.hpp"

#include <algorithm>

#include "edge/sip/cseq.hpp"
#include "edge/sip/name_addr.hpp"
#include "edge/sip/text.hpp"

namespace sip::dialog {
namespace {

/// "<uri>;tag=t" of a From or To: the URI, and of the parameters the tag alone (RFC 3261 §12.2.1.1).
std::string with_tag(std::string_view uri, std::string_view tag) {
    std::string text = "<" + std::string(uri) + ">";
    if (!tag.empty()) text.append(";tag=").append(tag);
    return text;
}

std::vector<std::string> record_routes(MessageView const& message) {
    std::vector<std::string> routes;
    auto elements = message.elements(ListHeader::record_route);
    while (auto const element = elements.next())
        if (!element->text.empty()) routes.emplace_back(element->text);
    return routes;
}

std::optional<std::string> contact_uri(MessageView const& message) {
    auto const top = message.top(ListHeader::contact);
    auto const address = top ? NameAddr::parse(top->text) : Result<NameAddr, SyntaxFault>(NameAddr{});
    if (!address || address->uri_text.empty()) return std::nullopt;
    auto const uri = address->uri();
    // §12.1.1: it must be a SIP or SIPS URI.
    if (!uri || !uri->is_sip()) return std::nullopt;
    return std::string(address->uri_text);
}

bool is_sips(std::string_view uri_text) {
    auto const uri = Uri::parse(uri_text);
    return uri && uri->scheme == Uri::Scheme::sips;
}

std::string_view uri_in(std::string_view route) {
    auto const address = NameAddr::parse(route);
    return address ? address->uri_text : std::string_view{};
}

bool is_loose(std::string_view route) {
    auto const uri = Uri::parse(uri_in(route));
    return uri && uri->parameters.find("lr").has_value();
}

/// §12.2.1.1: a Request-URI carries neither the "method" parameter nor headers (§19.1.1, table 1).
std::string as_request_uri(std::string_view text) {
    auto const uri = Uri::parse(text);
    if (!uri) return std::string(text);
    // Both marks may stand in the user part as well (§25.1 user-unreserved), where they mean nothing.
    auto const host = uri->is_sip() ? static_cast<std::size_t>(uri->host.data() - text.data()) : 0;
    auto plain = text.substr(0, text.find('?', host));
    std::string result(plain.substr(0, plain.find(';', host)));
    plain.remove_prefix(result.size());
    while (!plain.empty()) {
        auto const end = plain.find(';', 1);
        auto const parameter = plain.substr(0, end);
        plain.remove_prefix(std::min(parameter.size(), plain.size()));
        if (!equal_ignoring_case(parameter.substr(1, parameter.find('=') - 1), "method")) result += parameter;
    }
    return result;
}

}  // namespace

std::optional<DialogId> id_of_request(MessageView const& request) {
    auto const from = address_of(request, SingleHeader::from);
    auto const to = address_of(request, SingleHeader::to);
    auto const call_id = request.single(SingleHeader::call_id);
    if (!from || !to || !call_id || to->tag().empty()) return std::nullopt;
    return DialogId{std::string(*call_id), std::string(to->tag()), std::string(from->tag())};
}

std::optional<DialogId> id_of_response(MessageView const& response) {
    auto const from = address_of(response, SingleHeader::from);
    auto const to = address_of(response, SingleHeader::to);
    auto const call_id = response.single(SingleHeader::call_id);
    if (!from || !to || !call_id) return std::nullopt;
    return DialogId{std::string(*call_id), std::string(from->tag()), std::string(to->tag())};
}

void write(RequestHead const& head, std::string_view headers, std::string_view body,
           sansio::ByteBuffer& out) {
    out.append(head.method + " " + head.request_uri + " SIP/2.0\r\n");
    for (auto const& route : head.route) out.append("Route: " + route + "\r\n");
    out.append("From: " + head.from + "\r\nTo: " + head.to + "\r\nCall-ID: " + head.call_id +
               "\r\nCSeq: " + std::to_string(head.cseq) + " " + head.method + "\r\n");
    out.append(headers);
    out.append("Content-Length: " + std::to_string(body.size()) + "\r\n\r\n");
    out.append(body);
}

std::optional<Dialog> Dialog::as_uac(MessageView const& request, MessageView const& response, bool over_tls) {
    constexpr int first_provisional = 101, first_final = 200, first_refusal = 300;
    if (response.status() < first_provisional || response.status() >= first_refusal) return std::nullopt;
    auto const id = id_of_response(response);
    auto const from = address_of(request, SingleHeader::from);
    auto const to = address_of(request, SingleHeader::to);
    auto const cseq = cseq_of(request);
    auto const contact = contact_uri(response);
    bool const is_final = response.status() >= first_final;
    if (!id || !from || !to || !cseq) return std::nullopt;
    // An early dialog of a peer that leaves out Contact, as RFC 2543 let it, still counts; its target is where the INVITE went.
    if (is_final && !contact) return std::nullopt;
    // §12.1: what is provisional makes a dialog only with a To tag.
    if (!is_final && id->remote_tag.empty()) return std::nullopt;
    Dialog dialog;
    dialog.id_ = *id;
    dialog.is_uac_ = true;
    dialog.state_ = is_final ? State::confirmed : State::early;
    dialog.secure_ = over_tls && is_sips(request.request_uri());
    dialog.local_ = with_tag(from->uri_text, id->local_tag);
    dialog.remote_ = with_tag(to->uri_text, id->remote_tag);
    dialog.remote_target_ = contact.value_or(std::string(request.request_uri()));
    dialog.route_set_ = record_routes(response);
    std::ranges::reverse(dialog.route_set_);
    dialog.local_sequence_ = cseq->number;
    auto const route = request.top(ListHeader::route);
    dialog.needs_sips_contact_ = is_sips(request.request_uri()) || (route && is_sips(uri_in(route->text)));
    return dialog;
}

std::optional<Dialog> Dialog::as_uas(MessageView const& request, std::string_view local_tag, int status,
                                     bool over_tls) {
    auto const from = address_of(request, SingleHeader::from);
    auto const to = address_of(request, SingleHeader::to);
    auto const call_id = request.single(SingleHeader::call_id);
    auto const cseq = cseq_of(request);
    auto const contact = contact_uri(request);
    if (!from || !to || !call_id || !cseq || !contact) return std::nullopt;
    constexpr int first_final = 200;
    Dialog dialog;
    dialog.id_ = {std::string(*call_id), std::string(local_tag), std::string(from->tag())};
    dialog.state_ = status >= first_final ? State::confirmed : State::early;
    dialog.secure_ = over_tls && is_sips(request.request_uri());
    dialog.local_ = with_tag(to->uri_text, local_tag);
    dialog.remote_ = with_tag(from->uri_text, from->tag());
    dialog.remote_target_ = *contact;
    dialog.route_set_ = record_routes(request);
    dialog.remote_sequence_ = cseq->number;
    auto const& routes = dialog.route_set_;
    dialog.needs_sips_contact_ =
        is_sips(request.request_uri()) ||
        is_sips(routes.empty() ? std::string_view(*contact) : uri_in(routes.front()));
    return dialog;
}

void Dialog::confirm(MessageView const& response) {
    state_ = State::confirmed;
    if (!is_uac_) return;
    route_set_ = record_routes(response);
    std::ranges::reverse(route_set_);
    refresh_target(response);
}

void Dialog::confirm() {
    state_ = State::confirmed;
}

RequestHead Dialog::head(std::string_view method, std::uint32_t sequence) const {
    RequestHead head;
    head.from = local_;
    head.to = remote_;
    head.call_id = id_.call_id;
    head.cseq = sequence;
    head.method = method;
    head.request_uri = remote_target_;
    head.route = route_set_;
    if (!route_set_.empty() && !is_loose(route_set_.front())) {
        // A strict router takes its next hop from Route, and finds the target behind the last of them.
        head.request_uri = as_request_uri(uri_in(route_set_.front()));
        head.route.erase(head.route.begin());
        head.route.push_back("<" + remote_target_ + ">");
    }
    return head;
}

RequestHead Dialog::next_request(std::string_view method, std::uint32_t first_sequence) {
    local_sequence_ = local_sequence_ ? *local_sequence_ + 1 : first_sequence;
    return head(method, *local_sequence_);
}

RequestHead Dialog::ack(std::uint32_t invite_sequence) const {
    return head("ACK", invite_sequence);
}

Dialog::Order Dialog::on_request(MessageView const& request) {
    auto const cseq = cseq_of(request);
    if (!cseq) return Order::unreadable;
    // Equal numbers are repetitions, which the transactions have absorbed; whoever uses a number twice is out of order too.
    if (remote_sequence_ && cseq->number <= *remote_sequence_) return Order::out_of_order;
    remote_sequence_ = cseq->number;
    return Order::in_order;
}

void Dialog::refresh_target(MessageView const& message) {
    if (auto contact = contact_uri(message)) remote_target_ = std::move(*contact);
}

}  // namespace sip::dialog
