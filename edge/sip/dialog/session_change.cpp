#include "edge/sip/dialog/session_change.hpp"

#include "sansio/check.hpp"

namespace sip::dialog {

SessionChange::Verdict SessionChange::on_invite() {
    constexpr int request_pending = 491, server_error = 500;
    if (asking_) return {request_pending, std::nullopt};
    if (serving_) {
        constexpr std::uint64_t retry_after_max = 10;
        return {server_error, static_cast<std::uint32_t>(random_->below(retry_after_max + 1))};
    }
    serving_ = true;
    return {};
}

void SessionChange::on_invite_sent() {
    sansio::check(may_invite(), "one INVITE at a time");
    asking_ = true;
    retry_at_.reset();
}

void SessionChange::on_response(int status, sansio::Time now) {
    asking_ = false;
    constexpr int request_pending = 491;
    if (status != request_pending) return;
    // §14.1, in units of 10 ms: 2.1 to 4 s for the owner of the Call-ID, 0 to 2 s for the other.
    constexpr std::chrono::milliseconds unit{10};
    constexpr std::uint64_t owner_first = 210, owner_last = 400, other_last = 200;
    auto const units = owns_call_id_ ? owner_first + random_->below(owner_last - owner_first + 1)
                                     : random_->below(other_last + 1);
    retry_at_ = now + static_cast<std::int64_t>(units) * unit;
}

bool SessionChange::take_retry(sansio::Time now) {
    if (!retry_at_ || *retry_at_ > now || !may_invite()) return false;
    retry_at_.reset();
    return true;
}

}  // namespace sip::dialog
