#include "edge/service/responses.hpp"

#include <charconv>

#include "edge/policy/diagnostics.hpp"
#include "edge/sip/cseq.hpp"
#include "edge/sip/proxy/responses.hpp"

namespace edge {

namespace {

using Verdict = sip::proxy::ResponseVerdict;

/// A response to a CANCEL of ours.
bool is_to_cancel(sip::MessageView const& response) {
    auto const cseq = sip::cseq_of(response);
    return cseq && cseq->method == sip::Method::cancel;
}

/// The seconds of a Retry-After (RFC 3261 §20.33); what stands behind them, a comment or parameters, does not matter here.
std::optional<sansio::Duration> retry_after(sip::MessageView const& response) {
    auto const value = response.single(sip::SingleHeader::retry_after);
    if (!value) return std::nullopt;
    std::uint32_t seconds = 0;
    auto const parsed = std::from_chars(value->data(), value->data() + value->size(), seconds);
    if (parsed.ec != std::errc{} || seconds == 0) return std::nullopt;
    return std::chrono::seconds{seconds};
}

}  // namespace

void Responses::receive(Link& link, sip::MessageView const& response, sansio::Time now) {
    link.last_used = now;
    auto& layer = state_.layer;
    // Judged before the transaction hears of it: what is not passed on must leave its timers running, or the sender of the
    // request would never have an answer (RFC 3261 §16.7 step 6).
    auto const verdict = sip::proxy::judge_response(response, state_.self.sent_by(link.side));
    bool const to_our_cancel = verdict == Verdict::for_us && is_to_cancel(response);
    bool const acceptable = verdict == Verdict::pass || verdict == Verdict::hop_only || to_our_cancel;
    auto const arrival = acceptable ? layer.on_response(response, {link.connection, link.peer_number}, now)
                                    : sip::transaction::ResponseArrival{};
    if (!arrival.id) {
        ++state_.counters.dropped;
        return;
    }
    // The peer may answer over another connection of its own: what goes back to it, and who it is, belongs to the request's.
    auto* const sent_over = state_.links.find(layer.client_connection(*arrival.id).value_or(link.connection));
    auto& asked = sent_over ? *sent_over : link;
    auto& back = asked.closing ? link : asked;
    if ((arrival.acknowledge || arrival.cancel) && !back.closing) {
        state_.links.about_to_write(back);
        if (arrival.acknowledge) layer.write_ack(*arrival.id, response, back.out);
        if (arrival.cancel) layer.write_cancel(*arrival.id, back.out);
        state_.links.written(back);
    }
    if (!arrival.pass || verdict != Verdict::pass) return;
    if (response.status() < 200) contexts_.settled(*arrival.id);
    if (response.status() == 503 && tried_elsewhere(*arrival.id, asked, response, now)) return;
    pass(*arrival.id, asked, response, now);
}

bool Responses::tried_elsewhere(TransactionId id, Link const& from, sip::MessageView const& response,
                                sansio::Time now) {
    auto const wait = retry_after(response);
    if (!wait) return false;
    state_.routes.penalise(from.connection, now + state_.self.topology().timers.scaled(*wait), now);
    auto again = contexts_.another_attempt(id);
    if (!again) return false;
    // Whoever lost the connection may still be reached with this answer, but his request goes no further.
    auto const* const sender = state_.links.find(again->from);
    if (!sender || sender->closing) return false;
    requests_.retry(std::move(*again), now);
    return true;
}

void Responses::pass(TransactionId id, Link& from, sip::MessageView const& response, sansio::Time now) {
    auto* const to = state_.links.upstream(state_.layer.source(id).connection, now);
    // A slow caller can do without the progress of his call.
    bool const needless = response.status() < 200 && to && state_.over_cap(*to, false);
    std::string_view sent;
    if (to && !to->closing && !needless) {
        state_.rewrite.clear();
        auto const headers = added_headers(from, response);
        sip::proxy::pass_response(response, direction_from(from.side), headers, state_.rewrite,
                                  state_.self.border());
        state_.links.about_to_write(*to);
        auto const before = to->out.size();
        state_.rewrite.render(response.wire(), to->out);
        sent = to->out.text().substr(before);
        state_.links.written(*to);
        to->last_used = now;
        ++state_.counters.responses;
    } else {
        ++state_.counters.dropped;
        // As if it had not come: a 100 is still due if nothing else follows (RFC 3261 §17.2.1).
        if (needless) return;
    }
    if (response.status() >= 200) contexts_.close(id);
    state_.layer.response_sent(id, sip::proxy::forwarded_status(response.status()), sent, now);
}

std::string Responses::added_headers(Link const& from, sip::MessageView const& response) const {
    if (from.side == Side::inside) return {};
    std::string headers(state_.self.trust(from.partner));
    bool const silent =
        !response.has(sip::Header::ms_diagnostics) && !response.has(sip::Header::ms_diagnostics_public);
    if (response.status() < 400 || !silent) return headers;
    // facts/wire.md §1.7.6: the inside learns that the partner gave no reason.
    policy::DiagnosticParameter const parameters[] = {{"Domain", from.domain}, {"PeerServer", from.peer}};
    headers.append("ms-diagnostics: ");
    headers.append(policy::ms_diagnostics(1034, parameters, state_.self.topology().external.fqdn));
    headers.append("\r\n");
    return headers;
}

}  // namespace edge
