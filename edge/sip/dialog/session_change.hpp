// Re-INVITE within one dialog (RFC 3261 §14): one INVITE at a time in both directions, glare, and the wait before trying again.
#pragma once
#include <cstdint>
#include <optional>

#include "sansio/random.hpp"
#include "sansio/time.hpp"

namespace sip::dialog {

class SessionChange {
public:
    /// `owns_call_id`: we generated the Call-ID of the dialog. `random` outlives this.
    SessionChange(bool owns_call_id, sansio::Random& random)
        : owns_call_id_(owns_call_id), random_(&random) {}

    /// What to do with a re-INVITE that has come. Only `accept` needs an on_answered() later.
    struct Verdict {
        int status = 0;                            // 0: process it; 491, or 500 with Retry-After (§14.2)
        std::optional<std::uint32_t> retry_after;  // seconds, 0–10
        bool operator==(Verdict const&) const = default;
    };
    Verdict on_invite();
    /// Its final response was sent and, after a 2xx, acknowledged or given up.
    void on_answered() { serving_ = false; }

    /// False: another INVITE is in progress in either direction, so ours has to wait (§14.1).
    bool may_invite() const { return !asking_ && !serving_; }
    /// We sent a re-INVITE; only if may_invite().
    void on_invite_sent();
    /// Its final response; 0: none came. A 491 starts the wait of §14.1.
    void on_response(int status, sansio::Time now);
    /// The dialog is over: nothing is tried again.
    void stop() { retry_at_.reset(); }

    /// When the re-INVITE that met a 491 is to be tried once more.
    std::optional<sansio::Time> next_deadline() const { return retry_at_; }
    /// True once: try it now. While may_invite() does not hold it waits on.
    bool take_retry(sansio::Time now);

private:
    bool owns_call_id_;
    sansio::Random* random_;
    bool asking_ = false;
    bool serving_ = false;
    std::optional<sansio::Time> retry_at_;
};

}  // namespace sip::dialog
