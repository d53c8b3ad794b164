#include "edge/sip/dialog/session_timer.hpp"

#include <algorithm>

#include "edge/sip/text.hpp"

namespace sip::dialog {
namespace {

constexpr std::uint32_t seconds_max = 0x7fff'ffff;
constexpr std::string_view option_tag = "timer";

std::optional<std::uint32_t> delta_seconds(std::string_view text) {
    return parse_number<std::uint32_t>(trim(text.substr(0, text.find(';'))), seconds_max);
}

/// The first line of that name; the codec has no number for all of these headers.
std::optional<std::string_view> line_named(MessageView const& message, std::string_view name,
                                           std::string_view compact) {
    for (std::size_t number = 0; number < message.line_count(); ++number) {
        auto const written = message.line_name(number);
        if (equal_ignoring_case(written, name) || (!compact.empty() && equal_ignoring_case(written, compact)))
            return message.line_value(number);
    }
    return std::nullopt;
}

bool lists_timer(MessageView const& message, std::string_view name, std::string_view compact) {
    for (std::size_t number = 0; number < message.line_count(); ++number) {
        auto const written = message.line_name(number);
        bool const is_named =
            equal_ignoring_case(written, name) || (!compact.empty() && equal_ignoring_case(written, compact));
        auto rest = is_named ? message.line_value(number) : std::string_view{};
        while (!rest.empty()) {
            auto const comma = rest.find(',');
            if (equal_ignoring_case(trim(rest.substr(0, comma)), option_tag)) return true;
            rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
        }
    }
    return false;
}

std::optional<Refresher> role_in_our_request(bool we_refresh) {
    // In a request of ours we are its UAC.
    return we_refresh ? Refresher::uac : Refresher::uas;
}

}  // namespace

std::optional<SessionExpires> SessionExpires::parse(std::string_view text) {
    auto const seconds = delta_seconds(text);
    if (!seconds) return std::nullopt;
    SessionExpires result{*seconds, std::nullopt};
    while (text.find(';') != std::string_view::npos) {
        text.remove_prefix(text.find(';') + 1);
        auto const parameter = text.substr(0, text.find(';'));
        auto const equals = parameter.find('=');
        if (equals == std::string_view::npos ||
            !equal_ignoring_case(trim(parameter.substr(0, equals)), "refresher"))
            continue;
        auto const value = trim(parameter.substr(equals + 1));
        if (equal_ignoring_case(value, "uac")) result.refresher = Refresher::uac;
        if (equal_ignoring_case(value, "uas")) result.refresher = Refresher::uas;
    }
    return result;
}

std::string SessionExpires::to_string() const {
    std::string text = std::to_string(seconds);
    if (refresher) text += *refresher == Refresher::uac ? ";refresher=uac" : ";refresher=uas";
    return text;
}

TimerHeaders TimerHeaders::of(MessageView const& message) {
    TimerHeaders headers;
    if (auto const value = line_named(message, "Session-Expires", "x"))
        headers.session_expires = SessionExpires::parse(*value);
    if (auto const value = line_named(message, "Min-SE", "")) headers.min_se = delta_seconds(*value);
    headers.supported = lists_timer(message, "Supported", "k");
    headers.required = lists_timer(message, "Require", "");
    return headers;
}

SessionTimer::SessionTimer(SessionTimerPolicy policy) : policy_(policy) {
    policy_.min_s = std::max(policy_.min_s, SessionTimerPolicy::absolute_min_s);
    if (policy_.interval_s > 0) policy_.interval_s = std::max(policy_.interval_s, policy_.min_s);
}

TimerHeaders SessionTimer::request_headers() const {
    TimerHeaders headers;
    headers.supported = true;
    if (min_se_ > 0) headers.min_se = min_se_;
    auto const wanted = active() ? interval_s_ : policy_.interval_s;
    if (wanted == 0) return headers;
    SessionExpires expires{std::max({wanted, min_se_, SessionTimerPolicy::absolute_min_s}), std::nullopt};
    // §7.4: the role stays as it is from one refresh to the next.
    if (active()) expires.refresher = role_in_our_request(we_refresh_);
    headers.session_expires = expires;
    return headers;
}

void SessionTimer::on_success(TimerHeaders const& response, sansio::Time now) {
    auto agreed = response.session_expires;
    // Who leaves the refresher out of a 2xx leaves the work to us, who asked.
    if (agreed && !agreed->refresher) agreed->refresher = Refresher::uac;
    agree(agreed, true, now);
}

bool SessionTimer::on_422(TimerHeaders const& response) {
    if (!response.min_se || *response.min_se <= min_se_) return false;
    min_se_ = std::max(*response.min_se, SessionTimerPolicy::absolute_min_s);
    return true;
}

void SessionTimer::dialog_established() {
    min_se_ = 0;
}

SessionTimer::Reply SessionTimer::answer(TimerHeaders const& request) {
    Reply reply;
    if (request.min_se) min_se_ = std::max(min_se_, *request.min_se);
    if (!request.session_expires) {
        // §9: it may ask for a timer itself, if the peer can do its part.
        if (!request.supported || policy_.interval_s == 0) return reply;
        reply.headers.session_expires = {
            std::max(policy_.interval_s, request.min_se.value_or(SessionTimerPolicy::absolute_min_s)),
            policy_.preferred};
        reply.headers.required = true;
        return reply;
    }
    auto const asked = *request.session_expires;
    if (request.supported && asked.seconds < policy_.min_s) {
        reply.too_small = true;
        reply.headers.min_se = policy_.min_s;
        return reply;
    }
    if (asked.seconds < SessionTimerPolicy::absolute_min_s) return reply;
    // Never more than was asked for, and never less than Min-SE says: so exactly what was asked for. A proxy that asked on
    // behalf of a caller without timers cannot take a 422 to it, and gets none below 90 s.
    SessionExpires agreed = asked;
    // Table 2.
    agreed.refresher = !request.supported ? Refresher::uas : asked.refresher.value_or(policy_.preferred);
    reply.headers.session_expires = agreed;
    reply.headers.required = request.supported;
    return reply;
}

void SessionTimer::on_success_sent(TimerHeaders const& response, sansio::Time now) {
    agree(response.session_expires, false, now);
}

void SessionTimer::agree(std::optional<SessionExpires> const& agreed, bool we_are_uac, sansio::Time now) {
    stop();
    if (!agreed || agreed->seconds == 0) return;
    // A peer that agreed on less than the RFC allows does not get to drive us.
    interval_s_ = std::max(agreed->seconds, SessionTimerPolicy::absolute_min_s);
    we_refresh_ = (agreed->refresher == Refresher::uac) == we_are_uac;
    auto const interval = std::chrono::seconds{interval_s_};
    if (we_refresh_) refresh_at_ = now + interval / 2;
    // §10 bids the side that waits hang up slightly before the end; the same spares the refresher a session that is over.
    bye_at_ =
        now + interval - std::min<sansio::Duration>(std::chrono::seconds{32}, sansio::Duration(interval) / 3);
}

std::optional<sansio::Time> SessionTimer::next_deadline() const {
    return refresh_at_ ? refresh_at_ : bye_at_;
}

std::optional<SessionTimer::Due> SessionTimer::take(sansio::Time now) {
    if (bye_at_ && *bye_at_ <= now) {
        stop();
        return Due::bye;
    }
    if (!refresh_at_ || *refresh_at_ > now) return std::nullopt;
    refresh_at_.reset();
    return Due::refresh;
}

void SessionTimer::stop() {
    interval_s_ = 0;
    we_refresh_ = false;
    refresh_at_.reset();
    bye_at_.reset();
}

}  // namespace sip::dialog
