#include "simulators/kit/conversation.hpp"

#include <algorithm>

#include "simulators/wire/slices.hpp"

namespace kit {
namespace {

/// Our own proxy would take its own Route away before the request leaves (RFC 3261 §16.4).
void drop_own(std::vector<std::string>& routes, std::string_view own_host) {
    while (!routes.empty() && wire::same_text(wire::host_of(wire::uri_of(routes.front())), own_host))
        routes.erase(routes.begin());
}

std::string own_among(std::vector<std::string> const& routes, std::string_view own_host) {
    for (auto const& route : routes)
        if (wire::same_text(wire::host_of(wire::uri_of(route)), own_host)) return route;
    return {};
}

}  // namespace

Conversation calling(wire::RawMessage const& invite) {
    Conversation conversation;
    conversation.caller = true;
    conversation.local = invite.value("From");
    conversation.local_tag = wire::parameter(conversation.local, "tag");
    conversation.remote = invite.value("To");
    conversation.remote_target = invite.request_uri();
    conversation.local_cseq = conversation.invite_cseq = wire::cseq_number(invite.value("CSeq"));
    auto& view = conversation.view;
    view.call_id = invite.value("Call-ID");
    view.user = wire::address_of(wire::uri_of(conversation.local));
    view.remote = wire::address_of(wire::uri_of(conversation.remote));
    return conversation;
}

void establish(Conversation& conversation, wire::RawMessage const& response, std::string_view own_host) {
    conversation.remote = response.value("To");
    conversation.remote_tag = wire::parameter(conversation.remote, "tag");
    if (response.has("Contact")) conversation.remote_target = wire::uri_of(response.value("Contact"));
    conversation.invite_cseq = wire::cseq_number(response.value("CSeq"));
    // RFC 3261 §12.2: a later INVITE refreshes the target and leaves the route set alone.
    if (conversation.view.state == CallView::State::established) return;
    conversation.route_set = route_uris(response, "Record-Route");
    std::ranges::reverse(conversation.route_set);
    conversation.own_record_route = own_among(conversation.route_set, own_host);
    drop_own(conversation.route_set, own_host);
    conversation.view.state = CallView::State::established;
}

Conversation called_side(wire::RawMessage const& invite, wire::RawMessage const& response,
                         std::string_view own_host) {
    Conversation conversation;
    conversation.local = response.value("To");
    conversation.local_tag = wire::parameter(conversation.local, "tag");
    conversation.remote = invite.value("From");
    conversation.remote_tag = wire::parameter(conversation.remote, "tag");
    conversation.remote_target = wire::uri_of(invite.value("Contact"));
    conversation.invite_cseq = wire::cseq_number(invite.value("CSeq"));
    conversation.route_set = route_uris(response, "Record-Route");
    conversation.own_record_route = own_among(conversation.route_set, own_host);
    drop_own(conversation.route_set, own_host);
    auto& view = conversation.view;
    view.call_id = invite.value("Call-ID");
    view.user = wire::address_of(wire::uri_of(conversation.local));
    view.remote = wire::address_of(wire::uri_of(conversation.remote));
    view.state = CallView::State::established;
    return conversation;
}

std::string route_lines(Conversation const& conversation) {
    std::string lines;
    for (auto const& route : conversation.route_set)
        lines += (lines.empty() ? "Route: " : "\r\nRoute: ") + route;
    return lines;
}

std::vector<std::string> route_uris(wire::RawMessage const& message, std::string_view header) {
    std::vector<std::string> uris;
    for (auto const value : message.values(header))
        for (auto const element : wire::elements(value))
            uris.push_back("<" + std::string(wire::uri_of(element)) + ">");
    return uris;
}

Conversation& Conversations::add(Conversation conversation) {
    return all_.emplace_back(std::move(conversation));
}

Conversation* Conversations::find(std::string_view call_id, std::string_view user) {
    for (auto one = all_.rbegin(); one != all_.rend(); ++one)
        if (one->view.call_id == call_id && wire::same_text(one->view.user, user)) return &*one;
    return nullptr;
}

Conversation* Conversations::find_by_tag(std::string_view call_id, std::string_view local_tag) {
    for (auto one = all_.rbegin(); one != all_.rend(); ++one)
        if (one->view.call_id == call_id && one->local_tag == local_tag) return &*one;
    return nullptr;
}

Conversation* Conversations::find_by_remote_tag(std::string_view call_id, std::string_view user,
                                                std::string_view tag) {
    for (auto& one : all_)
        if (one.view.call_id == call_id && wire::same_text(one.view.user, user) && one.remote_tag == tag)
            return &one;
    return nullptr;
}

Conversation* Conversations::newest(std::string_view user, std::string_view remote) {
    using State = CallView::State;
    for (auto one = all_.rbegin(); one != all_.rend(); ++one) {
        bool const open = one->view.state == State::inviting || one->view.state == State::established;
        if (open && wire::same_text(one->view.user, user) && wire::same_text(one->view.remote, remote))
            return &*one;
    }
    return nullptr;
}

}  // namespace kit
