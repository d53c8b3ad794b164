// Scripts of events for the machines of a call: whatever happens in whatever order, each ends, and owes nothing twice.
#include "edge/sip/dialog/dialog.hpp"

#include <set>

#include "edge/sip/dialog/invite_uac.hpp"
#include "edge/sip/dialog/invite_uas.hpp"
#include "edge/sip/dialog/session_change.hpp"
#include "edge/sip/dialog/session_timer.hpp"
#include "sansio/check.hpp"

namespace {

using namespace sip::dialog;
using std::chrono::seconds;

class Script {
public:
    explicit Script(std::string_view bytes) : bytes_(bytes) {}
    bool done() const { return bytes_.empty(); }
    unsigned take() {
        if (bytes_.empty()) return 0;
        auto const byte = static_cast<unsigned char>(bytes_.front());
        bytes_.remove_prefix(1);
        return byte;
    }
    std::string_view rest() const { return bytes_; }

private:
    std::string_view bytes_;
};

/// A call that is confirmed, acknowledged, hung up: in that order, each tag's BYE once.
class CallerWatch {
public:
    void operator()(EarlyDialog const& event) {
        sansio::check(early_.insert(event.tag).second, "an early dialog begins once");
    }
    void operator()(ConfirmedDialog const& event) {
        sansio::check(confirmed_.insert(event.tag).second, "a dialog is confirmed once");
    }
    void operator()(SendAck const& event) {
        sansio::check(confirmed_.contains(event.tag), "only what is confirmed is acknowledged");
    }
    void operator()(SendBye const& event) {
        sansio::check(confirmed_.contains(event.tag), "a BYE needs a confirmed dialog");
        sansio::check(hung_up_.insert(event.tag).second, "one BYE a dialog");
    }
    void operator()(SendCancel const&) { sansio::check(++cancels_ == 1, "one CANCEL"); }
    void operator()(DialogEnded const& event) {
        sansio::check(ended_.insert(event.tag).second, "a dialog ends once");
    }
    void operator()(InviteOver const&) { sansio::check(++overs_ == 1, "an INVITE is over once"); }

private:
    std::set<std::string> early_, confirmed_, hung_up_, ended_;
    int cancels_ = 0, overs_ = 0;
};

void call_out(Script script) {
    constexpr int statuses[] = {100, 180, 183, 200, 202, 302, 404, 487, 500, 603};
    InviteUac call(std::chrono::milliseconds{500});
    CallerWatch watch;
    sansio::Time now{};
    auto const drain = [&] {
        while (auto const event = call.poll_event()) std::visit(watch, *event);
    };
    while (!script.done()) {
        auto const what = script.take();
        std::string const tag(what % 5, 't');
        if (what % 8 < 4) call.on_response(statuses[script.take() % std::size(statuses)], tag, now);
        if (what % 8 == 4) call.give_up(now);
        if (what % 8 == 5) call.on_bye(tag);
        if (what % 8 == 6) call.on_no_response();
        if (what % 8 == 7) call.expire(now += seconds{script.take()});
        drain();
    }
    for (int round = 0; call.next_deadline(); ++round) {
        sansio::check(round < 4, "a call's deadlines end");
        call.expire(*call.next_deadline());
        drain();
    }
}

void call_in(Script script) {
    auto const expires = script.take();
    sansio::Time now{};
    InviteUas call({}, expires == 0 ? std::nullopt : std::optional<sansio::Duration>(seconds{expires}), now);
    std::multiset<InviteUas::Event> seen;
    auto const drain = [&] {
        while (auto const event = call.poll_event()) {
            sansio::check(!seen.contains(InviteUas::Event::ended), "nothing comes after the end");
            seen.insert(*event);
        }
    };
    while (!script.done()) {
        auto const what = script.take();
        if (what % 8 == 0) call.on_sent(static_cast<int>(100 + script.take() * 2), now);
        if (what % 8 == 1) call.on_sent(200, now);
        if (what % 8 == 2) call.on_ack();
        if (what % 8 == 3) call.on_cancel();
        if (what % 8 == 4) call.on_bye();
        if (what % 8 == 5) call.hang_up();
        if (what % 8 >= 6) call.expire(now += seconds{script.take() % 64});
        drain();
    }
    call.hang_up();
    drain();
    for (int round = 0; call.next_deadline(); ++round) {
        sansio::check(round < 100, "repetitions end");
        call.expire(*call.next_deadline());
        drain();
    }
    using Event = InviteUas::Event;
    sansio::check(seen.count(Event::send_bye) <= 1 && seen.count(Event::send_487) <= 1, "one end");
    sansio::check(seen.count(Event::send_bye) + seen.count(Event::send_487) <= 1, "of one kind");
    sansio::check(seen.count(Event::ended) == 1, "who hangs up comes to an end");
}

void change(Script script) {
    sansio::Random random(script.take());
    SessionChange change(script.take() % 2 == 0, random);
    SessionTimer timer({.interval_s = script.take() * 20, .min_s = script.take() * 4});
    sansio::Time now{};
    while (!script.done()) {
        auto const what = script.take();
        TimerHeaders headers;
        headers.supported = (what & 16U) != 0;
        if ((what & 32U) != 0)
            headers.session_expires = {script.take() * 16,
                                       (what & 64U) != 0 ? std::optional(Refresher::uac) : std::nullopt};
        if ((what & 128U) != 0) headers.min_se = script.take() * 16;
        if (what % 8 == 0) static_cast<void>(change.on_invite());
        if (what % 8 == 1 && change.may_invite()) change.on_invite_sent();
        if (what % 8 == 2) change.on_response(script.take() % 2 == 0 ? 491 : 200, now);
        if (what % 8 == 3) change.on_answered();
        if (what % 8 == 4) timer.on_success(headers, now);
        if (what % 8 == 5) timer.on_422(headers);
        if (what % 8 == 6) {
            auto const reply = timer.answer(headers);
            auto const& agreed = reply.headers.session_expires;
            sansio::check(!agreed || agreed->seconds >= 90, "never below 90 s");
            sansio::check(
                !agreed || !headers.session_expires || agreed->seconds <= headers.session_expires->seconds,
                "never more than was asked for");
            if (!reply.too_small) timer.on_success_sent(reply.headers, now);
        }
        if (what % 8 == 7) {
            now += seconds{script.take()};
            static_cast<void>(timer.take(now));
            if (change.take_retry(now)) sansio::check(change.may_invite(), "a retry may be sent");
        }
        auto const request = timer.request_headers();
        sansio::check(
            !request.session_expires || request.session_expires->seconds >= request.min_se.value_or(90),
            "Session-Expires is not below Min-SE");
    }
    for (int round = 0; timer.next_deadline(); ++round) {
        sansio::check(round < 3, "a session that is not refreshed ends");
        static_cast<void>(timer.take(*timer.next_deadline()));
    }
}

/// Any two messages: what becomes a dialog writes requests that can be read.
void meet(std::string_view bytes) {
    auto const middle = bytes.find('\0');
    if (middle == std::string_view::npos) return;
    auto const request = sip::MessageView::parse(bytes.substr(0, middle));
    auto const response = sip::MessageView::parse(bytes.substr(middle + 1));
    if (!request || !request->is_request()) return;
    static_cast<void>(id_of_request(*request));
    static_cast<void>(TimerHeaders::of(*request));
    std::optional<Dialog> dialogs[] = {Dialog::as_uas(*request, "ours", 180, true), std::nullopt};
    if (response && !response->is_request()) dialogs[1] = Dialog::as_uac(*request, *response, true);
    for (auto& dialog : dialogs) {
        if (!dialog) continue;
        static_cast<void>(dialog->on_request(*request));
        dialog->refresh_target(*request);
        if (response && !response->is_request()) dialog->confirm(*response);
        sansio::ByteBuffer out;
        write(dialog->next_request("BYE", 1), "Max-Forwards: 70\r\n", "", out);
        sansio::check(sip::MessageView::parse(out.text()).has_value(), "a request of a dialog is readable");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    Script const script(bytes.substr(1));
    switch (data[0] % 4) {
        case 0:
            call_out(script);
            break;
        case 1:
            call_in(script);
            break;
        case 2:
            change(script);
            break;
        default:
            meet(script.rest());
    }
    return 0;
}
