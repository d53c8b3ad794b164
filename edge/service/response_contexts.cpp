#include "edge/service/response_contexts.hpp"

namespace edge {

namespace {
/// Layer::note(): the lowest bit says that the transaction counts as unanswered, the rest where its request ends in the
/// stream of bytes to its destination.
constexpr std::uint64_t unanswered_bit = 1;
/// Younger than the sender's Timer F, so that a 504 comes in time (as for what is parked).
sansio::Duration backlog_wait(topology::Timers const& timers) {
    return timers.scaled(timers.t1) * 60;
}

}  // namespace

ResponseContexts::ResponseContexts(RelayState& state)
    : state_(state),
      held_(state.self.topology().limits.parked_total),
      backlogs_(state.links, backlog_wait(state.self.topology().timers)) {}

void ResponseContexts::open(TransactionId id) {
    state_.layer.note(id) = unanswered_bit;
    ++unanswered_;
}

void ResponseContexts::forwarded(TransactionId id, Link& to, sansio::Time now) {
    state_.layer.note(id) = unanswered_bit | 2 * (to.taken + to.out.size());
    backlogs_.wrote(to, now);
}

std::optional<ParkedMessage> ResponseContexts::another_attempt(TransactionId id) {
    auto message = held_.take(id);
    if (!state_.layer.alive(id) || state_.layer.answered(id) || state_.layer.cancelled(id))
        return std::nullopt;
    return message;
}

void ResponseContexts::conclude(TransactionId id, Refusal const& refusal, sansio::Time now) {
    // Before the answer: it may end the transaction, and then nothing can be noted of it.
    close(id);
    state_.answers.answer(id, state_.self, refusal, now);
}

void ResponseContexts::conclude(TransactionId id, int status, std::string_view headers, sansio::Time now) {
    close(id);
    state_.answers.answer(id, status, headers, now);
}

void ResponseContexts::close(TransactionId id) {
    held_.drop(id);
    if (!state_.layer.alive(id)) return;
    auto& note = state_.layer.note(id);
    if ((note & unanswered_bit) == 0) return;
    note -= unanswered_bit;
    --unanswered_;
}

void ResponseContexts::cancel(TransactionId id, std::string_view reasons, sansio::Time now) {
    if (cancel_downstream(id, reasons, now)) conclude(id, 487, {}, now);
}

bool ResponseContexts::cancel_downstream(TransactionId id, std::string_view reasons, sansio::Time now) {
    auto& layer = state_.layer;
    using sip::transaction::CancelAdvice;
    auto const advice = layer.cancel(id, now, reasons);
    if (advice == CancelAdvice::send) {
        auto const connection = layer.client_connection(id);
        auto* const to = connection ? state_.links.find(*connection) : nullptr;
        if (!to || to->closing) return false;
        state_.links.about_to_write(*to);
        layer.write_cancel(id, to->out);
        state_.links.written(*to);
    }
    return advice == CancelAdvice::answer;
}

void ResponseContexts::cancel_all(sansio::Time now) {
    // 487 is for those whose sender gave up (RFC 3261 §21.4.25).
    for (auto const id : state_.layer.unanswered_invites())
        if (cancel_downstream(id, {}, now)) conclude(id, {503, 1007, {}, std::string(retry_soon)}, now);
}

void ResponseContexts::reload() {
    held_.set_bytes_max(state_.self.topology().limits.parked_total);
}

void ResponseContexts::withdraw(TransactionId id) {
    auto& layer = state_.layer;
    auto const connection = layer.alive(id) ? layer.client_connection(id) : std::nullopt;
    auto* const to = connection ? state_.links.find(*connection) : nullptr;
    if (to && to->taken < layer.note(id) / 2) state_.links.close(*to, sansio::Close::Way::abort);
}

}  // namespace edge
