// The response contexts of a stateful proxy (RFC 3261 §16.2): which requests still wait for their final answer, how each is
// brought to its end, and how it is cancelled.
#pragma once
#include <cstdint>
#include <string_view>

#include "edge/service/backlogs.hpp"
#include "edge/service/held_requests.hpp"
#include "edge/service/relay_state.hpp"

namespace edge {

class ResponseContexts {
public:
    using TransactionId = sip::transaction::TransactionId;

    explicit ResponseContexts(RelayState& state);

    /// A new request: it counts as unanswered from here on.
    void open(TransactionId id);
    /// It was written to `to` just now.
    void forwarded(TransactionId id, Link& to, sansio::Time now);
    /// Another target may be tried for it (RFC 3263 §4.3).
    void hold(TransactionId id, ParkedMessage message) { held_.keep(id, std::move(message)); }
    /// The far end works on it: from now on no other target is tried.
    void settled(TransactionId id) { held_.drop(id); }
    /// Its target failed: the request once more, for another one; nothing if there is none, or nobody waits any more.
    std::optional<ParkedMessage> another_attempt(TransactionId id);
    /// Answers it for good.
    void conclude(TransactionId id, Refusal const& refusal, sansio::Time now);
    void conclude(TransactionId id, int status, std::string_view headers, sansio::Time now);
    /// It has its final answer, or will never have one.
    void close(TransactionId id);
    /// Its sender gave up, or Timer C fired (RFC 3261 §16.10, §16.8). `reasons`: header lines for the next hop.
    void cancel(TransactionId id, std::string_view reasons, sansio::Time now);
    /// A request that nobody waits for any more must not arrive. What the driver has taken is out of reach; what has not
    /// left the buffer goes with the connection (product.md §2: no copy after the sender's timer fired).
    void withdraw(TransactionId id);

    /// Every INVITE without a final response: one that rings would keep a drain waiting for minutes.
    void cancel_all(sansio::Time now);

    void expire(sansio::Time now) { backlogs_.expire(now); }
    std::optional<sansio::Time> next_deadline() const { return backlogs_.next_deadline(); }
    /// The topology is a new one.
    void reload();
    bool empty() const { return unanswered_ == 0; }

private:
    /// True if nothing is under way downstream: it can be answered at once.
    bool cancel_downstream(TransactionId id, std::string_view reasons, sansio::Time now);

    RelayState& state_;
    HeldRequests held_;
    Backlogs backlogs_;
    std::uint64_t unanswered_ = 0;
};

}  // namespace edge
