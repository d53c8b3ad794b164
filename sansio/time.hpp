// Time as a core knows it: no clock here has a now(), so asking for the time does not compile (design.md §1).
#pragma once
#include <chrono>
#include <cstdint>

namespace sansio {

/// The time a core lives in, counted from an origin that its driver chose. A core learns it from its caller.
struct Clock {
    using duration = std::chrono::microseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<Clock>;
    static constexpr bool is_steady = true;
};
using Duration = Clock::duration;
using Time = Clock::time_point;

/// The calendar: microseconds since 1970-01-01T00:00:00Z without leap seconds. Given by the driver, movable in a run.
struct WallClock {
    using duration = std::chrono::microseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<WallClock>;
    static constexpr bool is_steady = false;
};
using WallTime = WallClock::time_point;

}  // namespace sansio
