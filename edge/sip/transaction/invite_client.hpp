// INVITE client transaction (RFC 3261 §17.1.1 as changed by RFC 6026 §8.4).
#pragma once
#include "edge/sip/transaction/step.hpp"

namespace sip::transaction {

class InviteClient {
public:
    enum class State : std::uint8_t { idle, calling, proceeding, completed, accepted, terminated };

    Step start(TimerValues const& values);
    Step on_response(int status, TimerValues const& values);
    Step on_timer(Timer timer, TimerValues const& values);
    Step on_transport_failure();
    State state() const { return state_; }
    /// No final response has come.
    bool waits() const { return state_ == State::calling || state_ == State::proceeding; }

private:
    State state_ = State::idle;
    sansio::Duration repeat_after_{};
};

}  // namespace sip::transaction
