// Timers of one duration: what was armed first expires first, so arming and expiring are O(1) (style.md §2.2).
#pragma once
#include <deque>
#include <optional>

#include "sansio/check.hpp"
#include "sansio/time.hpp"

namespace sansio {

/// A queue of entries that all wait for the same duration. A cancelled entry stays in the queue; its owner
/// knows by a generation number inside `Entry` that it no longer counts and ignores it when it is taken.
template <class Entry>
class FifoTimers {
public:
    explicit FifoTimers(Duration wait) : wait_(wait) {}

    /// Arms `entry` for now + wait. `now` never goes backwards.
    void arm(Entry entry, Time now) {
        check(queue_.empty() || queue_.back().due <= now + wait_, "time does not go backwards");
        queue_.push_back({now + wait_, std::move(entry)});
    }
    /// The next entry that is due, oldest first; nothing when none is.
    std::optional<Entry> take(Time now) {
        if (queue_.empty() || queue_.front().due > now) return std::nullopt;
        std::optional<Entry> entry(std::move(queue_.front().entry));
        queue_.pop_front();
        return entry;
    }
    /// The entry that was armed first, due or not; nothing when there is none.
    std::optional<Entry> take_oldest() {
        if (queue_.empty()) return std::nullopt;
        std::optional<Entry> entry(std::move(queue_.front().entry));
        queue_.pop_front();
        return entry;
    }
    /// Drops cancelled entries from the front, so that next() does not wake anybody for nothing.
    template <class Cancelled>
    void drop_front_while(Cancelled cancelled) {
        while (!queue_.empty() && cancelled(queue_.front().entry)) queue_.pop_front();
    }
    /// Drops cancelled entries wherever they stand; O(size), so for the rare time that they have become many.
    template <class Cancelled>
    void drop_if(Cancelled cancelled) {
        std::erase_if(queue_, [&](Armed const& armed) { return cancelled(armed.entry); });
    }
    std::optional<Time> next() const {
        if (queue_.empty()) return std::nullopt;
        return queue_.front().due;
    }
    std::size_t size() const { return queue_.size(); }
    Duration wait() const { return wait_; }

private:
    struct Armed {
        Time due;
        Entry entry;
    };
    Duration wait_;
    std::deque<Armed> queue_;
};

}  // namespace sansio
