#include "edge/service/requests.hpp"

#include "edge/policy/diagnostics.hpp"
#include "edge/service/admission.hpp"
#include "edge/service/stamp.hpp"
#include "edge/sip/proxy/cancel_reasons.hpp"
#include "edge/sip/proxy/validate.hpp"
#include "edge/sip/respond.hpp"
#include "sansio/check.hpp"

namespace edge {

namespace {

/// RFC 3261 §11.2, for a proxy: whatever a body is, it passes; no option tag is understood here. Allow is what Lync says
/// (facts/wire.md §1.7.1), though a proxy might leave it out.
constexpr std::string_view capabilities =
    "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, MESSAGE, INFO, SUBSCRIBE, NOTIFY, BENOTIFY, REFER, UPDATE\r\n"
    "Accept: */*\r\nAccept-Encoding: *\r\nAccept-Language: *\r\nSupported:\r\n";

ParkingLimits parking_limits(topology::Limits const& limits) {
    return {limits.parked_per_partner, limits.parked_total};
}

/// What waits must be answered before its sender's Timer F or B ends it: 504 after that would come too late.
sansio::Duration parking_wait(topology::Timers const& timers) {
    return timers.scaled(timers.t1) * 60;
}

/// As much of a peer's text as a log line needs.
std::string excerpt(std::string_view text) {
    constexpr std::size_t size_max = 200;
    return text.size() <= size_max ? std::string(text) : std::string(text.substr(0, size_max)).append("...");
}

/// What the sender of a request for an unreachable destination is told.
Refusal refusal_of(Unreachable const& why) {
    auto const* const diagnostic = policy::find_diagnostic(why.diagnostic);
    sansio::check(diagnostic != nullptr, "an unreachable destination has a diagnostic of the table");
    int const usual = diagnostic->status == 0 ? 504 : diagnostic->status;
    Refusal refusal{why.status == 0 ? usual : why.status, why.diagnostic, why.parameters, {}};
    if (why.retry_after != 0) refusal.headers = "Retry-After: " + std::to_string(why.retry_after) + "\r\n";
    return refusal;
}

}  // namespace

Requests::Requests(RelayState& state, ResponseContexts& contexts)
    : state_(state),
      contexts_(contexts),
      parking_(parking_limits(state.self.topology().limits), parking_wait(state.self.topology().timers)) {}

void Requests::receive(Link& link, sip::MessageView const& request, sansio::Time now) {
    link.last_used = now;
    auto const direction = direction_from(link.side);
    auto const rejection =
        sip::proxy::validate(request, {sip::proxy::served_extensions(direction), state_.self.sent_by()});
    bool const last_hop = rejection && rejection->fault.rule == sip::Rule::too_many_hops &&
                          sip::proxy::may_end_here(request.method());
    if (rejection && !last_hop) {
        Passage const passage{link, request, std::nullopt, now};
        return refuse(passage, {rejection->status(), rejection->diagnostic, {}, rejection->headers},
                      rejection->fault.rule, now);
    }
    auto const arrival =
        state_.layer.on_request(request, {link.connection, link.peer_number}, stamp(link, request), now);
    if (auto const* const fresh = std::get_if<sip::transaction::NewRequest>(&arrival)) {
        contexts_.open(fresh->id);
        Passage passage{link, request, fresh->id, now};
        passage.last_hop = last_hop;
        if (state_.draining && request.method() != sip::Method::bye)
            return refuse(passage, {503, 1007, {}, std::string(retry_soon)}, "going_down", now);
        decide(passage, nullptr, now);
    } else if (auto const* const repeated = std::get_if<sip::transaction::RepeatedRequest>(&arrival)) {
        if (repeated->repeat) state_.answers.repeat(repeated->id, now);
    } else if (std::holds_alternative<sip::transaction::AckToForward>(arrival)) {
        Passage passage{link, request, std::nullopt, now};
        passage.last_hop = last_hop;
        decide(passage, nullptr, now);
    } else if (auto const* const cancelling = std::get_if<sip::transaction::CancelRequest>(&arrival)) {
        Passage passage{link, request, std::nullopt, now};
        passage.last_hop = last_hop;
        cancel(passage, cancelling->of, now);
    } else if (auto const* const refused = std::get_if<sip::transaction::NotAccepted>(&arrival)) {
        Passage const passage{link, request, std::nullopt, now};
        if (refused->why == sip::transaction::NotAccepted::Why::full)
            refuse(passage, {503, 0, {}, std::string(retry_soon)}, "transactions_full", now);
        else
            refuse(passage, {400, 0, {}, {}}, sip::Rule::branch, now);
    }
}

void Requests::cancel(Passage const& passage, std::optional<TransactionId> of, sansio::Time now) {
    // RFC 3261 §16.10: what is not known here may be known further on.
    if (!of) return decide(passage, nullptr, now);
    state_.answers.answer(passage.link, passage.view, state_.self, {200, 0, {}, {}});
    auto const reasons =
        sip::proxy::reasons_of_cancel(passage.view, direction_from(passage.link.side), state_.self.border());
    contexts_.cancel(*of, reasons, now);
}

void Requests::decide(Passage const& passage, dns::Service const* service, sansio::Time now) {
    auto const trust =
        passage.link.side == Side::inside ? sip::proxy::RouteTrust::inside : sip::proxy::RouteTrust::outside;
    auto const finding =
        sip::proxy::find_route(passage.view, state_.self.names(), state_.self.route_signature(), trust);
    if (!finding)
        return refuse(passage,
                      {finding.error().status(), finding.error().diagnostic, {}, finding.error().headers},
                      finding.error().fault.rule, now);
    bool const for_us = finding->request_uri_is_ours && !finding->next;
    if (passage.last_hop && !for_us)
        return refuse(passage, {sip::describe(sip::Rule::too_many_hops).status, 0, {}, {}},
                      sip::Rule::too_many_hops, now);
    auto const& topology = state_.self.topology();
    auto verdict = admit(topology, passage.link, passage.view, *finding, service);
    if (auto const* const ask = std::get_if<policy::Ask>(&verdict); ask && !service)
        if (auto const* const known = state_.routes.service(ask->domain, now))
            verdict = admit(topology, passage.link, passage.view, *finding, known);
    if (auto const* const ask = std::get_if<policy::Ask>(&verdict)) {
        park(passage, {Awaited::What::service, std::string(ask->domain)}, now);
        bool const is_listed = topology.allowed_domains.find(ask->domain) != nullptr;
        return state_.routes.want_service(ask->domain, is_listed, now);
    }
    if (auto const* const deny = std::get_if<policy::Deny>(&verdict))
        return refuse(passage, {deny->status, deny->diagnostic, {}, {}},
                      {policy::rule_name(deny->rule), deny->clause}, now);
    if (for_us) return answer_as_recipient(passage, now);
    forward(passage, *finding, std::get<policy::Allow>(verdict).route, now);
}

void Requests::answer_as_recipient(Passage const& passage, sansio::Time now) {
    if (!passage.id) {
        // A CANCEL of nothing; an ACK has no answer.
        return state_.answers.answer(passage.link, passage.view, state_.self, {481, 0, {}, {}});
    }
    bool const options = passage.view.method() == sip::Method::options;
    // Nobody else is here, so another method finds nobody before anything is required of him (RFC 3261 §8.2.2).
    if (auto const rejection = sip::proxy::validate_as_recipient(passage.view); options && rejection)
        return refuse(passage, {rejection->status(), rejection->diagnostic, {}, rejection->headers},
                      rejection->fault.rule, now);
    contexts_.conclude(*passage.id, options ? 200 : 404, options ? capabilities : std::string_view{}, now);
}

void Requests::forward(Passage const& passage, sip::proxy::RouteFinding const& finding,
                       policy::Route const& route, sansio::Time now) {
    auto const way = way_to(passage.link, route, state_.self.topology());
    auto const call_id = passage.view.single(sip::SingleHeader::call_id).value_or(std::string_view{});
    auto const reach = state_.routes.reach(way, call_id_hash(call_id), now, passage.tried);
    if (std::holds_alternative<UnderWay>(reach))
        return park(passage, {Awaited::What::destination, way.domain}, now);
    if (auto const* const not_now = std::get_if<Unreachable>(&reach)) {
        auto refusal = refusal_of(*not_now);
        // The one server of the inside asked to be left alone, so nothing at all can be served (RFC 3261 §16.7 step 6).
        if (way.domain.empty() && not_now->retry_after != 0) refusal.status = 503;
        return refuse(passage, refusal, "unreachable", now);
    }
    auto* const to = state_.links.find(std::get<sansio::ConnectionId>(reach));
    sansio::check(to != nullptr, "a ready destination has a link");
    if (to->closing || state_.over_cap(*to, passage.resumed))
        return refuse(passage, {503, 1007, {{"PeerServer", to->peer}}, std::string(retry_soon)},
                      "destination_full", now);
    write_request(state_, contexts_, passage, finding, route, *to, now);
}

void Requests::park(Passage const& passage, Awaited const& awaited, sansio::Time now) {
    ParkedMessage message{passage.link.connection, std::string(passage.view.wire()), passage.arrived};
    message.tried.assign(passage.tried.begin(), passage.tried.end());
    if (passage.id) message.transaction = static_cast<std::uint64_t>(*passage.id);
    if (!parking_.park(awaited, std::move(message)))
        return refuse(passage, {503, 1007, {{"domain", awaited.name}}, std::string(retry_soon)},
                      "parking_full", now);
    ++state_.counters.parked;
}

void Requests::resume(ParkedMessage const& message, dns::Service const* service, sansio::Time now) {
    std::optional<TransactionId> id;
    if (message.transaction) id = TransactionId{*message.transaction};
    // Cancelled meanwhile.
    if (id && (!state_.layer.alive(*id) || state_.layer.answered(*id))) return;
    auto* const link = state_.links.find(message.from);
    if (!link || link->closing) {
        // Its sender may count it as failed, so it must not arrive; an answer may still find him (RFC 3261 §18.2.2).
        ++state_.counters.dropped;
        if (id) contexts_.conclude(*id, {504, 1007, {}, {}}, now);
        return;
    }
    auto const view = sip::MessageView::parse(message.wire);
    sansio::check(view.has_value(), "what was parked had been parsed");
    decide({*link, *view, id, message.arrived, true, message.tried}, service, now);
}

void Requests::retry(ParkedMessage message, sansio::Time now) {
    // The sender of an INVITE has had our 100 and waits on, so its waits begin anew.
    TransactionId const id{message.transaction.value()};
    if (state_.layer.method(id) == sip::Method::invite) message.arrived = now;
    resume(message, nullptr, now);
}

void Requests::refuse(Passage const& passage, Refusal const& refusal, Cause const& cause, sansio::Time now) {
    ++state_.counters.refused;
    // The inside is ours: one noisy client there must not hide what the others are refused for.
    bool const told = passage.link.side == Side::inside || passage.link.log_share.take(now);
    if (told) state_.reports.push_back(report_of(passage, refusal, cause));
    if (passage.id) return contexts_.conclude(*passage.id, refusal, now);
    state_.answers.answer(passage.link, passage.view, state_.self, refusal);
}

sansio::Report Requests::report_of(Passage const& passage, Refusal const& refusal, Cause const& cause) {
    sansio::Report report{sansio::Report::Level::info,
                          "refused",
                          {{"method", excerpt(passage.view.method_text())},
                           {"uri", excerpt(passage.view.request_uri())},
                           {"remote", passage.link.remote.to_string()},
                           {"rule", std::string(cause.rule)}}};
    if (!cause.clause.empty()) report.fields.emplace_back("clause", cause.clause);
    bool const answered = passage.id || sip::can_be_answered(passage.view);
    report.fields.emplace_back("status", answered ? std::to_string(refusal.status) : "none");
    if (refusal.diagnostic != 0) report.fields.emplace_back("diagnostic", std::to_string(refusal.diagnostic));
    passage.link.log_share.tell(report);
    return report;
}

void Requests::give_up(std::vector<ParkedMessage> const& messages, Refusal const& refusal,
                       std::string_view rule, sansio::Time now) {
    for (auto const& message : messages) {
        ++state_.counters.refused;
        if (!message.transaction) {
            // A CANCEL of nothing here; an ACK has no answer.
            auto* const link = state_.links.find(message.from);
            auto const view = sip::MessageView::parse(message.wire);
            if (link && view) state_.answers.answer(*link, *view, state_.self, refusal);
            continue;
        }
        TransactionId const id{*message.transaction};
        if (!state_.layer.alive(id) || state_.layer.answered(id)) continue;
        contexts_.conclude(id, refusal, now);
    }
    if (messages.empty()) return;
    state_.reports.push_back({sansio::Report::Level::warning,
                              "not_delivered",
                              {{"rule", std::string(rule)},
                               {"messages", std::to_string(messages.size())},
                               {"status", std::to_string(refusal.status)},
                               {"diagnostic", std::to_string(refusal.diagnostic)}}});
}

void Requests::service_known(ServiceKnown const& known, sansio::Time now) {
    for (auto const& message : parking_.release({Awaited::What::service, known.domain}))
        resume(message, known.service, now);
}

void Requests::reached(std::string const& domain, sansio::Time now) {
    for (auto const& message : parking_.release({Awaited::What::destination, domain}))
        resume(message, nullptr, now);
}

void Requests::not_reached(NotReached const& event, sansio::Time now) {
    give_up(parking_.release({Awaited::What::destination, event.domain}), refusal_of(event.why),
            "unreachable", now);
}

void Requests::expire(sansio::Time now) {
    std::vector<ParkedMessage> late;
    while (auto message = parking_.take_expired(now)) late.push_back(std::move(*message));
    give_up(late, {504, 1007, {}, {}}, "waited_too_long", now);
}

void Requests::reload() {
    auto const& limits = state_.self.topology().limits;
    parking_.set_limits(parking_limits(limits));
    state_.layer.set_limits({limits.transactions});
}

}  // namespace edge
