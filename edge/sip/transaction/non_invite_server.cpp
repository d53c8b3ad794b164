#include "edge/sip/transaction/non_invite_server.hpp"

namespace sip::transaction {

Step NonInviteServer::start(TimerValues const& values) {
    state_ = State::trying;
    trying_due_ = false;
    return Step{Action::pass_request}.arm(Timer::trying, values.e_at_t2()).arm(Timer::late, values.t1_64());
}

Step NonInviteServer::on_request() {
    return {state_ == State::proceeding || state_ == State::completed ? Action::send_response : Action::none};
}

Step NonInviteServer::on_response(int status, TimerValues const& values) {
    if (!waits()) return {};
    // RFC 4320 §4.2: by the time that a 408 means something, it is of no use to anybody.
    if (status == 408) return {};
    if (status < 200) {
        bool const too_early = !values.reliable && !trying_due_;
        if (status != 100 || too_early) return {};
        state_ = State::proceeding;
        return {Action::send_response};
    }
    if (values.reliable) {
        state_ = State::terminated;  // Timer J is zero
        return {Action::send_response};
    }
    state_ = State::completed;
    return Step{Action::send_response}.arm(Timer::j, values.t1_64());
}

Step NonInviteServer::on_timer(Timer timer) {
    if (timer == Timer::trying && state_ == State::trying) {
        trying_due_ = true;
        return {Action::send_trying};
    }
    if (timer == Timer::late && waits()) {
        state_ = State::terminated;
        return {Action::report_timeout};
    }
    if (timer == Timer::j && state_ == State::completed) state_ = State::terminated;
    return {};
}

}  // namespace sip::transaction
