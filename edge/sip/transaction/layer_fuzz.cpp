// A byte-coded script of requests, responses, cancels, lost connections and time against the layer, under the laws that hold
// whatever happens: an id ends once, one final response is asked for, and nobody is left when all is over.
#include "edge/sip/transaction/layer.hpp"

#include <array>
#include <fuzzer/FuzzedDataProvider.h>
#include <map>
#include <string>

#include "edge/sip/sample_messages_fixture.hpp"
#include "sansio/check.hpp"

namespace {

using namespace sip::transaction;
using sansio::check;
using sansio::ConnectionId;

constexpr std::array<std::string_view, 6> methods{"INVITE", "ACK", "CANCEL", "MESSAGE", "BYE", "BENOTIFY"};
constexpr std::array statuses{100, 180, 183, 200, 202, 302, 404, 408, 486, 487, 503, 603};

class Script {
public:
    explicit Script(FuzzedDataProvider& input) : input_(input) {}

    void play() {
        while (input_.remaining_bytes() > 0) {
            step();
            events();
            check(layer_.size() == live_.size(), "the layer and its user count alike");
        }
        finish();
    }

private:
    struct Known {
        std::string via;  // of the latest attempt; empty: not sent
        bool invite = false;
    };

    void step() {
        switch (input_.ConsumeIntegralInRange(0, 6)) {
            case 0:
                return request();
            case 1:
                return start();
            case 2:
                return response();
            case 3:
                return answer();
            case 4:
                return cancel();
            case 5:
                return layer_.connection_lost(connection(), now_);
            default:
                now_ += std::chrono::milliseconds{input_.ConsumeIntegralInRange(0, 40'000)};
                return layer_.expire(now_);
        }
    }
    ConnectionId connection() { return ConnectionId{input_.ConsumeIntegralInRange<std::uint64_t>(1, 3)}; }
    Source source() { return {connection(), input_.ConsumeIntegralInRange<std::uint64_t>(1, 3)}; }
    /// One of those that live, if any does.
    std::map<TransactionId, Known>::iterator pick() {
        if (live_.empty()) return live_.end();
        auto const steps = input_.ConsumeIntegralInRange<std::size_t>(0, live_.size() - 1);
        return std::next(live_.begin(), static_cast<std::ptrdiff_t>(steps));
    }

    void request() {
        auto text = sip::sample::request(input_.PickValueInArray(methods));
        text[text.find("sample1") + 6] = static_cast<char>('a' + input_.ConsumeIntegralInRange(0, 7));
        auto const view = sip::MessageView::parse(text);
        auto const arrival = layer_.on_request(*view, source(), {}, now_);
        if (auto const* fresh = std::get_if<NewRequest>(&arrival)) {
            check(live_.emplace(fresh->id, Known{{}, view->method() == sip::Method::invite}).second,
                  "an id is new");
        } else if (auto const* repeated = std::get_if<RepeatedRequest>(&arrival)) {
            check(layer_.alive(repeated->id), "a repetition is of a living one");
            if (!repeated->repeat) return;
            auto const before = out_.size();
            layer_.repeat_response(repeated->id, out_);
            check(out_.size() > before, "there is something to repeat");
        } else if (auto const* cancelling = std::get_if<CancelRequest>(&arrival)) {
            if (cancelling->of) layer_.cancel(*cancelling->of, now_);
        } else if (std::holds_alternative<NotAccepted>(arrival)) {
            layer_.stateless_tag(*view);
        }
    }
    void start() {
        auto const which = pick();
        if (which == live_.end() || layer_.answered(which->first)) return;
        auto& [id, known] = *which;
        known.via = "SIP/2.0/TLS sip.contoso.com:5061;branch=";
        known.via += layer_.start_client(id, source(), now_);
        if (known.invite)
            layer_.keep_sent(id, {"sip:alice@contoso.com", known.via, "Route: <sip:a.example;lr>\r\n"});
    }
    void response() {
        auto const which = pick();
        if (which == live_.end() || which->second.via.empty()) return;
        auto const method = input_.ConsumeBool() ? layer_.method(which->first) : sip::Method::cancel;
        auto const text =
            sip::sample::response(input_.PickValueInArray(statuses), which->second.via, sip::name_of(method));
        auto const view = sip::MessageView::parse(text);
        auto const id = which->first;
        bool const answered = layer_.answered(id);
        auto const arrival = layer_.on_response(*view, source(), now_);
        check(!arrival.id || *arrival.id == id, "a branch names one transaction");
        if (arrival.acknowledge) layer_.write_ack(id, *view, out_);
        if (arrival.cancel) layer_.write_cancel(id, out_);
        if (!arrival.pass) return;
        bool const success = view->status() >= 200 && view->status() < 300;
        check(!answered || (success && which->second.invite),
              "after a final response nothing but a 2xx to an INVITE");
        check(view->status() > 100 && view->status() != 408 + (which->second.invite ? 1000 : 0), "RFC 4320");
        layer_.response_sent(id, view->status(), input_.ConsumeBool() ? std::string_view(text) : "", now_);
    }
    void answer() {
        auto const which = pick();
        if (which == live_.end()) return;
        bool const answered = layer_.answered(which->first);
        auto const before = out_.size();
        layer_.respond(which->first, input_.PickValueInArray(statuses), {}, out_, now_);
        bool const success_again = which->second.invite && answered;
        check(!answered || success_again || out_.size() == before, "one final response");
    }
    void cancel() {
        auto const which = pick();
        if (which == live_.end()) return;
        if (layer_.cancel(which->first, now_) == CancelAdvice::send) layer_.write_cancel(which->first, out_);
    }
    void events() {
        while (auto const event = layer_.poll_event()) {
            check(live_.contains(event->id), "an event is of a living one");
            if (event->kind == TransactionEvent::Kind::terminated) {
                live_.erase(event->id);
                check(!layer_.alive(event->id), "what is terminated is gone");
            }
        }
        out_.clear();
    }
    /// Everybody is answered, and time does the rest.
    void finish() {
        std::vector<TransactionId> ids;
        for (auto const& [id, known] : live_) ids.push_back(id);
        for (auto const id : ids)
            if (layer_.alive(id)) layer_.respond(id, 500, {}, out_, now_);
        for (int round = 0; round < 40; ++round) {
            events();
            now_ += std::chrono::seconds{32};
            layer_.expire(now_);
            events();
            for (auto const& [id, known] : live_) layer_.cancel(id, now_);
        }
        check(live_.empty() && layer_.size() == 0, "nobody is left");
        check(layer_.timers() == 0, "nor a timer");
    }

    FuzzedDataProvider& input_;
    sansio::Random random_{1};
    Layer layer_{TimerValues{}, random_, {.transactions_max = 12}};
    sansio::Time now_{};
    std::map<TransactionId, Known> live_;
    sansio::ByteBuffer out_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    FuzzedDataProvider input(data, size);
    Script(input).play();
    return 0;
}
