#include "simulators/kit/outbox.hpp"

#include <algorithm>

namespace kit {

void Outbox::send_in_pieces(std::string_view bytes, std::size_t piece_size, sansio::Duration gap,
                            sansio::Time now) {
    auto due = waiting_.empty() ? now : std::max(now, waiting_.back().due + gap);
    while (!bytes.empty()) {
        auto const piece = bytes.substr(0, std::max<std::size_t>(piece_size, 1));
        waiting_.push_back({due, std::string(piece)});
        bytes.remove_prefix(piece.size());
        due += gap;
    }
}

bool Outbox::release(sansio::Time now) {
    bool released = false;
    while (!waiting_.empty() && waiting_.front().due <= now) {
        ready_.append(std::string_view(waiting_.front().bytes));
        waiting_.pop_front();
        released = true;
    }
    return released;
}

std::optional<sansio::Time> Outbox::next_deadline() const {
    if (waiting_.empty()) return std::nullopt;
    return waiting_.front().due;
}

}  // namespace kit
