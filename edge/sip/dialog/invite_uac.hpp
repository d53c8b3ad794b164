// The calling end of an INVITE (RFC 3261 §9.1, §13.2, §15): which responses make, confirm and end dialogs, when CANCEL may be
// sent, and what becomes of calls that were given up. Pure rules: bytes, dialogs and transactions are its caller's.
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "sansio/time.hpp"

namespace sip::dialog {

/// `tag` is the To tag of the response, which tells the dialogs of one INVITE apart.
struct EarlyDialog {
    std::string tag;
    bool operator==(EarlyDialog const&) const = default;
};
struct ConfirmedDialog {
    std::string tag;
    bool operator==(ConfirmedDialog const&) const = default;
};
/// Also for each repetition of the 2xx, and when the call is over: each 2xx is acknowledged (§13.2.2.4).
struct SendAck {
    std::string tag;
    bool operator==(SendAck const&) const = default;
};
struct SendBye {
    std::string tag;
    bool operator==(SendBye const&) const = default;
};
struct SendCancel {
    bool operator==(SendCancel const&) const = default;
};
struct DialogEnded {
    std::string tag;
    bool operator==(DialogEnded const&) const = default;
};
/// No dialog comes of this INVITE any more; `status` is the final response, 408 for none, 200 after a 2xx.
struct InviteOver {
    int status;
    bool operator==(InviteOver const&) const = default;
};

class InviteUac {
public:
    using Event =
        std::variant<EarlyDialog, ConfirmedDialog, SendAck, SendBye, SendCancel, DialogEnded, InviteOver>;

    /// `t1` is that of the transactions. The INVITE was handed to a client transaction.
    explicit InviteUac(sansio::Duration t1) : wait_(64 * t1) {}

    void on_response(int status, std::string_view to_tag, sansio::Time now);
    /// The client transaction has timed out or lost its connection.
    void on_no_response();
    /// The caller gives the call up: CANCEL while it is not answered, BYE to what is confirmed.
    void give_up(sansio::Time now);
    /// A dialog of this INVITE was ended by a BYE of either side.
    void on_bye(std::string_view tag);
    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const { return deadline_; }
    std::optional<Event> poll_event();

    bool over() const { return state_ == State::over; }

private:
    enum class State : std::uint8_t { calling, proceeding, accepted, over };
    enum class Leg : std::uint8_t {
        early,
        confirmed,
        early_ended,  // without a 2xx; one may still come
        ended,
    };

    void on_success(std::string const& tag, sansio::Time now);
    void end_early();
    void finish(int status);

    sansio::Duration wait_;
    State state_ = State::calling;
    bool given_up_ = false;
    bool cancel_sent_ = false;
    std::optional<sansio::Time> deadline_;
    std::map<std::string, Leg, std::less<>> legs_;  // by To tag
    std::deque<Event> events_;
};

}  // namespace sip::dialog
