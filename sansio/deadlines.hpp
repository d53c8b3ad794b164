// One optional deadline per value of an enum whose last value is `count`: the named timers of one machine.
#pragma once
#include <array>
#include <cstddef>
#include <optional>

#include "sansio/time.hpp"

namespace sansio {

/// `Timer` is an enum class that ends with `count`. Timers carry the RFC's letters: Deadlines<Timer>::start(Timer::e, …).
template <class Timer>
class Deadlines {
public:
    void start(Timer timer, Time due) { due_[index(timer)] = due; }
    void stop(Timer timer) { due_[index(timer)].reset(); }
    void stop_all() { due_.fill(std::nullopt); }
    bool running(Timer timer) const { return due_[index(timer)].has_value(); }
    /// True once for a timer that is due, and stops it.
    bool take(Timer timer, Time now) {
        auto& due = due_[index(timer)];
        if (!due || *due > now) return false;
        due.reset();
        return true;
    }
    /// The earliest deadline, if any runs.
    std::optional<Time> next() const {
        std::optional<Time> earliest;
        for (auto const& due : due_)
            if (due && (!earliest || *due < *earliest)) earliest = due;
        return earliest;
    }

private:
    static constexpr std::size_t index(Timer timer) { return static_cast<std::size_t>(timer); }
    std::array<std::optional<Time>, static_cast<std::size_t>(Timer::count)> due_;
};

}  // namespace sansio
