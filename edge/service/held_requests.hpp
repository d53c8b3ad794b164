// Requests that stay here while another target may be tried for them (design.md §1.3, RFC 3263 §4.3): copied once, capped in all.
#pragma once
#include <cstdint>
#include <optional>
#include <unordered_map>

#include "edge/service/parking.hpp"
#include "edge/sip/transaction/layer.hpp"

namespace edge {

class HeldRequests {
public:
    using TransactionId = sip::transaction::TransactionId;
    /// At how many servers one request is tried: each may take its 64*T1, and the sender waits.
    static constexpr std::size_t attempts_max = 4;

    explicit HeldRequests(std::uint64_t bytes_max) : bytes_max_(bytes_max) {}

    /// Without room, or when its attempts are used up, nothing is kept: the request then has this one target.
    void keep(TransactionId id, ParkedMessage message);
    /// The request again, for another attempt; nothing if it is not kept.
    std::optional<ParkedMessage> take(TransactionId id);
    void drop(TransactionId id);
    std::uint64_t bytes() const { return bytes_; }
    void set_bytes_max(std::uint64_t bytes_max) { bytes_max_ = bytes_max; }

private:
    std::unordered_map<TransactionId, ParkedMessage> messages_;  // its order reaches nobody
    std::uint64_t bytes_max_;
    std::uint64_t bytes_ = 0;
};

}  // namespace edge
