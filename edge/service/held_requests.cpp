#include "edge/service/held_requests.hpp"

namespace edge {

void HeldRequests::keep(TransactionId id, ParkedMessage message) {
    drop(id);
    if (message.tried.size() >= attempts_max || bytes_ + message.wire.size() > bytes_max_) return;
    bytes_ += message.wire.size();
    messages_.emplace(id, std::move(message));
}

std::optional<ParkedMessage> HeldRequests::take(TransactionId id) {
    auto const found = messages_.find(id);
    if (found == messages_.end()) return std::nullopt;
    auto message = std::move(found->second);
    bytes_ -= message.wire.size();
    messages_.erase(found);
    return message;
}

void HeldRequests::drop(TransactionId id) {
    if (!messages_.empty()) take(id);
}

}  // namespace edge
