// How many transactions each peer has, so that none takes the table from the others.
#pragma once
#include <cstdint>
#include <vector>

#include "edge/sip/transaction/index_table.hpp"

namespace sip::transaction {

class PeerShares {
public:
    /// One transaction more of that peer; the answer is for leave().
    std::uint32_t enter(std::uint64_t peer);
    void leave(std::uint32_t place);
    std::size_t of(std::uint64_t peer) const;

private:
    struct Share {
        std::uint64_t peer;
        std::uint32_t transactions;
    };
    std::optional<std::uint32_t> find(std::uint64_t peer) const;

    std::vector<Share> shares_;  // only a peer with transactions has a place
    std::vector<std::uint32_t> free_;
    IndexTable by_peer_;
};

}  // namespace sip::transaction
