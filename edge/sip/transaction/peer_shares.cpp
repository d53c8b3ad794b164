#include "edge/sip/transaction/peer_shares.hpp"

namespace sip::transaction {

namespace {

/// Spreads peer numbers, which may be small, over the table.
std::uint64_t spread(std::uint64_t peer) {
    auto const product = peer * 0x9e3779b97f4a7c15U;
    return product ^ (product >> 32U);
}

}  // namespace

std::optional<std::uint32_t> PeerShares::find(std::uint64_t peer) const {
    return by_peer_.find(spread(peer), [&](std::uint32_t place) { return shares_[place].peer == peer; });
}

std::uint32_t PeerShares::enter(std::uint64_t peer) {
    if (auto const place = find(peer)) {
        ++shares_[*place].transactions;
        return *place;
    }
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(shares_.size()));
        shares_.emplace_back();
    }
    auto const place = free_.back();
    free_.pop_back();
    shares_[place] = {peer, 1};
    by_peer_.insert(spread(peer), place);
    return place;
}

void PeerShares::leave(std::uint32_t place) {
    auto& share = shares_[place];
    if (--share.transactions != 0) return;
    by_peer_.erase(spread(share.peer), place);
    free_.push_back(place);
}

std::size_t PeerShares::of(std::uint64_t peer) const {
    auto const place = find(peer);
    return place ? shares_[*place].transactions : 0;
}

}  // namespace sip::transaction
