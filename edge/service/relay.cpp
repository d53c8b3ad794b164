#include "edge/service/relay.hpp"

namespace edge {

Relay::Relay(std::shared_ptr<topology::Topology const> topology, Links& links, Routes& routes,
             sansio::Random random)
    : state_(std::move(topology), links, routes, random),
      contexts_(state_),
      requests_(state_, contexts_),
      responses_(state_, contexts_, requests_) {}

void Relay::malformed(Link& link, sip::MessageView const& view, sip::SyntaxFault fault) {
    ++state_.counters.refused;
    state_.answers.answer(link, view, state_.self, {sip::describe(fault.rule).status, 0, {}, {}});
}

void Relay::connection_lost(sansio::ConnectionId connection,
                            std::optional<sansio::ConnectionFault> const& fault, sansio::Time now) {
    // A TLS 1.3 peer that refuses our certificate does so after our handshake is done (facts/wire.md §2, id 1047).
    using Stage = sansio::ConnectionFault::Stage;
    bool const refused = fault && (fault->stage == Stage::tls_refused || fault->stage == Stage::tls_protocol);
    if (refused)
        on_lost_connection_ = {
            504, 1047, {{"WinsockFailureCode", "10054"}, {"WinsockFailureDescription", fault->text}}, {}};
    state_.layer.connection_lost(connection, now);
    drain_events(now);
    on_lost_connection_ = {504, 1007, {}, {}};
}

void Relay::drain(sansio::Time now) {
    state_.draining = true;
    contexts_.cancel_all(now);
}

void Relay::expire(sansio::Time now) {
    // First, since a peer that is cut gives its requests an answer which a timer would take from them.
    contexts_.expire(now);
    state_.layer.expire(now);
    requests_.expire(now);
}

std::optional<sansio::Time> Relay::next_deadline() const {
    std::optional<sansio::Time> earliest;
    for (auto const& deadline :
         {state_.layer.next_deadline(), requests_.next_deadline(), contexts_.next_deadline()})
        if (deadline && (!earliest || *deadline < *earliest)) earliest = deadline;
    return earliest;
}

void Relay::drain_events(sansio::Time now) {
    using Kind = sip::transaction::TransactionEvent::Kind;
    while (auto const event = state_.layer.poll_event()) {
        switch (event->kind) {
            case Kind::trying_due:
                if (!state_.layer.answered(event->id)) state_.answers.answer(event->id, 100, {}, now);
                break;
            case Kind::client_timed_out:
                timed_out(event->id, now);
                break;
            case Kind::silence:
                silent(event->id, now);
                break;
            case Kind::client_failed:
                failed(event->id, on_lost_connection_, now);
                break;
            case Kind::timer_c:
                contexts_.cancel(event->id, {}, now);
                break;
            case Kind::terminated:
                break;
        }
    }
}

void Relay::timed_out(sip::transaction::TransactionId id, sansio::Time now) {
    contexts_.withdraw(id);
    auto const connection = state_.layer.client_connection(id);
    auto again = contexts_.another_attempt(id);
    // Not even a 100 came: RFC 3263 §4.3 counts that as a failure of the server and sends the request on.
    if (again && connection) state_.routes.avoid(*connection, now + patience(), now);
    if (connection) renew_if_silent(*connection, now);
    if (!again) return contexts_.conclude(id, {408, 1007, {}, {}}, now);
    requests_.retry(std::move(*again), now);
}

void Relay::silent(sip::transaction::TransactionId id, sansio::Time now) {
    contexts_.withdraw(id);
    auto const connection = state_.layer.client_connection(id);
    contexts_.close(id);
    if (connection) renew_if_silent(*connection, now);
}

sansio::Duration Relay::patience() const {
    auto const& timers = state_.self.topology().timers;
    return 64 * timers.scaled(timers.t1);
}

void Relay::renew_if_silent(sansio::ConnectionId connection, sansio::Time now) {
    auto const* const link = state_.links.find(connection);
    // The request may have waited here for its connection, though never for so long.
    if (!link || link->incoming || link->closing || now - link->last_heard < patience() / 2) return;
    // A server that answers others is not avoided: what this request met may lie behind it.
    state_.routes.avoid(connection, now + patience(), now);
    state_.routes.given_up(connection);
    // A late answer is dropped, but it is no reason to reset whoever gives it.
    state_.links.retire(connection, sansio::Close::Way::abort, now + patience());
}

void Relay::failed(sip::transaction::TransactionId id, Refusal const& refusal, sansio::Time now) {
    // What is not an INVITE may have had its effect there, and nobody would know: it is not done twice.
    bool const invite = state_.layer.method(id) == sip::Method::invite;
    auto again = contexts_.another_attempt(id);
    if (again && invite) return requests_.retry(std::move(*again), now);
    contexts_.conclude(id, refusal, now);
}

void Relay::reload(std::shared_ptr<topology::Topology const> topology) {
    state_.self = Self(std::move(topology));
    requests_.reload();
    contexts_.reload();
}

std::optional<sansio::Report> Relay::poll_report() {
    if (state_.reports.empty()) return std::nullopt;
    auto report = std::move(state_.reports.front());
    state_.reports.pop_front();
    return report;
}

}  // namespace edge
