// What a transaction machine answers to each input: what to do, and which timers to arm. The layer has the bytes.
#pragma once
#include <array>
#include <cstdint>

#include "edge/sip/transaction/timer_values.hpp"

namespace sip::transaction {

enum class Action : std::uint8_t {
    none,
    send_request,          // client: (again) to the transport
    pass_response,         // client: to the transaction user
    acknowledge,           // client: ACK for a non-2xx that is a repetition
    pass_and_acknowledge,  // client: the first non-2xx
    report_timeout,        // to the transaction user
    report_failure,        // to the transaction user: the transport failed
    pass_request,          // server: to the transaction user
    pass_ack,              // server: an ACK in Accepted goes on (RFC 6026 §7.1)
    send_response,         // server: (again) to the transport
    send_trying,           // server: 100, the user was silent for too long
};

/// At most two timers are armed by one input.
struct Step {
    Action action = Action::none;
    std::array<Arming, 2> armed{};
    std::uint8_t timers = 0;

    Step& arm(Timer timer, sansio::Duration wait) {
        armed[timers++] = {timer, wait};
        return *this;
    }
    bool operator==(Step const&) const = default;
};

}  // namespace sip::transaction
