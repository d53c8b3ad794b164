#include "edge/sip/transaction/layer.hpp"

#include <utility>

#include "edge/sip/cseq.hpp"
#include "edge/sip/name_addr.hpp"
#include "edge/sip/via.hpp"
#include "sansio/check.hpp"

namespace sip::transaction {

namespace {

using Kind = TransactionEvent::Kind;

bool is_success(int status) {
    return status >= 200 && status < 300;
}

}  // namespace

Layer::Layer(TimerValues const& values, sansio::Random& random, LayerLimits limits)
    : values_(values), random_(&random), limits_(limits), records_(random.next()), to_tags_(random) {
    sansio::check(values.reliable, "the layer serves reliable transports");
}

// ---- server side ----

Arrival Layer::on_request(MessageView const& request, Source from, std::string_view top_via_parameters,
                          sansio::Time now) {
    auto const via = top_via(request);
    auto const cseq = cseq_of(request);
    if (!via || !cseq || !via->has_cookie()) return NotAccepted{NotAccepted::Why::syntax};
    RequestKey key{via->branch, via->sent_by, request.method_text(), from.peer};
    if (request.method() == Method::ack) key.method = name_of(Method::invite);
    if (request.method() == Method::cancel) key.method = {};
    auto* const found = records_.find(key);
    if (request.method() == Method::cancel)
        return CancelRequest{found == nullptr ? std::nullopt : std::optional<TransactionId>(found->id())};
    if (request.method() == Method::ack) {
        if (found == nullptr) return on_stray_ack(request);
        auto const step = found->server.on_ack(values_);
        settle(*found);
        if (step.action == Action::pass_ack) return AckToForward{};
        return AckAbsorbed{found->id()};
    }
    if (found != nullptr) {
        bool const repeat = found->server.on_request().action == Action::send_response;
        return RepeatedRequest{found->id(), repeat && !found->last_response.empty()};
    }
    if (!has_room_for(from.peer)) return NotAccepted{NotAccepted::Why::full};
    auto& record = records_.create(request, key, top_via_parameters);
    record.source = from;
    arm(record, record.server.start(record.is_invite(), values_), now);
    return NewRequest{record.id()};
}

/// A peer may have as many transactions as there are places left: one alone half of the table, two a third each, and there is
/// always a place for the next one.
bool Layer::has_room_for(std::uint64_t peer) const {
    auto const live = records_.live();
    return live < limits_.transactions_max && records_.live_of(peer) < limits_.transactions_max - live;
}

/// An ACK without a transaction. The user agent made the To tag of a 2xx, so one with a tag of ours is not for a 2xx.
Arrival Layer::on_stray_ack(MessageView const& ack) const {
    auto const tag = to_tags_.of(ack);
    auto const to = address_of(ack, SingleHeader::to);
    if ((to && to->tag() == tag.view()) || refused_.has(tag)) return AckAbsorbed{};
    return AckToForward{};
}

void Layer::response_sent(TransactionId id, int status, std::string_view sent, sansio::Time now) {
    auto& answered = record(id);
    auto const step = answered.server.on_response(status, values_);
    if (step.action == Action::send_response) remember(answered, sent);
    arm(answered, step, now);
    settle(answered);
}

void Layer::respond(TransactionId id, int status, ResponseParts const& parts, sansio::ByteBuffer& out,
                    sansio::Time now) {
    auto& answered = record(id);
    auto const step = answered.server.on_response(status, values_);
    if (step.action == Action::send_response) {
        MessageView request;
        sansio::check(request.index(answered.kept.request()).has_value(), "a kept request is a whole head");
        auto const tag = to_tags_.of(request);
        auto filled = parts;
        if (filled.to_tag.empty()) filled.to_tag = tag.view();
        auto const before = out.size();
        sip::respond(request, status, filled, out);
        remember(answered, out.text().substr(before));
    }
    arm(answered, step, now);
    settle(answered);
}

void Layer::repeat_response(TransactionId id, sansio::ByteBuffer& out) const {
    out.append(record(id).last_response);
}

ToTag Layer::stateless_tag(MessageView const& request) {
    auto const tag = to_tags_.of(request);
    if (request.is_request() && request.method() == Method::invite) refused_.add(tag);
    return tag;
}

/// Keeps a response as long as a repeated request is answered with it.
void Layer::remember(Record& record, std::string_view sent) {
    if (record.server.on_request().action != Action::send_response) {
        record.last_response.clear();
    } else if (!sent.empty()) {
        record.last_response = sent;
    }
}

// ---- client side ----

std::string_view Layer::start_client(TransactionId id, Source to, sansio::Time now,
                                     std::uint32_t branch_second_part) {
    auto& started = record(id);
    sansio::check(started.server.waits(), "nothing is forwarded after a final response");
    ++started.attempt;
    started.branch = Branch(started.place, *random_, branch_second_part);
    started.client_peer = to.peer;
    started.cancel_sent = false;
    records_.link(started, to.connection);
    arm(started, started.client.start(started.is_invite(), values_), now);
    if (started.is_invite()) {
        started.timer_c_armed = now;
        arm(started, Timer::c, values_.timer_c, now);
    }
    return started.branch.view();
}

void Layer::keep_sent(TransactionId id, SentRequest const& sent) {
    record(id).kept.keep_sent(sent);
}

bool Layer::may_answer(Record const& record, Source from) {
    if (record.client_connection == from.connection) return true;
    return record.client_peer != 0 && record.client_peer == from.peer;
}

ResponseArrival Layer::on_response(MessageView const& response, Source from, sansio::Time now) {
    auto const via = top_via(response);
    auto const cseq = cseq_of(response);
    if (!via || !cseq) return {};
    auto* const found = records_.find_branch(via->branch);
    if (found == nullptr || !found->client.started() || !may_answer(*found, from)) return {};
    ResponseArrival arrival;
    arrival.id = found->id();
    // RFC 3261 §17.1.3: the answer to our CANCEL has the INVITE's branch and is told apart by its method alone.
    if (cseq->method == Method::cancel && found->is_invite()) return arrival;
    if (cseq->method != found->method) return {};
    auto const status = response.status();
    // RFC 4320 §4.2: a 408 for a non-INVITE goes no further. It is a final response all the same (RFC 3261 §17.1.2.2).
    bool const goes_no_further = status == 408 && !found->is_invite();
    auto const step = found->client.on_response(status, values_);
    bool const passed = step.action == Action::pass_response || step.action == Action::pass_and_acknowledge;
    arrival.acknowledge = step.action == Action::acknowledge || step.action == Action::pass_and_acknowledge;
    // RFC 3261 §16.7 step 5: a 2xx to an INVITE goes on whatever was answered before. RFC 4320 §4.1: no 1xx but 100, and
    // 100 never goes further than one hop.
    bool const provisional = status < 200;
    bool const wanted = found->server.waits() || (found->is_invite() && is_success(status));
    arrival.pass =
        passed && wanted && status != 100 && !goes_no_further && (!provisional || found->is_invite());
    if (provisional && found->is_invite() && passed) {
        if (status != 100) restart_timer_c(*found, now);
        if (found->cancel_wanted && !found->cancel_sent) {
            arrival.cancel = found->cancel_sent = true;
            arm(*found, Timer::cancelled, values_.t1_64(), now);
        }
    }
    on_client_step(*found, step, now);
    return arrival;
}

CancelAdvice Layer::cancel(TransactionId id, sansio::Time now, std::string_view reasons) {
    auto& cancelled = record(id);
    if (!cancelled.is_invite()) return CancelAdvice::nothing;
    if (!std::exchange(cancelled.cancel_wanted, true)) cancelled.cancel_reasons = reasons;
    if (!cancelled.client.waits())
        return cancelled.server.waits() ? CancelAdvice::answer : CancelAdvice::nothing;
    // One CANCEL is under way; the answer to the INVITE is still to come from downstream.
    if (cancelled.cancel_sent) return CancelAdvice::wait;
    // RFC 3261 §9.1: not before a provisional response.
    if (!cancelled.client.is_proceeding()) return CancelAdvice::wait;
    cancelled.cancel_sent = true;
    arm(cancelled, Timer::cancelled, values_.t1_64(), now);
    return CancelAdvice::send;
}

void Layer::write_cancel(TransactionId id, sansio::ByteBuffer& out) {
    auto& cancelled = record(id);
    write_follow_up(Method::cancel, cancelled.kept, {}, cancelled.cancel_reasons, out);
    cancelled.cancel_reasons = {};
}

void Layer::write_ack(TransactionId id, MessageView const& response, sansio::ByteBuffer& out) const {
    auto const to = response.single(SingleHeader::to).value_or(std::string_view{});
    write_follow_up(Method::ack, record(id).kept, to, {}, out);
}

void Layer::connection_lost(sansio::ConnectionId connection, sansio::Time now) {
    while (auto* const lost = records_.first_on(connection)) {
        records_.unlink(*lost);
        on_client_step(*lost, lost->client.on_transport_failure(), now);
    }
    records_.forget(connection);
}

/// What the client's machine wants, and whether the whole is over by now.
void Layer::on_client_step(Record& record, Step const& step, sansio::Time now) {
    arm(record, step, now);
    if (!record.client.waits()) records_.unlink(record);
    if (record.server.waits()) {
        if (step.action == Action::report_failure) emit(Kind::client_failed, record);
        // RFC 4320 §4.2: no 408 to another request. Its own end is the server side's, which began no later (Timer::late).
        if (step.action == Action::report_timeout && record.is_invite()) emit(Kind::client_timed_out, record);
    }
    settle(record);
}

void Layer::on_server_step(Record& record, Step const& step, sansio::Time now) {
    arm(record, step, now);
    // A BENOTIFY has no response of any kind (facts/wire.md §8, P12).
    if (step.action == Action::send_trying && record.method != Method::benotify)
        emit(Kind::trying_due, record);
    if (step.action == Action::report_timeout && !record.is_invite()) {
        emit(Kind::silence, record);
        record.client.on_transport_failure();
        records_.unlink(record);
    }
    settle(record);
}

// ---- time ----

void Layer::arm(Record const& record, Step const& step, sansio::Time now) {
    for (std::uint8_t i = 0; i < step.timers; ++i) arm(record, step.armed[i].timer, step.armed[i].wait, now);
}

void Layer::arm(Record const& record, Timer timer, sansio::Duration wait, sansio::Time now) {
    timers_.arm({record.place, record.generation, timer, record.attempt}, wait, now);
}

void Layer::restart_timer_c(Record& record, sansio::Time now) {
    // A flood of 1xx arms no more than one timer in 1/181 of the time; the default then still waits 3 minutes at least.
    if (now - record.timer_c_armed < values_.timer_c / 181) return;
    record.timer_c_armed = now;
    arm(record, Timer::c, values_.timer_c, now);
}

void Layer::expire(sansio::Time now) {
    while (auto const due = timers_.take(now)) {
        auto* const owner = records_.find(due->place, due->generation);
        if (owner == nullptr || owner->ending) continue;
        if (is_client_timer(due->timer) && due->attempt != owner->attempt) continue;
        on_timer(*owner, due->timer, now);
    }
}

void Layer::on_timer(Record& record, Timer timer, sansio::Time now) {
    if (timer == Timer::c) {
        bool const current = now - record.timer_c_armed >= values_.timer_c;
        if (current && record.client.is_proceeding()) emit(Kind::timer_c, record);
    } else if (timer == Timer::cancelled) {
        if (!record.client.waits()) return;
        record.client.on_transport_failure();
        on_client_step(record, {Action::report_timeout}, now);
    } else if (is_client_timer(timer)) {
        on_client_step(record, record.client.on_timer(timer, values_), now);
    } else {
        on_server_step(record, record.server.on_timer(timer, values_), now);
    }
}

std::optional<sansio::Time> Layer::next_deadline() const {
    return timers_.next();
}

/// Ends the transaction when neither side needs it any more.
void Layer::settle(Record& record) {
    if (record.ending || !record.server.over() || record.client.waits()) return;
    record.ending = true;
    records_.unindex(record);
    emit(Kind::terminated, record);
}

void Layer::emit(Kind kind, Record const& record) {
    events_.push_back({kind, record.id(), record.note});
}

std::optional<TransactionEvent> Layer::poll_event() {
    if (events_polled_ == events_.size()) {
        events_.clear();
        events_polled_ = 0;
        timers_.prune([this](TimerEntry const& entry) {
            return records_.find(entry.place, entry.generation) == nullptr;
        });
        return std::nullopt;
    }
    auto event = events_[events_polled_++];
    auto& of = record(event.id);
    event.note = of.note;
    if (event.kind == Kind::terminated) records_.release(of);
    return event;
}

// ---- what is known of one ----

bool Layer::alive(TransactionId id) const {
    return const_cast<Records&>(records_).find(id) != nullptr;
}
Method Layer::method(TransactionId id) const {
    return record(id).method;
}
Source Layer::source(TransactionId id) const {
    return record(id).source;
}

std::optional<sansio::ConnectionId> Layer::client_connection(TransactionId id) const {
    if (!record(id).client.started()) return std::nullopt;
    return record(id).client_connection;
}

std::vector<TransactionId> Layer::unanswered_invites() const {
    std::vector<TransactionId> ids;
    records_.for_each([&ids](Record const& each) {
        if (!each.ending && each.is_invite() && each.server.waits()) ids.push_back(each.id());
    });
    return ids;
}

bool Layer::answered(TransactionId id) const {
    return !record(id).server.waits();
}
bool Layer::cancelled(TransactionId id) const {
    return record(id).cancel_wanted;
}
std::uint64_t& Layer::note(TransactionId id) {
    return record(id).note;
}

}  // namespace sip::transaction
