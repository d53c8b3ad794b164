// Answers that a scenario writes itself: any status, any header, several of them, or none.
#include <utility>

#include "simulators/kit/server.hpp"
#include "simulators/kit/status_texts.hpp"
#include "simulators/wire/slices.hpp"

namespace kit {
namespace {

std::string_view template_for(std::string_view method, int status) {
    if (status == 100) return "trying";
    if (status >= 300) return "refuse";
    return method == "INVITE" ? "ok_invite" : "ok";
}

std::string with_body(std::string const& message, std::string const& body) {
    return wire::with_content_length(std::string(wire::RawMessage(message).head()) + body);
}

}  // namespace

/// RFC 3261 §9.2: the same top Via branch.
bool Server::hits_held(wire::RawMessage const& cancel) const {
    for (auto const& [index, held] : held_)
        if (held.arrived.message.method() == "INVITE" &&
            top_branch(held.arrived.message) == top_branch(cancel))
            return true;
    return false;
}

Sent Server::answer_by_hand(AnswerOrder const& order, sansio::Time now) {
    auto const found = held_.find(order.request);
    if (found == held_.end())
        return sansio::unexpected(
            CommandFault{"the request was answered already when it came: no <by-hand> held it"});
    auto& held = found->second;
    auto text = write_by_hand(held, order);
    if (!text) return sansio::unexpected(text.error());
    auto const& request = held.arrived.message;
    if (!order.literal && request.method() == "INVITE") {
        if (order.status >= 300) refusals_.try_emplace(invite_key(request), false);
        if (order.status / 100 == 2) keep_dialog(held, *text);
    }
    *text = portion_of(*std::move(text), order.portion);
    auto const* called = place_.roster.find(held.address);
    auto const user = called != nullptr ? called->user.address : std::string();
    auto const connection = order.connection.value_or(held.arrived.connection);
    Outgoing const outgoing{*text, user, {}, true, order.piece_size, order.piece_gap};
    if (!place_.connections.send_on(connection, outgoing, now))
        return sansio::unexpected(CommandFault{"the connection for the answer is gone"});
    return SentRequest{std::string(request.value("Call-ID")), wire::cseq_number(request.value("CSeq")),
                       std::string(request.method()), top_branch(request), *text};
}

sansio::Result<std::string, CommandFault> Server::write_by_hand(Held& held, AnswerOrder const& order) {
    if (order.literal) return *order.literal;
    auto const& request = held.arrived.message;
    Verdict const verdict{order.status, template_for(request.method(), order.status), {}, false};
    auto values = values_for(held.arrived, held.address, verdict);
    if (!order.reason.empty()) values["reason"] = order.reason;
    bool const inside = !wire::parameter(request.value("To"), "tag").empty();
    if (!inside && order.status != 100) {
        auto const& tag = order.tag.empty() ? held.tag : order.tag;
        values["to"] = std::string(request.value("To")) + ";tag=" + tag;
        if (auto const* called = place_.roster.find(held.address)) values["to"] += ";epid=" + called->epid;
    }
    auto text = wire::fill(place_.settings.dialect->text_of(verdict.template_name), values);
    if (!text) return sansio::unexpected(CommandFault{text.error().text});
    if (order.status > 100 && order.status < 200 && request.method() == "INVITE")
        *text = with_body(*wire::edit(*std::move(text), {"-Content-Type"}), "");
    if (!order.body.empty())
        *text =
            with_body(*wire::edit(*std::move(text), {"Content-Type: text/plain; charset=UTF-8"}), order.body);
    auto edited = wire::edit(*std::move(text), order.edits);
    if (!edited) return sansio::unexpected(CommandFault{edited.error().text});
    return *std::move(edited);
}

/// The dialog of a 2xx (RFC 3261 §12.1.1), once for each To tag.
void Server::keep_dialog(Held const& held, std::string const& text) {
    wire::RawMessage const response(text);
    auto conversation = called_side(held.arrived.message, response, place_.settings.host_name);
    auto const& call_id = conversation.view.call_id;
    if (conversation.local_tag.empty() ||
        place_.conversations.find_by_tag(call_id, conversation.local_tag) != nullptr)
        return;
    if (auto const* called = place_.roster.find(held.address)) conversation.view.user = called->user.address;
    place_.conversations.add(std::move(conversation));
}

}  // namespace kit
