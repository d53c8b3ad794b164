#include "edge/sip/transaction/invite_client.hpp"

namespace sip::transaction {

Step InviteClient::start(TimerValues const& values) {
    state_ = State::calling;
    repeat_after_ = values.t1;
    Step step{Action::send_request};
    step.arm(Timer::b, values.t1_64());
    if (!values.reliable) step.arm(Timer::a, repeat_after_);
    return step;
}

Step InviteClient::on_response(int status, TimerValues const& values) {
    bool const success = status >= 200 && status < 300;
    if (waits()) {
        if (status < 200) {
            state_ = State::proceeding;
            return {Action::pass_response};
        }
        if (success) {
            // RFC 6026 §8.4: Accepted keeps the transaction for the 2xx that forks and repetitions bring.
            state_ = State::accepted;
            return Step{Action::pass_response}.arm(Timer::m, values.t1_64());
        }
        if (values.reliable) {
            // Timer D is zero, so Completed is left at once (RFC 3261 §17.1.1.2).
            state_ = State::terminated;
            return {Action::pass_and_acknowledge};
        }
        state_ = State::completed;
        return Step{Action::pass_and_acknowledge}.arm(Timer::d, values.timer_d);
    }
    if (state_ == State::completed && status >= 300) return {Action::acknowledge};
    if (state_ == State::accepted && success) return {Action::pass_response};
    return {};
}

Step InviteClient::on_timer(Timer timer, TimerValues const& /*values*/) {
    if (timer == Timer::a && state_ == State::calling) {
        repeat_after_ *= 2;
        return Step{Action::send_request}.arm(Timer::a, repeat_after_);
    }
    if (timer == Timer::b && state_ == State::calling) {
        state_ = State::terminated;
        return {Action::report_timeout};
    }
    bool const over =
        (timer == Timer::d && state_ == State::completed) || (timer == Timer::m && state_ == State::accepted);
    if (over) state_ = State::terminated;
    return {};
}

Step InviteClient::on_transport_failure() {
    bool const reported = waits() || state_ == State::completed;
    // In Accepted nothing is owed to the transport, which may be another one by the next 2xx.
    if (reported) state_ = State::terminated;
    return {reported ? Action::report_failure : Action::none};
}

}  // namespace sip::transaction
