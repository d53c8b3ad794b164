#include "simulators/kit/server.hpp"

#include <algorithm>
#include <utility>

#include "simulators/kit/status_texts.hpp"
#include "simulators/wire/slices.hpp"

namespace kit {
namespace {

constexpr int ack_limit = 64;                                              // times T1, RFC 3261 §13.3.1.4
constexpr sansio::Duration trying_after = std::chrono::milliseconds{200};  // RFC 3261 §17.2.1
constexpr std::string_view methods = "INVITE, ACK, CANCEL, BYE, OPTIONS, MESSAGE, INFO";

/// An INVITE whose SDP offers no message session is no IM call; without SDP the offer comes later.
bool offers_other_media(wire::RawMessage const& invite) {
    auto const body = invite.body();
    return !body.empty() && body.find("m=message ") == std::string_view::npos &&
           body.find("m=x-ms-message ") == std::string_view::npos;
}

}  // namespace

std::string top_branch(wire::RawMessage const& message) {
    auto const vias = wire::elements(message.value("Via"));
    return vias.empty() ? std::string() : std::string(wire::parameter(vias.front(), "branch"));
}

std::string invite_key(wire::RawMessage const& message) {
    return std::string(message.value("Call-ID")) + " " + top_branch(message);
}

void Server::take_request(Arrived const& arrived, sansio::Time now) {
    auto const& request = arrived.message;
    std::string const address(wire::address_of(request.request_uri()));
    if (request.method() == "ACK") return take_ack(arrived, address, now);

    auto const tag = wire::parameter(request.value("To"), "tag");
    auto* const conversation =
        tag.empty() ? nullptr : place_.conversations.find_by_tag(request.value("Call-ID"), tag);
    auto const* called = place_.roster.find(address);
    std::string const user = conversation != nullptr ? conversation->view.user
                             : called != nullptr     ? called->user.address
                                                     : std::string();
    bool const ping = request.method() == "OPTIONS" && place_.roster.is_host(address);
    auto const& seen = place_.scribe.received(now, {arrived.connection, user, ping}, request.bytes());
    if (conversation != nullptr) check_route(arrived, *conversation, now);
    if (by_hand_.contains(request.method())) {
        held_.emplace(seen.index, Held{arrived, address, random_.hex(10)});
        return;
    }

    Verdict verdict;
    if (request.method() == "CANCEL" && hits_held(request))
        verdict = {};
    else if (!seen.fault.empty())
        verdict = {400, "refuse", {}, false};
    else
        verdict = judge(request, conversation != nullptr ? conversation->view.user : address, conversation);
    if (auto const fault = misbehaviours_.take(request.method(), user))
        return show(*fault, arrived, address, verdict, now);
    answer(arrived, address, verdict, now);
}

void Server::expire(sansio::Time now) {
    while (!late_.empty() && late_.begin()->first <= now) {
        auto answer = std::move(late_.begin()->second);
        late_.erase(late_.begin());
        dispatch(std::move(answer), now);
    }
    for (auto& waiting : unacknowledged_)
        if (waiting.due <= now) repeat(waiting, now);
    std::erase_if(unacknowledged_, [now](auto const& waiting) { return waiting.end <= now; });
}

std::optional<sansio::Time> Server::next_deadline() const {
    std::optional<sansio::Time> next;
    if (!late_.empty()) next = late_.begin()->first;
    for (auto const& waiting : unacknowledged_)
        if (!next || waiting.due < *next) next = waiting.due;
    return next;
}

void Server::take_ack(Arrived const& arrived, std::string const& user, sansio::Time now) {
    auto const& ack = arrived.message;
    auto const call_id = ack.value("Call-ID");
    auto* const conversation =
        place_.conversations.find_by_tag(call_id, wire::parameter(ack.value("To"), "tag"));
    bool const duty = is_duty(ack, conversation != nullptr);
    place_.scribe.received(
        now, {arrived.connection, conversation != nullptr ? conversation->view.user : user, duty},
        ack.bytes());
    if (conversation == nullptr) return;
    check_route(arrived, *conversation, now);
    conversation->view.acknowledged = true;
    std::erase_if(unacknowledged_, [&](auto const& waiting) {
        return waiting.answer.call_id == call_id && waiting.answer.local_tag == conversation->local_tag;
    });
}

/// Whether this ACK closes what the party itself has answered. A second one for one refusal closes nothing.
bool Server::is_duty(wire::RawMessage const& ack, bool in_dialog) {
    auto const refusal = refusals_.find(invite_key(ack));
    bool const first = refusal != refusals_.end() && !std::exchange(refusal->second, true);
    return !by_hand_.contains("ACK") && (refusal != refusals_.end() ? first : in_dialog);
}

Server::Verdict Server::judge(wire::RawMessage const& request, std::string const& address,
                              Conversation* conversation) const {
    bool const inside = !wire::parameter(request.value("To"), "tag").empty();
    if (!inside) return judge_outside(request, address);
    auto const method = request.method();
    if (conversation == nullptr || conversation->view.state != CallView::State::established)
        return {481, "refuse", {}, false};
    if (method == "BYE") {
        conversation->view.state = CallView::State::ended;
        return {};
    }
    if (method == "INVITE") return {200, "ok_invite", {}, false};
    if (method == "MESSAGE" || method == "INFO" || method == "OPTIONS") return {};
    if (method == "CANCEL") return {481, "refuse", {}, false};
    return {405, "refuse", "Allow: " + std::string(methods), false};
}

Server::Verdict Server::judge_outside(wire::RawMessage const& request, std::string const& address) const {
    auto const method = request.method();
    bool const known = place_.roster.find(address) != nullptr;
    if (method == "OPTIONS") {
        if (!known && !place_.roster.is_host(address)) return unknown_user(address);
        return {200, "ok", "Allow: " + std::string(methods), false};
    }
    if (!known) return unknown_user(address);
    if (method == "MESSAGE") return {};
    if (method == "INVITE") {
        if (offers_other_media(request)) return {488, "refuse", {}, false};
        return {200, "ok_invite", {}, true};
    }
    if (method == "BYE" || method == "CANCEL" || method == "INFO") return {481, "refuse", {}, false};
    return {405, "refuse", "Allow: " + std::string(methods), false};
}

Server::Verdict Server::unknown_user(std::string const& address) const {
    Verdict verdict{404, "refuse", {}, false};
    if (!place_.settings.shows_diagnostics) return verdict;
    wire::Values const values{{"address", address}, {"host", place_.settings.host_name}};
    auto const line = wire::fill_value(place_.settings.dialect->diagnostics.value, values);
    if (line) verdict.headers = *line;
    return verdict;
}

void Server::check_route(Arrived const& arrived, Conversation const& conversation, sansio::Time now) {
    auto const& given = conversation.own_record_route;
    auto const routes = route_uris(arrived.message, "Route");
    if (given.empty() || std::ranges::find(routes, given) != routes.end()) return;
    place_.scribe.note(now, "route_altered", "expected " + given, arrived.connection);
}

void Server::answer(Arrived const& arrived, std::string const& address, Verdict const& verdict,
                    sansio::Time now) {
    if (auto answer = write(arrived, address, verdict, now)) dispatch(std::move(*answer), now);
}

std::optional<Server::Answer> Server::write(Arrived const& arrived, std::string const& address,
                                            Verdict const& verdict, sansio::Time now) {
    auto const& request = arrived.message;
    if (!request.has("Via")) return std::nullopt;  // no way back is written down
    auto const source = place_.settings.dialect->text_of(verdict.template_name);
    auto text = wire::fill(source, values_for(arrived, address, verdict));
    if (!text) {
        place_.scribe.note(now, "template_fault", text.error().text);
        return std::nullopt;
    }
    auto const* called = place_.roster.find(address);
    Answer answer{arrived.connection,
                  std::move(*text),
                  called != nullptr ? called->user.address : std::string(),
                  {},
                  std::string(request.value("Call-ID"))};
    if (verdict.opens_dialog) {
        wire::RawMessage const response(answer.text);
        auto& conversation =
            place_.conversations.add(called_side(request, response, place_.settings.host_name));
        conversation.view.user = answer.user;
        answer.local_tag = conversation.local_tag;
    } else if (request.method() == "INVITE" && verdict.status >= 300) {
        refusals_.try_emplace(invite_key(request), false);
    } else if (request.method() == "INVITE" && verdict.status >= 200) {
        answer.local_tag = wire::parameter(request.value("To"), "tag");
    }
    return answer;
}

wire::Values Server::values_for(Arrived const& arrived, std::string const& address, Verdict const& verdict) {
    auto const& request = arrived.message;
    auto const& settings = place_.settings;
    auto const* called = place_.roster.find(address);
    std::string to(request.value("To"));
    if (wire::parameter(to, "tag").empty() && verdict.status != 100) {
        to += ";tag=" + random_.hex(10);
        if (called != nullptr) to += ";epid=" + called->epid;
    }
    return {{"status", std::to_string(verdict.status)},
            {"reason", std::string(reason_of(verdict.status))},
            {"via", via_lines(arrived)},
            {"record_route", request.method() == "INVITE" ? record_route_lines(request) : std::string()},
            {"from", std::string(request.value("From"))},
            {"to", to},
            {"call_id", std::string(request.value("Call-ID"))},
            {"cseq", std::string(request.value("CSeq"))},
            {"contact", called != nullptr ? called->contact : place_.roster.host().contact},
            {"headers", verdict.headers},
            {"address", called != nullptr ? called->user.address : address},
            {"body", ""},
            {"host", settings.host_name},
            {"server", std::string(settings.dialect->server.value)}};
}

std::string Server::via_lines(Arrived const& arrived) const {
    std::string lines;
    for (auto const value : arrived.message.values("Via")) {
        std::string line = "Via: " + std::string(value);
        if (lines.empty() && place_.settings.dialect->marks_received.value) {
            auto const top = wire::elements(value).front();
            auto const end = static_cast<std::size_t>(top.data() - value.data()) + top.size() + 5;
            auto const mark = ";received=" + arrived.remote.address.to_string() +
                              ";ms-received-port=" + std::to_string(arrived.remote.port) +
                              ";ms-received-cid=" +
                              std::to_string(static_cast<std::uint64_t>(arrived.connection) & 0xffffU) + "00";
            line.insert(end, mark);
        }
        lines += (lines.empty() ? "" : "\r\n") + line;
    }
    return lines;
}

std::string Server::record_route_lines(wire::RawMessage const& request) {
    auto const& settings = place_.settings;
    std::string lines;
    bool const inside = !wire::parameter(request.value("To"), "tag").empty();
    if (!inside && settings.record_routes.value_or(settings.dialect->record_routes.value))
        lines = "Record-Route: " + own_record_route(settings, random_);
    for (auto const value : request.values("Record-Route"))
        lines += (lines.empty() ? "Record-Route: " : "\r\nRecord-Route: ") + std::string(value);
    return lines;
}

void Server::show(Misbehaviour const& fault, Arrived const& arrived, std::string const& address,
                  Verdict verdict, sansio::Time now) {
    using Kind = Misbehaviour::Kind;
    place_.scribe.note(now, "misbehaved", std::string(to_text(fault.kind)), arrived.connection);
    if (fault.kind == Kind::answer_never) return;
    if (fault.kind == Kind::close_connection)
        return place_.connections.close(arrived.connection, sansio::Close::Way::abort);
    if (fault.kind == Kind::answer_status)
        verdict = {fault.status, fault.status < 300 ? verdict.template_name : "refuse", {}, false};
    bool const late = fault.kind == Kind::answer_late;
    if (late && arrived.message.method() == "INVITE" && fault.delay > trying_after)
        if (auto trying = write(arrived, address, {100, "trying", {}, false}, now))
            late_.emplace(now + trying_after, std::move(*trying));
    auto answer = write(arrived, address, verdict, now);
    if (!answer) return;
    if (late) {
        late_.emplace(now + fault.delay, std::move(*answer));
        return;
    }
    if (fault.kind == Kind::answer_twice) dispatch(*answer, now);
    dispatch(std::move(*answer), now);
}

void Server::dispatch(Answer answer, sansio::Time now) {
    if (!place_.connections.send_on(answer.connection, {answer.text, answer.user, {}, true, 0, {}}, now))
        place_.scribe.note_request(now, "answer_undeliverable", "the connection of the request is gone",
                                   answer.user, answer.text);
    if (answer.local_tag.empty()) return;
    auto const already = std::ranges::any_of(
        unacknowledged_, [&](auto const& waiting) { return waiting.answer.local_tag == answer.local_tag; });
    auto const& timers = place_.settings.timers;
    if (!already)
        unacknowledged_.push_back(
            {std::move(answer), now + timers.t1, timers.t1, now + ack_limit * timers.t1});
}

void Server::repeat(Unacknowledged& waiting, sansio::Time now) {
    auto const& answer = waiting.answer;
    if (waiting.end <= now) {
        place_.scribe.note_request(now, "no_ack", "no ACK within 64*T1", answer.user, answer.text);
        if (auto* const call = place_.conversations.find_by_tag(answer.call_id, answer.local_tag))
            client_.give_up_call(*call, now);
        return;
    }
    auto const& timers = place_.settings.timers;
    waiting.interval = std::min(2 * waiting.interval, timers.t2);
    waiting.due = std::min(now + waiting.interval, waiting.end);
    // A connection that is gone takes its answers with it: the caller's edge has lost the transaction as well.
    (void)place_.connections.send_on(answer.connection, {answer.text, answer.user, {}, true, 0, {}}, now);
}

}  // namespace kit
