#include "drivers/virtual/event_queue.hpp"

#include <algorithm>
#include <tuple>

#include "sansio/check.hpp"

namespace drivers::simulation {

bool EventQueue::later(Entry const& a, Entry const& b) {
    return std::tie(a.due, a.lot, a.sequence) > std::tie(b.due, b.lot, b.sequence);
}

void EventQueue::push(sansio::Time due, Event event) {
    auto const lot = std::holds_alternative<TurnDue>(event) ? 1 + random_.below(UINT64_MAX - 1) : 0;
    heap_.push_back({due, lot, ++pushed_, std::move(event)});
    std::push_heap(heap_.begin(), heap_.end(), later);
}

std::optional<sansio::Time> EventQueue::next() const {
    if (heap_.empty()) return std::nullopt;
    return heap_.front().due;
}

Event EventQueue::pop() {
    sansio::check(!heap_.empty(), "an event is taken where there is one");
    std::pop_heap(heap_.begin(), heap_.end(), later);
    auto event = std::move(heap_.back().event);
    heap_.pop_back();
    return event;
}

}  // namespace drivers::simulation
