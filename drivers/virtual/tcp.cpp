#include "drivers/virtual/tcp.hpp"

#include <algorithm>

#include "sansio/check.hpp"

namespace drivers::simulation {

std::size_t TcpPipe::room() const {
    return tcp_window - std::min(tcp_window, bytes_under_way_ + arrived_.size());
}

sansio::Time TcpPipe::launch(Segment segment) {
    segment.due = std::max(segment.due, last_due_);
    last_due_ = segment.due;
    bytes_under_way_ += segment.bytes.size();
    segments_.push_back(std::move(segment));
    return last_due_;
}

std::optional<Segment> TcpPipe::arrive(sansio::Time now) {
    if (segments_.empty() || segments_.front().due > now) return std::nullopt;
    auto segment = std::move(segments_.front());
    segments_.pop_front();
    bytes_under_way_ -= segment.bytes.size();
    return segment;
}

void TcpPipe::store(Segment const& segment) {
    switch (segment.kind) {
        case Segment::Kind::open:
            opened_ = true;
            break;
        case Segment::Kind::bytes:
            arrived_.append(segment.bytes);
            break;
        case Segment::Kind::end:
            ended_ = true;
            break;
        case Segment::Kind::reset:
            // RFC 9293 §3.10.7.4: what was received and not read is flushed by a reset.
            arrived_.clear();
            reset_ = true;
            break;
    }
}

void TcpPipe::lose_all_but(std::size_t kept) {
    while (segments_.size() > kept) {
        bytes_under_way_ -= segments_.back().bytes.size();
        segments_.pop_back();
    }
}

std::vector<std::size_t> draw_cuts(std::size_t size, sansio::Random& random) {
    sansio::check(size > 0, "nothing cannot be cut");
    auto const pieces = random.chance(1, 2) ? 1 : 2 + random.below(segments_per_write_max - 1);
    std::vector<std::size_t> sizes;
    auto rest = size;
    for (std::uint64_t piece = 1; piece < pieces; ++piece) {
        // A share of the rest in 1/65536, so that the same draws cut a longer write at a similar place.
        auto const share = rest * random.below(65'536) / 65'536;
        if (share == 0) continue;
        sizes.push_back(share);
        rest -= share;
    }
    sizes.push_back(rest);
    return sizes;
}

}  // namespace drivers::simulation
