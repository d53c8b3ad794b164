#include "edge/service/parking.hpp"

namespace edge {

bool Parking::park(Awaited const& awaited, ParkedMessage message, sansio::Time now) {
    auto const size = message.wire.size();
    auto place = places_.find(awaited);
    auto const there = place == places_.end() ? 0 : place->second.bytes;
    if (there + size > limits_.per_place || bytes_ + size > limits_.in_all) return false;
    if (place == places_.end()) place = places_.emplace(awaited, Place{}).first;
    place->second.bytes += size;
    bytes_ += size;
    place->second.queue.push_back({++serial_, std::move(message)});
    timers_.arm({awaited, serial_}, now);
    return true;
}

std::vector<ParkedMessage> Parking::release(Awaited const& awaited) {
    std::vector<ParkedMessage> messages;
    auto const place = places_.find(awaited);
    if (place == places_.end()) return messages;
    bytes_ -= place->second.bytes;
    messages.reserve(place->second.queue.size());
    for (auto& held : place->second.queue) messages.push_back(std::move(held.message));
    places_.erase(place);
    timers_.drop_front_while([this](Deadline const& deadline) { return is_gone(deadline); });
    return messages;
}

std::optional<ParkedMessage> Parking::take_expired(sansio::Time now) {
    while (auto const deadline = timers_.take(now)) {
        if (is_gone(*deadline)) continue;
        auto const place = places_.find(deadline->awaited);
        // Deadlines of one place expire in the order of its queue, so the message is the first one there.
        auto message = std::move(place->second.queue.front().message);
        place->second.queue.pop_front();
        place->second.bytes -= message.wire.size();
        bytes_ -= message.wire.size();
        if (place->second.queue.empty()) places_.erase(place);
        return message;
    }
    return std::nullopt;
}

bool Parking::is_gone(Deadline const& deadline) const {
    auto const place = places_.find(deadline.awaited);
    return place == places_.end() || place->second.queue.front().serial > deadline.serial;
}

}  // namespace edge
