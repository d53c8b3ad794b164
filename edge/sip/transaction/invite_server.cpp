#include "edge/sip/transaction/invite_server.hpp"

#include <algorithm>

namespace sip::transaction {

Step InviteServer::start(TimerValues const& values) {
    state_ = State::proceeding;
    return Step{Action::pass_request}.arm(Timer::trying, values.trying_after);
}

Step InviteServer::on_request() {
    if (state_ == State::proceeding) return {responded_ ? Action::send_response : Action::none};
    if (state_ == State::completed) return {Action::send_response};
    // RFC 6026 §7.1: in Accepted the INVITE is absorbed; the user sends its 2xx again by itself.
    return {};
}

Step InviteServer::on_ack(TimerValues const& values) {
    if (state_ == State::accepted) return {Action::pass_ack};
    if (state_ != State::completed) return {};
    if (values.reliable) {
        state_ = State::terminated;  // Timer I is zero
        return {};
    }
    state_ = State::confirmed;
    return Step{}.arm(Timer::i, values.t4);
}

Step InviteServer::on_response(int status, TimerValues const& values) {
    if (state_ == State::accepted && status >= 200 && status < 300) return {Action::send_response};
    if (state_ != State::proceeding) return {};
    responded_ = true;
    if (status < 200) return {Action::send_response};
    if (status < 300) {
        state_ = State::accepted;
        return Step{Action::send_response}.arm(Timer::l, values.t1_64());
    }
    state_ = State::completed;
    Step step{Action::send_response};
    step.arm(Timer::h, values.t1_64());
    repeat_after_ = values.t1;
    if (!values.reliable) step.arm(Timer::g, repeat_after_);
    return step;
}

Step InviteServer::on_timer(Timer timer, TimerValues const& values) {
    if (timer == Timer::trying && state_ == State::proceeding && !responded_) {
        responded_ = true;
        return {Action::send_trying};
    }
    if (timer == Timer::g && state_ == State::completed) {
        repeat_after_ = std::min(2 * repeat_after_, values.t2);
        return Step{Action::send_response}.arm(Timer::g, repeat_after_);
    }
    if (timer == Timer::h && state_ == State::completed) {
        state_ = State::terminated;
        return {Action::report_timeout};
    }
    bool const over =
        (timer == Timer::i && state_ == State::confirmed) || (timer == Timer::l && state_ == State::accepted);
    if (over) state_ = State::terminated;
    return {};
}

}  // namespace sip::transaction
