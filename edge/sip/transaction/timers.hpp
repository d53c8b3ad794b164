// All timers of the layer: one FIFO for each duration in use, which are a handful (style.md §2.2).
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "edge/sip/transaction/timer_values.hpp"
#include "sansio/fifo_timers.hpp"

namespace sip::transaction {

struct TimerEntry {
    std::uint32_t place;
    std::uint32_t generation;
    Timer timer;
    std::uint8_t attempt;
};

class Timers {
public:
    void arm(TimerEntry const& entry, sansio::Duration wait, sansio::Time now) {
        queue_of(wait).arm(entry, now);
    }

    /// The next entry that is due, the earliest first.
    std::optional<TimerEntry> take(sansio::Time now) {
        auto* const earliest = earliest_queue();
        return earliest == nullptr ? std::nullopt : earliest->take(now);
    }
    /// Forgets entries at the fronts that nobody waits for, and all of them when they have become many: one that lives long
    /// must not keep the thousands behind it.
    template <class Stale>
    void prune(Stale stale) {
        for (auto& [queue, sweep_at] : queues_) {
            queue.drop_front_while(stale);
            if (queue.size() < sweep_at) continue;
            queue.drop_if(stale);
            sweep_at = std::max(sweep_min, 2 * queue.size());
        }
    }
    /// Entries of all queues, stale ones included.
    std::size_t size() const {
        std::size_t total = 0;
        for (auto const& one : queues_) total += one.queue.size();
        return total;
    }
    std::optional<sansio::Time> next() const {
        std::optional<sansio::Time> earliest;
        for (auto const& [queue, sweep_at] : queues_)
            if (auto const due = queue.next(); due && (!earliest || *due < *earliest)) earliest = due;
        return earliest;
    }

private:
    static constexpr std::size_t sweep_min = 4096;
    using Queue = sansio::FifoTimers<TimerEntry>;
    struct Swept {
        Queue queue;
        std::size_t sweep_at = sweep_min;
    };

    Queue& queue_of(sansio::Duration wait) {
        for (auto& [queue, sweep_at] : queues_)
            if (queue.wait() == wait) return queue;
        return queues_.emplace_back(Swept{Queue(wait)}).queue;
    }
    Queue* earliest_queue() {
        Queue* earliest = nullptr;
        for (auto& [queue, sweep_at] : queues_)
            if (queue.next() && (earliest == nullptr || *queue.next() < *earliest->next())) earliest = &queue;
        return earliest;
    }

    std::vector<Swept> queues_;
};

}  // namespace sip::transaction
