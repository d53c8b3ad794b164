#include "edge/sip/transaction/non_invite_server.hpp"

namespace sip::transaction {

Step NonInviteServer::start() {
    state_ = State::trying;
    return {Action::pass_request};
}

Step NonInviteServer::on_request() {
    return {state_ == State::proceeding || state_ == State::completed ? Action::send_response : Action::none};
}

Step NonInviteServer::on_response(int status, TimerValues const& values) {
    if (!waits()) return {};
    if (status < 200) {
        // RFC 4320 §4.1: no provisional response but 100 may answer a request other than INVITE.
        if (status != 100) return {};
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
    if (timer == Timer::j && state_ == State::completed) state_ = State::terminated;
    return {};
}

Step NonInviteServer::on_transport_failure() {
    state_ = State::terminated;
    return {Action::report_failure};
}

}  // namespace sip::transaction
