#include "edge/sip/dialog/invite_uas.hpp"

#include <algorithm>

namespace sip::dialog {

InviteUas::InviteUas(Values values, std::optional<sansio::Duration> expires, sansio::Time now)
    : values_(values) {
    if (expires) expires_at_ = now + *expires;
}

void InviteUas::on_sent(int status, sansio::Time now) {
    if (state_ != State::proceeding) return;
    if (status > 100 && status < 200) progress_at_ = now + values_.progress_every;
    if (status < 200) return;
    expires_at_.reset();
    progress_at_.reset();
    // The ACK of a refusal is the transaction's.
    if (status >= 300) return end();
    state_ = State::accepted;
    repeat_after_ = values_.t1;
    repeat_at_ = now + repeat_after_;
    give_up_at_ = now + 64 * values_.t1;
}

void InviteUas::on_ack() {
    if (state_ != State::accepted) return;
    repeat_at_.reset();
    state_ = State::confirmed;
    events_.push_back(Event::confirmed);
    if (hangs_up_) hang_up();
}

void InviteUas::on_cancel() {
    if (state_ == State::proceeding) refuse();
}

void InviteUas::on_bye() {
    if (state_ == State::proceeding) return refuse();
    if (state_ != State::ended) end();
}

void InviteUas::hang_up() {
    hangs_up_ = true;
    if (state_ == State::proceeding) return refuse();
    if (state_ != State::confirmed) return;
    events_.push_back(Event::send_bye);
    end();
}

void InviteUas::refuse() {
    events_.push_back(Event::send_487);
    end();
}

void InviteUas::end() {
    state_ = State::ended;
    expires_at_.reset();
    progress_at_.reset();
    repeat_at_.reset();
    events_.push_back(Event::ended);
}

void InviteUas::expire(sansio::Time now) {
    if (expires_at_ && *expires_at_ <= now) return refuse();
    if (progress_at_ && *progress_at_ <= now) {
        progress_at_ = now + values_.progress_every;
        events_.push_back(Event::repeat_provisional);
    }
    if (!repeat_at_ || *repeat_at_ > now) return;
    if (now >= give_up_at_) {
        // §13.3.1.4: the dialog is confirmed, and the session ends.
        events_.push_back(Event::send_bye);
        return end();
    }
    events_.push_back(Event::repeat_success);
    repeat_after_ = std::min(2 * repeat_after_, values_.t2);
    repeat_at_ = std::min(now + repeat_after_, give_up_at_);
}

std::optional<sansio::Time> InviteUas::next_deadline() const {
    std::optional<sansio::Time> earliest;
    for (auto const& due : {expires_at_, progress_at_, repeat_at_})
        if (due && (!earliest || *due < *earliest)) earliest = due;
    return earliest;
}

std::optional<InviteUas::Event> InviteUas::poll_event() {
    if (events_.empty()) return std::nullopt;
    auto const event = events_.front();
    events_.pop_front();
    return event;
}

}  // namespace sip::dialog
