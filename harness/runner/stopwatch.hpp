// The real clock, for what is true of this day and machine only: timings and progress. Nothing that judges looks at it.
#pragma once
#include <string>

#include "sansio/time.hpp"

namespace runner {

class Stopwatch {
public:
    Stopwatch();
    sansio::Duration elapsed() const;

private:
    std::int64_t start_;  // steady clock, microseconds
};

/// The real calendar, ISO 8601 in UTC.
std::string calendar_now();

}  // namespace runner
