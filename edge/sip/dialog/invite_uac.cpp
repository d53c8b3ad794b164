#include "edge/sip/dialog/invite_uac.hpp"

namespace sip::dialog {
namespace {

// A hostile callee may answer with ever new tags; a proxy forks to a few places. An early dialog too many is not noticed;
// what is answered cannot be overlooked, so it is hung up.
constexpr std::size_t early_max = 64;
constexpr std::size_t legs_max = 256;

}  // namespace

void InviteUac::on_response(int status, std::string_view to_tag, sansio::Time now) {
    std::string const tag(to_tag);
    if (status >= 200 && status < 300) return on_success(tag, now);
    // §13.2.2.3: a later final response is ignored; §13.2.2.4: after a 2xx no early dialog begins.
    if (state_ == State::accepted || state_ == State::over) return;
    if (status >= 300) return finish(status);
    bool const is_first = state_ == State::calling;
    state_ = State::proceeding;
    if (status > 100 && !tag.empty() && legs_.size() < early_max && legs_.emplace(tag, Leg::early).second)
        events_.emplace_back(EarlyDialog{tag});
    // §9.1: a CANCEL waits for a provisional response.
    if (is_first && given_up_) give_up(now);
}

void InviteUac::on_success(std::string const& tag, sansio::Time now) {
    auto const known = legs_.find(tag);
    // Repetitions are acknowledged as long as they come.
    if (known != legs_.end() && (known->second == Leg::confirmed || known->second == Leg::ended)) {
        events_.emplace_back(SendAck{tag});
        return;
    }
    bool const has_room = known != legs_.end() || legs_.size() < legs_max;
    bool const has_ended = known != legs_.end() && known->second == Leg::early_ended;
    bool const is_wanted = !given_up_ && !has_ended && state_ != State::over;
    if (state_ == State::calling || state_ == State::proceeding) {
        state_ = State::accepted;
        deadline_ = now + wait_;
    }
    if (!has_room) {
        // Each 2xx has its ACK, whoever sends it (§13.2.2.4); that it was hung up before is not remembered.
        events_.emplace_back(ConfirmedDialog{tag});
        events_.emplace_back(SendAck{tag});
        events_.emplace_back(SendBye{tag});
        events_.emplace_back(DialogEnded{tag});
        return;
    }
    legs_[tag] = is_wanted ? Leg::confirmed : Leg::ended;
    events_.emplace_back(ConfirmedDialog{tag});
    events_.emplace_back(SendAck{tag});
    if (is_wanted) return;
    // §15: the callee was faster than the CANCEL or the BYE, or slower than our patience.
    events_.emplace_back(SendBye{tag});
    if (!has_ended) events_.emplace_back(DialogEnded{tag});
}

void InviteUac::on_no_response() {
    constexpr int request_timeout = 408;
    if (state_ != State::accepted && state_ != State::over) finish(request_timeout);
}

void InviteUac::give_up(sansio::Time now) {
    given_up_ = true;
    if (state_ == State::proceeding && !cancel_sent_) {
        cancel_sent_ = true;
        events_.emplace_back(SendCancel{});
        // §9.1: without a final response after 64*T1 the INVITE counts as cancelled.
        deadline_ = now + wait_;
    }
    if (state_ != State::accepted && state_ != State::over) return;
    for (auto& [tag, leg] : legs_) {
        if (leg != Leg::confirmed) continue;
        leg = Leg::ended;
        events_.emplace_back(SendBye{tag});
        events_.emplace_back(DialogEnded{tag});
    }
}

void InviteUac::on_bye(std::string_view tag) {
    auto const leg = legs_.find(tag);
    if (leg == legs_.end() || leg->second == Leg::ended || leg->second == Leg::early_ended) return;
    leg->second = leg->second == Leg::early ? Leg::early_ended : Leg::ended;
    events_.emplace_back(DialogEnded{leg->first});
}

void InviteUac::end_early() {
    for (auto& [tag, leg] : legs_) {
        if (leg != Leg::early) continue;
        leg = Leg::early_ended;
        events_.emplace_back(DialogEnded{tag});
    }
}

void InviteUac::finish(int status) {
    deadline_.reset();
    state_ = State::over;
    end_early();
    events_.emplace_back(InviteOver{status});
}

void InviteUac::expire(sansio::Time now) {
    constexpr int ok = 200, request_timeout = 408;
    if (deadline_ && *deadline_ <= now) finish(state_ == State::accepted ? ok : request_timeout);
}

std::optional<InviteUac::Event> InviteUac::poll_event() {
    if (events_.empty()) return std::nullopt;
    std::optional<Event> event(std::move(events_.front()));
    events_.pop_front();
    return event;
}

}  // namespace sip::dialog
