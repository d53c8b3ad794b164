// Session timers of a user agent (RFC 4028): how the interval and the refresher are agreed upon, when to refresh, when to hang up.
// One object a dialog; headers are plain values here, and whole seconds as on the wire.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "edge/sip/message_view.hpp"
#include "sansio/time.hpp"

namespace sip::dialog {

enum class Refresher : std::uint8_t { uac, uas };  // of the refresh request, not of the dialog

/// "1800;refresher=uac". Nothing for what is no delta-seconds; an unknown refresher counts as none.
struct SessionExpires {
    std::uint32_t seconds = 0;
    std::optional<Refresher> refresher;
    static std::optional<SessionExpires> parse(std::string_view text);
    std::string to_string() const;
    bool operator==(SessionExpires const&) const = default;
};

/// What an INVITE, an UPDATE, or a response to one says of session timers.
struct TimerHeaders {
    std::optional<SessionExpires> session_expires;
    std::optional<std::uint32_t> min_se;
    bool supported = false;  // Supported lists "timer"
    bool required = false;   // Require lists "timer"
    static TimerHeaders of(MessageView const& message);
    bool operator==(TimerHeaders const&) const = default;
};

struct SessionTimerPolicy {
    static constexpr std::uint32_t absolute_min_s = 90;  // §4, §5
    std::uint32_t interval_s = 1800;                     // what we ask for; 0: nothing
    std::uint32_t min_s = absolute_min_s;                // below it we answer 422
    Refresher preferred = Refresher::uac;  // where the peer leaves the choice to us as UAS (table 2)
};

class SessionTimer {
public:
    explicit SessionTimer(SessionTimerPolicy policy);

    // ---- as UAC ----
    /// The headers of our next session refresh request; Supported: timer belongs to each (§7.1, §7.4).
    TimerHeaders request_headers() const;
    /// A 2xx to that request (§7.2).
    void on_success(TimerHeaders const& response, sansio::Time now);
    /// A 422 to that request: what it says counts in the next one. False: trying again would not help (§7.3, §10).
    bool on_422(TimerHeaders const& response);
    /// The dialog that a first 2xx made: what 422s said before is over (§7.4).
    void dialog_established();

    // ---- as UAS ----
    struct Reply {
        bool too_small = false;  // answer 422 with these headers; else they go into the 2xx
        TimerHeaders headers;
        bool operator==(Reply const&) const = default;
    };
    /// What to answer to a session refresh request (§9). Remembers its Min-SE, also when it is refused.
    Reply answer(TimerHeaders const& request);
    /// The 2xx with those headers was sent.
    void on_success_sent(TimerHeaders const& response, sansio::Time now);

    // ---- time ----
    enum class Due : std::uint8_t {
        refresh,  // send a session refresh request, half of the interval is over (§7.2)
        bye,      // the session runs out (§10)
    };
    std::optional<sansio::Time> next_deadline() const;
    /// Once for each.
    std::optional<Due> take(sansio::Time now);
    /// The dialog is over.
    void stop();

    bool active() const { return interval_s_ > 0; }
    std::uint32_t interval_s() const { return interval_s_; }
    bool we_refresh() const { return we_refresh_; }

private:
    void agree(std::optional<SessionExpires> const& agreed, bool we_are_uac, sansio::Time now);

    SessionTimerPolicy policy_;
    std::uint32_t interval_s_ = 0;  // 0: the session does not expire
    std::uint32_t min_se_ = 0;      // the largest that was heard; 0: none
    bool we_refresh_ = false;
    std::optional<sansio::Time> refresh_at_;
    std::optional<sansio::Time> bye_at_;
};

}  // namespace sip::dialog
