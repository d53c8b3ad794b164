#include "harness/runner/stopwatch.hpp"

#include "sansio/wall_time.hpp"

namespace runner {
namespace {

std::int64_t steady_microseconds() {
    auto const now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

}  // namespace

Stopwatch::Stopwatch() : start_(steady_microseconds()) {}

sansio::Duration Stopwatch::elapsed() const {
    return sansio::Duration(steady_microseconds() - start_);
}

std::string calendar_now() {
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    return sansio::to_string(sansio::WallTime(std::chrono::duration_cast<sansio::WallClock::duration>(now)));
}

}  // namespace runner
