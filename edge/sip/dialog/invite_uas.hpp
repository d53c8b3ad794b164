// The called end of an INVITE (RFC 3261 §9.2, §13.3, §15): provisional responses that keep it alive, the 2xx that is repeated
// until its ACK, CANCEL, BYE before the answer, and hanging up before the ACK. Pure rules, without bytes.
#pragma once
#include <cstdint>
#include <deque>
#include <optional>

#include "sansio/time.hpp"

namespace sip::dialog {

class InviteUas {
public:
    struct Values {
        sansio::Duration t1 = std::chrono::milliseconds{500};
        sansio::Duration t2 = std::chrono::seconds{4};
        sansio::Duration progress_every = std::chrono::minutes{1};  // §13.3.1.1
    };
    enum class Event : std::uint8_t {
        repeat_provisional,  // send the latest provisional response again
        repeat_success,      // send the 2xx again
        send_487,            // the INVITE is answered 487
        confirmed,           // the ACK is there
        send_bye,            // hang up, or no ACK ever came
        ended,               // nothing is owed any more
    };
    enum class State : std::uint8_t { proceeding, accepted, confirmed, ended };

    /// An INVITE has come; `expires` is its Expires header, if it has one.
    InviteUas(Values values, std::optional<sansio::Duration> expires, sansio::Time now);

    /// We send this response. 1xx may be repeated; after a final one no other counts.
    void on_sent(int status, sansio::Time now);
    void on_ack();
    /// A CANCEL has come, and is answered 200 by the caller in any case (§9.2): before a final response the INVITE ends, after
    /// one nothing changes.
    void on_cancel();
    /// A BYE of the dialog has come, and is answered 200 by the caller: what waits for an answer ends (§15.1.2).
    void on_bye();
    /// We hang up: 487 before the answer; BYE after it, but not before the ACK has come or is given up (§15).
    void hang_up();
    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const;
    std::optional<Event> poll_event();
    State state() const { return state_; }

private:
    void refuse();
    void end();

    Values values_;
    State state_ = State::proceeding;
    bool hangs_up_ = false;
    std::optional<sansio::Time> expires_at_;
    std::optional<sansio::Time> progress_at_;
    std::optional<sansio::Time> repeat_at_;
    sansio::Duration repeat_after_{};
    sansio::Time give_up_at_{};
    std::deque<Event> events_;
};

}  // namespace sip::dialog
