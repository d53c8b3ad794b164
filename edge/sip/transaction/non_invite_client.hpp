// Non-INVITE client transaction (RFC 3261 §17.1.2; what its timeout means: RFC 4320 §4.2).
#pragma once
#include "edge/sip/transaction/step.hpp"

namespace sip::transaction {

class NonInviteClient {
public:
    enum class State : std::uint8_t { idle, trying, proceeding, completed, terminated };

    Step start(TimerValues const& values);
    Step on_response(int status, TimerValues const& values);
    Step on_timer(Timer timer, TimerValues const& values);
    Step on_transport_failure();
    State state() const { return state_; }
    bool waits() const { return state_ == State::trying || state_ == State::proceeding; }

private:
    State state_ = State::idle;
    sansio::Duration repeat_after_{};
};

}  // namespace sip::transaction
