// Non-INVITE server transaction (RFC 3261 §17.2.2; which provisional responses may be sent: RFC 4320 §4.1).
#pragma once
#include "edge/sip/transaction/step.hpp"

namespace sip::transaction {

class NonInviteServer {
public:
    enum class State : std::uint8_t { idle, trying, proceeding, completed, terminated };

    Step start();
    Step on_request();
    /// A provisional response other than 100 is not sent (RFC 4320 §4.1): Action::none.
    Step on_response(int status, TimerValues const& values);
    Step on_timer(Timer timer);
    Step on_transport_failure();
    State state() const { return state_; }
    bool waits() const { return state_ == State::trying || state_ == State::proceeding; }

private:
    State state_ = State::idle;
};

}  // namespace sip::transaction
