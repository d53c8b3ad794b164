// Non-INVITE server transaction (RFC 3261 §17.2.2; when and by what it may be answered: RFC 4320).
#pragma once
#include "edge/sip/transaction/step.hpp"

namespace sip::transaction {

class NonInviteServer {
public:
    enum class State : std::uint8_t { idle, trying, proceeding, completed, terminated };

    Step start(TimerValues const& values);
    /// The request again.
    Step on_request();
    /// What RFC 4320 §4.1 forbids is not sent, Action::none: a provisional response other than 100, and over an unreliable
    /// transport a 100 before Timer::trying.
    Step on_response(int status, TimerValues const& values);
    Step on_timer(Timer timer);
    State state() const { return state_; }
    /// No final response was sent.
    bool waits() const { return state_ == State::trying || state_ == State::proceeding; }

private:
    State state_ = State::idle;
    bool trying_due_ = false;
};

}  // namespace sip::transaction
