// The durations of RFC 3261 §17 (table in Appendix A), a setting so that a loopback run can scale them.
#pragma once
#include <cstdint>

#include "sansio/time.hpp"

namespace sip::transaction {

struct TimerValues {
    sansio::Duration t1 = std::chrono::milliseconds{500};
    sansio::Duration t2 = std::chrono::seconds{4};
    sansio::Duration t4 = std::chrono::seconds{5};
    sansio::Duration trying_after = std::chrono::milliseconds{200};  // 100 Trying, RFC 3261 §17.2.1
    sansio::Duration timer_c = std::chrono::seconds{181};  // more than 3 minutes, RFC 3261 §16.6 step 11
    sansio::Duration timer_d =
        std::chrono::seconds{32};  // not 64*T1: the other side's T1 is not known, §17.1.1.2
    bool reliable = true;          // TCP, TLS: nothing is repeated, D I J K are 0

    sansio::Duration t1_64() const { return 64 * t1; }
    /// How long it takes Timer E to be reset to T2: the 100 to a non-INVITE is due then (RFC 4320 §4.1); 3.5 s.
    sansio::Duration e_at_t2() const {
        auto wait = t1;
        auto elapsed = t1;
        while (2 * wait < t2) {
            wait *= 2;
            elapsed += wait;
        }
        return elapsed;
    }
};

/// The letters of RFC 3261 Appendix A and RFC 6026 (L, M); `trying`: a 100 is due (RFC 3261 §17.2.1, RFC 4320 §4.1); `late`: who
/// sent a non-INVITE has given it up (RFC 4320 §4.2); `cancelled`: how long a final response is awaited after a CANCEL
/// (RFC 3261 §9.1).
enum class Timer : std::uint8_t { a, b, c, d, e, f, g, h, i, j, k, l, m, trying, late, cancelled };

/// True for the timers of a client side.
constexpr bool is_client_timer(Timer timer) {
    switch (timer) {
        case Timer::a:
        case Timer::b:
        case Timer::c:
        case Timer::d:
        case Timer::e:
        case Timer::f:
        case Timer::k:
        case Timer::m:
        case Timer::cancelled:
            return true;
        default:
            return false;
    }
}

/// A timer that a machine wants; the layer arms it. One that no longer matters comes back and is ignored by its state.
struct Arming {
    Timer timer = Timer::a;
    sansio::Duration wait{};
    bool operator==(Arming const&) const = default;
};

}  // namespace sip::transaction
