#include "edge/service/parking.hpp"

#include <algorithm>

namespace edge {

bool Parking::park(Awaited const& awaited, ParkedMessage message) {
    auto const size = message.wire.size();
    auto place = places_.find(awaited);
    auto const there = place == places_.end() ? 0 : place->second.bytes;
    if (there + size > limits_.per_place || bytes_ + size > limits_.in_all) return false;
    if (place == places_.end()) place = places_.emplace(awaited, Place{}).first;
    place->second.bytes += size;
    bytes_ += size;
    deadlines_.emplace(Deadline{message.arrived + wait_, ++serial_}, awaited);
    place->second.queue.push_back({serial_, std::move(message)});
    return true;
}

std::vector<ParkedMessage> Parking::release(Awaited const& awaited) {
    std::vector<ParkedMessage> messages;
    auto const place = places_.find(awaited);
    if (place == places_.end()) return messages;
    bytes_ -= place->second.bytes;
    messages.reserve(place->second.queue.size());
    for (auto& held : place->second.queue) {
        deadlines_.erase({held.message.arrived + wait_, held.serial});
        messages.push_back(std::move(held.message));
    }
    places_.erase(place);
    return messages;
}

std::optional<ParkedMessage> Parking::take_expired(sansio::Time now) {
    if (deadlines_.empty() || deadlines_.begin()->first.first > now) return std::nullopt;
    auto const [deadline, awaited] = *deadlines_.begin();
    deadlines_.erase(deadlines_.begin());
    auto const place = places_.find(awaited);
    auto& queue = place->second.queue;
    auto const held = std::ranges::find(queue, deadline.second, &Held::serial);
    auto message = std::move(held->message);
    queue.erase(held);
    place->second.bytes -= message.wire.size();
    bytes_ -= message.wire.size();
    if (queue.empty()) places_.erase(place);
    return message;
}

std::optional<sansio::Time> Parking::next_deadline() const {
    if (deadlines_.empty()) return std::nullopt;
    return deadlines_.begin()->first.first;
}

}  // namespace edge
