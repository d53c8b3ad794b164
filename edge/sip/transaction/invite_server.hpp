// INVITE server transaction (RFC 3261 §17.2.1 as changed by RFC 6026 §8.7).
#pragma once
#include "edge/sip/transaction/step.hpp"

namespace sip::transaction {

class InviteServer {
public:
    enum class State : std::uint8_t { idle, proceeding, completed, confirmed, accepted, terminated };

    Step start(TimerValues const& values);
    /// The INVITE again.
    Step on_request();
    Step on_ack(TimerValues const& values);
    /// The transaction user sends a response.
    Step on_response(int status, TimerValues const& values);
    Step on_timer(Timer timer, TimerValues const& values);
    State state() const { return state_; }
    /// No final response was sent.
    bool waits() const { return state_ == State::proceeding; }

private:
    State state_ = State::idle;
    bool responded_ = false;  // anything, a 100 included
    sansio::Duration repeat_after_{};
};

}  // namespace sip::transaction
