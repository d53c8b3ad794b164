#include "edge/sip/transaction/non_invite_client.hpp"

#include <algorithm>

namespace sip::transaction {

Step NonInviteClient::start(TimerValues const& values) {
    state_ = State::trying;
    repeat_after_ = values.t1;
    Step step{Action::send_request};
    step.arm(Timer::f, values.t1_64());
    if (!values.reliable) step.arm(Timer::e, repeat_after_);
    return step;
}

Step NonInviteClient::on_response(int status, TimerValues const& values) {
    if (!waits()) return {};
    if (status < 200) {
        state_ = State::proceeding;
        return {Action::pass_response};
    }
    if (values.reliable) {
        state_ = State::terminated;  // Timer K is zero
        return {Action::pass_response};
    }
    state_ = State::completed;
    return Step{Action::pass_response}.arm(Timer::k, values.t4);
}

Step NonInviteClient::on_timer(Timer timer, TimerValues const& values) {
    if (timer == Timer::e && waits()) {
        // RFC 3261 §17.1.2.2: Trying doubles the interval up to T2; Proceeding always waits T2.
        repeat_after_ = state_ == State::proceeding ? values.t2 : std::min(2 * repeat_after_, values.t2);
        return Step{Action::send_request}.arm(Timer::e, repeat_after_);
    }
    if (timer == Timer::f && waits()) {
        state_ = State::terminated;
        return {Action::report_timeout};
    }
    if (timer == Timer::k && state_ == State::completed) state_ = State::terminated;
    return {};
}

Step NonInviteClient::on_transport_failure() {
    if (!waits()) return {};
    state_ = State::terminated;
    return {Action::report_failure};
}

}  // namespace sip::transaction
