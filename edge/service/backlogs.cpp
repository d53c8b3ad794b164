#include "edge/service/backlogs.hpp"

namespace edge {

void Backlogs::wrote(Link& link, sansio::Time now) {
    auto const end = link.taken + link.out.size();
    if (link.checkpoint > taken_) {
        auto& latest = checkpoints_[link.checkpoint - taken_ - 1];
        if (now - latest.made < span_) {
            latest.end = end;
            return;
        }
    }
    checkpoints_.push_back({link.connection, now, end});
    link.checkpoint = taken_ + checkpoints_.size();
}

void Backlogs::expire(sansio::Time now) {
    while (!checkpoints_.empty() && checkpoints_.front().made + wait_ <= now) {
        auto const checkpoint = checkpoints_.front();
        checkpoints_.pop_front();
        ++taken_;
        auto* const link = links_.find(checkpoint.connection);
        if (link && link->taken < checkpoint.end) links_.close(*link, sansio::Close::Way::abort);
    }
}

std::optional<sansio::Time> Backlogs::next_deadline() const {
    if (checkpoints_.empty()) return std::nullopt;
    return checkpoints_.front().made + wait_;
}

}  // namespace edge
