#include "simulators/kit/client.hpp"

#include <algorithm>
#include <utility>

#include "simulators/wire/slicer.hpp"
#include "simulators/wire/slices.hpp"

namespace kit {
namespace {

constexpr int timer_b_f = 64;  // times T1, RFC 3261 §17.1.1.2 and §17.1.2.2

std::string branch_of(wire::RawMessage const& message) {
    auto const vias = wire::elements(message.value("Via"));
    return vias.empty() ? std::string() : std::string(wire::parameter(vias.front(), "branch"));
}

std::size_t count_vias(wire::RawMessage const& message) {
    std::size_t count = 0;
    for (auto const value : message.values("Via")) count += wire::elements(value).size();
    return count;
}

/// RFC 3261 §17.1.3. What was written without a branch is known by its Call-ID.
std::string key_of(wire::RawMessage const& message) {
    auto const branch = branch_of(message);
    return (branch.empty() ? std::string(message.value("Call-ID")) : branch) + " " +
           std::string(wire::cseq_method(message.value("CSeq")));
}

}  // namespace

Sent Client::send(SendOrder const& order, sansio::Time now) {
    return send_as(order, false, now);
}

void Client::give_up_call(Conversation& conversation, sansio::Time now) {
    SendOrder order;
    order.user = conversation.view.user;
    order.call_id = conversation.view.call_id;
    order.template_name = "bye";
    if (auto const sent = send_as(order, true, now); !sent)
        place_.scribe.note(now, "template_fault", sent.error().text);
}

void Client::take_response(Arrived const& arrived, sansio::Time now) {
    auto const& response = arrived.message;
    auto const pending = pending_.find(key_of(response));
    if (pending == pending_.end()) {
        auto const user = wire::address_of(wire::uri_of(response.value("From")));
        if (take_fork(arrived, user, now)) return;
        auto* const conversation = place_.conversations.find_by_remote_tag(
            response.value("Call-ID"), user, wire::parameter(response.value("To"), "tag"));
        bool const repeated = conversation != nullptr && (!conversation->ack.empty() || !acknowledges_) &&
                              response.method() == "INVITE" && response.status() / 100 == 2;
        place_.scribe.received(now, {arrived.connection, std::string(user), repeated}, response.bytes());
        if (repeated && acknowledges_)
            send_by_rule({conversation->ack, conversation->view.user, {}, true, 0, {}}, now);
        else if (!repeated)
            place_.scribe.note(now, "stray_response", std::string(response.start_line()), arrived.connection);
        return;
    }
    bool const provisional = response.status() < 200;
    auto& request = pending->second;
    // Nobody passes a 100 on, so one is the neighbour's own and a second one is not (RFC 3261 §16.7 step 5). Every other
    // provisional response is made by a scenario, or by an edge that should not (RFC 4320 §4.1).
    bool const usual = response.status() == 100 && !std::exchange(request.tried, true);
    place_.scribe.received(now, {arrived.connection, request.user, usual || request.duty}, response.bytes());
    // A request that is sent as it stands may have come a long way, so to say.
    if (count_vias(response) != std::max<std::size_t>(1, count_vias(wire::RawMessage(request.text))))
        place_.scribe.note(now, "misrouted_response", "not as many Vias are left as the request had",
                           arrived.connection);
    if (provisional) {
        if (request.method == "INVITE") request.due.reset();
        return;
    }
    auto const finished = std::move(request);
    pending_.erase(pending);
    take_final(finished, arrived, now);
}

void Client::undeliverable(Undeliverable const& lost, sansio::Time now) {
    place_.scribe.note_request(now, "undelivered", lost.why, lost.message.user, lost.message.text);
    auto const pending = pending_.find(key_of(wire::RawMessage(lost.message.text)));
    if (pending == pending_.end()) return;
    end_call(pending->second);
    pending_.erase(pending);
}

void Client::expire(sansio::Time now) {
    std::vector<std::string> due;
    for (auto const& [branch, request] : pending_)
        if (request.due && *request.due <= now) due.push_back(branch);
    for (auto const& branch : due) {
        auto const request = std::move(pending_.extract(branch).mapped());
        place_.scribe.note_request(now, "timeout", "no final answer within 64*T1", request.user,
                                   request.text);
        end_call(request);
    }
}

std::optional<sansio::Time> Client::next_deadline() const {
    std::optional<sansio::Time> next;
    for (auto const& [branch, request] : pending_)
        if (request.due && (!next || *request.due < *next)) next = request.due;
    return next;
}

Sent Client::send_as(SendOrder const& order, bool duty, sansio::Time now) {
    auto const* from = order.user.empty() ? &place_.roster.host() : place_.roster.find(order.user);
    if (from == nullptr) return sansio::unexpected(CommandFault{"no such user here: " + order.user});
    auto text = text_of(order, *from);
    if (!text) return sansio::unexpected(text.error());
    return launch(order, std::move(*text), duty, now);
}

RequestWriter::Written Client::text_of(SendOrder const& order, LocalUser const& from) {
    if (!order.made_of.empty()) return writer_.made_of(order);
    if (order.call_id.empty()) {
        if (order.to.empty() && !order.exact) return sansio::unexpected(CommandFault{"nobody to send to"});
        return writer_.outside(order, from);
    }
    auto* const conversation = place_.conversations.find(order.call_id, order.user);
    if (conversation == nullptr)
        return sansio::unexpected(CommandFault{order.user + " has no call " + order.call_id});
    return writer_.inside(order, from, *conversation);
}

Sent Client::launch(SendOrder const& order, std::string text, bool duty, sansio::Time now) {
    text = portion_of(std::move(text), order.portion);
    wire::RawMessage const message(text);
    SentRequest const sent{std::string(message.value("Call-ID")), wire::cseq_number(message.value("CSeq")),
                           std::string(message.method()), branch_of(message), text};
    // A literal message may say anything; where it goes is said by the order.
    bool const told = order.exact && !order.to.empty();
    if (!message.is_request() && !order.connection && !told)
        return sansio::unexpected(CommandFault{"a response needs a connection to go on"});
    if (message.is_request() && sent.method != "ACK" && message.has("Call-ID"))
        pending_[key_of(message)] = {
            order.user, sent.method, text, now + timer_b_f * place_.settings.timers.t1, duty, false};
    if (order.exact) await_others(order, text, now);
    auto const* known = place_.conversations.find(sent.call_id, order.user);
    bool const again = known != nullptr && known->caller && known->local == message.value("From");
    if (sent.method == "INVITE" && message.is_request() && order.call_id.empty() && !again) {
        auto& conversation = place_.conversations.add(calling(message));
        conversation.view.user = order.user;
    }
    if (sent.method == "BYE" && !order.call_id.empty())
        if (auto* const call = place_.conversations.find(order.call_id, order.user))
            call->view.state = CallView::State::ended;
    Outgoing outgoing{std::move(text), order.user, sent.branch, duty, order.piece_size, order.piece_gap};
    if (!order.connection)
        place_.connections.send(told ? hop_to(order.to) : hop_for(message), std::move(outgoing), now);
    else if (!place_.connections.send_on(*order.connection, outgoing, now))
        undeliverable({std::move(outgoing), "the connection is gone"}, now);
    return sent;
}

void Client::await_others(SendOrder const& order, std::string_view text, sansio::Time now) {
    wire::Slicer slicer;
    slicer.receive(sansio::as_bytes(text));
    slicer.next();
    while (auto const cut = slicer.next()) {
        auto const* const message = std::get_if<wire::RawMessage>(&*cut);
        if (message == nullptr) return;
        if (message->is_request() && message->method() != "ACK" && message->has("Call-ID"))
            pending_[key_of(*message)] = {order.user,
                                          std::string(message->method()),
                                          message->bytes(),
                                          now + timer_b_f * place_.settings.timers.t1,
                                          false,
                                          false};
    }
}

Hop Client::hop_for(wire::RawMessage const& request) const {
    if (std::holds_alternative<FixedHop>(place_.settings.next_hop)) return {};
    auto const routes = route_uris(request, "Route");
    auto const uri =
        routes.empty() ? std::string(request.request_uri()) : std::string(wire::uri_of(routes.front()));
    auto const port = wire::port_of(uri);
    // RFC 3263 §4.2: with a port written down it is a host and no domain to look for; here a Route always is one.
    bool const host = port != 0 || !routes.empty();
    return {host ? Hop::Kind::host : Hop::Kind::domain, std::string(wire::host_of(uri)), port};
}

Hop Client::hop_to(std::string_view to) const {
    if (std::holds_alternative<FixedHop>(place_.settings.next_hop)) return {};
    auto const uri = request_uri_from(to);
    auto const port = wire::port_of(uri);
    return {port != 0 ? Hop::Kind::host : Hop::Kind::domain, std::string(wire::host_of(uri)), port};
}

/// A second 2xx with a To tag of its own: the request was forked, and this is one more dialog (RFC 3261 §13.2.2.4).
bool Client::take_fork(Arrived const& arrived, std::string_view user, sansio::Time now) {
    auto const& response = arrived.message;
    if (response.method() != "INVITE" || response.status() / 100 != 2) return false;
    auto const* const first = place_.conversations.find(response.value("Call-ID"), user);
    auto const tag = wire::parameter(response.value("To"), "tag");
    if (first == nullptr || !first->caller ||
        place_.conversations.find_by_remote_tag(first->view.call_id, user, tag) != nullptr)
        return false;
    place_.scribe.received(now, {arrived.connection, first->view.user, false}, response.bytes());
    Conversation fork = *first;
    fork.view.state = CallView::State::inviting;
    fork.ack.clear();
    auto& added = place_.conversations.add(std::move(fork));
    establish(added, response, place_.settings.host_name);
    acknowledge(added, now);
    return true;
}

void Client::send_by_rule(Outgoing message, sansio::Time now) {
    auto const hop = hop_for(wire::RawMessage(message.text));
    place_.connections.send(hop, std::move(message), now);
}

void Client::take_final(Pending const& request, Arrived const& arrived, sansio::Time now) {
    if (request.method != "INVITE") return;
    auto const& response = arrived.message;
    auto* const conversation = place_.conversations.find(response.value("Call-ID"), request.user);
    if (response.status() / 100 != 2) {
        acknowledge_refusal(request, arrived, now);
        end_call(request);
    } else if (conversation != nullptr) {
        establish(*conversation, response, place_.settings.host_name);
        acknowledge(*conversation, now);
    }
}

void Client::acknowledge(Conversation& conversation, sansio::Time now) {
    if (!acknowledges_) return;
    SendOrder order;
    order.user = conversation.view.user;
    order.call_id = conversation.view.call_id;
    order.template_name = "ack";
    auto const* from = place_.roster.find(order.user);
    auto text = writer_.inside(order, from == nullptr ? place_.roster.host() : *from, conversation);
    if (!text) return place_.scribe.note(now, "template_fault", text.error().text);
    conversation.ack = *text;
    send_by_rule({std::move(*text), order.user, {}, true, 0, {}}, now);
}

void Client::acknowledge_refusal(Pending const& invite, Arrived const& arrived, sansio::Time now) {
    if (!acknowledges_) return;
    SendOrder order;
    order.template_name = "ack_refused";
    order.made_of = invite.text;
    order.acknowledged_to = arrived.message.value("To");
    auto text = writer_.made_of(order);
    if (!text) return place_.scribe.note(now, "template_fault", text.error().text);
    // RFC 3261 §17.1.1.2: this ACK belongs to the transaction, so it goes where the INVITE went.
    Outgoing message{std::move(*text), invite.user, {}, true, 0, {}};
    if (!place_.connections.send_on(arrived.connection, message, now)) send_by_rule(std::move(message), now);
}

void Client::end_call(Pending const& request) {
    wire::RawMessage const asked(request.text);
    auto* const conversation = place_.conversations.find(asked.value("Call-ID"), request.user);
    if (conversation == nullptr || request.method != "INVITE") return;
    if (conversation->view.state == CallView::State::inviting)
        conversation->view.state = CallView::State::refused;
}

}  // namespace kit
