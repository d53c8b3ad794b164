#include "edge/sip/transaction/layer.hpp"

#include "edge/sip/cseq.hpp"
#include "edge/sip/via.hpp"
#include "sansio/check.hpp"

namespace sip::transaction {

namespace {

using Kind = TransactionEvent::Kind;

constexpr std::size_t to_tag_digits = 12;

bool is_success(int status) {
    return status >= 200 && status < 300;
}

}  // namespace

Layer::Layer(TimerValues const& values, sansio::Random& random, LayerLimits limits)
    : values_(values), random_(&random), limits_(limits), records_(random.next()) {
    sansio::check(values.reliable, "the layer serves reliable transports");
}

// ---- server side ----

Arrival Layer::on_request(MessageView const& request, Source from, std::string_view top_via_parameters,
                          sansio::Time now) {
    auto const via = top_via(request);
    auto const cseq = cseq_of(request);
    if (!via || !cseq || !via->has_cookie()) return NotAccepted{NotAccepted::Why::syntax};
    bool const of_invite = request.method() == Method::ack || request.method() == Method::cancel;
    auto const method = of_invite ? name_of(Method::invite) : request.method_text();
    RequestKey const key{via->branch, via->sent_by, method, from.peer};
    auto* const found = records_.find(key);
    if (request.method() == Method::cancel)
        return CancelRequest{found == nullptr ? std::nullopt : std::optional<TransactionId>(found->id())};
    if (request.method() == Method::ack) {
        if (found == nullptr) return AckToForward{};
        auto const step = found->server.on_ack(values_);
        settle(*found);
        if (step.action == Action::pass_ack) return AckToForward{};
        return AckAbsorbed{found->id()};
    }
    if (found != nullptr) {
        bool const repeat = found->server.on_request().action == Action::send_response;
        return RepeatedRequest{found->id(), repeat ? found->last_own_status : 0};
    }
    if (records_.live() >= limits_.transactions_max) return NotAccepted{NotAccepted::Why::full};
    auto& record = records_.create(key);
    record.method = request.method();
    record.source = from;
    keep_request(request, top_via_parameters, record.kept);
    arm(record, record.server.start(record.is_invite(), values_), now);
    return NewRequest{record.id()};
}

void Layer::response_sent(TransactionId id, int status, sansio::Time now) {
    answer(record(id), status, false, now);
}

void Layer::respond(TransactionId id, int status, ResponseParts const& parts, sansio::ByteBuffer& out,
                    sansio::Time now) {
    auto& answered = record(id);
    if (!parts.to_tag.empty()) answered.to_tag = parts.to_tag;
    if (answered.to_tag.empty()) answered.to_tag = random_->hex(to_tag_digits);
    MessageView request;
    sansio::check(request.index(answered.kept).has_value(), "a kept request is a whole head");
    auto filled = parts;
    filled.to_tag = answered.to_tag;
    sip::respond(request, status, filled, out);
    answer(answered, status, true, now);
}

void Layer::answer(Record& record, int status, bool own, sansio::Time now) {
    record.last_own_status = own ? status : 0;
    arm(record, record.server.on_response(status, values_), now);
    settle(record);
}

// ---- client side ----

std::string_view Layer::start_client(TransactionId id, sansio::ConnectionId to, sansio::Time now) {
    auto& started = record(id);
    sansio::check(started.server.waits(), "nothing is forwarded after a final response");
    ++started.attempt;
    started.branch = Branch(started.place, *random_);
    started.cancel_sent = false;
    records_.link(started, to);
    arm(started, started.client.start(started.is_invite(), values_), now);
    if (started.is_invite()) {
        started.timer_c_armed = now;
        arm(started, Timer::c, values_.timer_c, now);
    }
    return started.branch.view();
}

void Layer::keep_sent(TransactionId id, SentRequest const& sent) {
    auto& kept = record(id);
    kept.sent_uri = sent.request_uri;
    kept.sent_via = sent.via;
    kept.sent_routes = sent.routes;
}

ResponseArrival Layer::on_response(MessageView const& response, sansio::ConnectionId from, sansio::Time now) {
    auto const via = top_via(response);
    auto const cseq = cseq_of(response);
    if (!via || !cseq) return {};
    auto* const found = records_.find_branch(via->branch);
    if (found == nullptr || !found->client.started() || found->client_connection != from) return {};
    ResponseArrival arrival;
    arrival.id = found->id();
    // RFC 3261 §17.1.3: the answer to our CANCEL has the INVITE's branch and is told apart by its method alone.
    if (cseq->method == Method::cancel && found->is_invite()) return arrival;
    if (cseq->method != found->method) return {};
    auto const status = response.status();
    // RFC 4320 §4.2: a 408 for a non-INVITE goes no further, so it is as if nothing had come.
    if (status == 408 && !found->is_invite()) return {};
    auto const step = found->client.on_response(status, values_);
    bool const passed = step.action == Action::pass_response || step.action == Action::pass_and_acknowledge;
    arrival.acknowledge = step.action == Action::acknowledge || step.action == Action::pass_and_acknowledge;
    // RFC 3261 §16.7 step 5: a 2xx to an INVITE goes on whatever was answered before. RFC 4320 §4.1: no 1xx but 100, and
    // 100 never goes further than one hop.
    bool const provisional = status < 200;
    bool const wanted = found->server.waits() || (found->is_invite() && is_success(status));
    arrival.pass = passed && wanted && status != 100 && (!provisional || found->is_invite());
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

CancelAdvice Layer::cancel(TransactionId id, sansio::Time now) {
    auto& cancelled = record(id);
    if (!cancelled.is_invite() || !cancelled.client.waits()) return CancelAdvice::late;
    // One CANCEL is under way; the answer to the INVITE is still to come from downstream.
    if (cancelled.cancel_sent) return CancelAdvice::wait;
    cancelled.cancel_wanted = true;
    // RFC 3261 §9.1: not before a provisional response.
    if (!cancelled.client.is_proceeding()) return CancelAdvice::wait;
    cancelled.cancel_sent = true;
    arm(cancelled, Timer::cancelled, values_.t1_64(), now);
    return CancelAdvice::send;
}

void Layer::write_cancel(TransactionId id, sansio::ByteBuffer& out) const {
    auto const& of = record(id);
    write_follow_up(Method::cancel, of.kept, {of.sent_uri, of.sent_via, of.sent_routes}, {}, out);
}

void Layer::write_ack(TransactionId id, MessageView const& response, sansio::ByteBuffer& out) const {
    auto const& of = record(id);
    auto const to = response.single(SingleHeader::to).value_or(std::string_view{});
    write_follow_up(Method::ack, of.kept, {of.sent_uri, of.sent_via, of.sent_routes}, to, out);
}

void Layer::connection_lost(sansio::ConnectionId connection, sansio::Time now) {
    while (auto* const lost = records_.first_on(connection)) {
        records_.unlink(*lost);
        on_client_step(*lost, lost->client.on_transport_failure(), now);
    }
    records_.forget(connection);
}

void Layer::client_failed(TransactionId id, sansio::Time now) {
    auto& failed = record(id);
    records_.unlink(failed);
    on_client_step(failed, failed.client.on_transport_failure(), now);
}

/// What the client's machine wants, and whether the whole is over by now.
void Layer::on_client_step(Record& record, Step const& step, sansio::Time now) {
    arm(record, step, now);
    if (!record.client.waits()) records_.unlink(record);
    if (record.server.waits()) {
        if (step.action == Action::report_failure) emit(Kind::client_failed, record);
        if (step.action == Action::report_timeout && record.is_invite()) emit(Kind::client_timed_out, record);
        if (step.action == Action::report_timeout && !record.is_invite()) {
            // RFC 4320 §4.2: no 408; the other side's own Timer F tells it, so nothing is left to do here.
            emit(Kind::silence, record);
            record.server.on_transport_failure();
        }
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
        auto const step = record.server.on_timer(timer, values_);
        arm(record, step, now);
        if (step.action == Action::send_trying) emit(Kind::trying_due, record);
        settle(record);
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

bool Layer::answered(TransactionId id) const {
    return !record(id).server.waits();
}
std::string_view Layer::kept_request(TransactionId id) const {
    return record(id).kept;
}
std::uint64_t& Layer::note(TransactionId id) {
    return record(id).note;
}

}  // namespace sip::transaction
