// Steps that look at single messages: expect, in-any-order, silence.
#include <algorithm>

#include "harness/runner/capture.hpp"
#include "harness/runner/describe.hpp"
#include "harness/runner/exchange.hpp"
#include "harness/runner/match.hpp"
#include "harness/runner/text.hpp"
#include "simulators/wire/raw_message.hpp"
#include "simulators/wire/slices.hpp"

namespace runner {
namespace {

using Kind = kit::Observation::Kind;
using kit::Observation;

std::optional<Failed> too_early(script::Expect const& expect, Observation const& event, sansio::Time began,
                                Play const& play) {
    if (!expect.not_before || event.at - began >= play.scaled(*expect.not_before)) return std::nullopt;
    return Failed{wanted(expect) + ", not before " + to_text(*expect.not_before),
                  describe(event) + " after " + to_text(event.at - began)};
}

/// The captures of an <expect> may stand in its own checks.
void capture_early(script::Expect const& expect, Observation const& event, Play& play) {
    for (auto const& capture : expect.captures)
        if (auto value = captured(capture, event)) play.set_variable(capture.name, *std::move(value));
}

/// What the message is known by from now on.
std::optional<Mistake> learn(script::Expect const& expect, Observation const& event, Play& play) {
    for (auto const& capture : expect.captures) {
        auto value = captured(capture, event);
        if (!value) return Mistake{value.error()};
        play.set_variable(capture.name, *std::move(value));
    }
    LabelledMessage message{event.party, event.user, {}, event.raw, {}, event.index};
    message.request.call_id = event.summary.call_id;
    play.name_message(expect.label, std::move(message));
    return std::nullopt;
}

class ExpectAct final : public Act {
public:
    explicit ExpectAct(script::Expect const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time now) override {
        if (!began_) began_ = now;
        for (auto const& event : play.journal().all()) {
            if (!concerns(step_, event, play)) continue;
            play.take(event);
            capture_early(step_, event, play);
            auto const other = difference(step_, event, play);
            if (other) return Failed{wanted(step_), describe(event) + ": " + *other};
            if (auto early = too_early(step_, event, *began_, play)) return *std::move(early);
            if (auto mistake = learn(step_, event, play)) return *std::move(mistake);
            return Done{};
        }
        auto const limit = play.limit(step_.within);
        if (now < *began_ + limit) return Waiting{*began_ + limit};
        return Failed{wanted(step_), seen_instead(play, 0) + " in " + to_text(now - *began_)};
    }

private:
    script::Expect const& step_;
    std::optional<sansio::Time> began_;
};

class InAnyOrderAct final : public Act {
public:
    explicit InAnyOrderAct(script::InAnyOrder const& step) {
        for (auto const& expect : step.expects) open_.push_back(&expect);
    }

    Progress advance(Play& play, sansio::Time now) override {
        if (!began_) began_ = now;
        for (auto const& event : play.journal().all())
            if (auto failed = hear(play, event)) return *std::move(failed);
        if (open_.empty()) return Done{};
        sansio::Time until = *began_;
        for (auto const* expect : open_) until = std::max(until, *began_ + play.limit(expect->within));
        if (now < until) return Waiting{until};
        return Failed{wishes(), seen_instead(play, 0) + " in " + to_text(now - *began_)};
    }

private:
    std::optional<Failed> hear(Play& play, Observation const& event) {
        bool concerned = false;
        std::string why;
        for (auto expect = open_.begin(); expect != open_.end(); ++expect) {
            if (!concerns(**expect, event, play)) continue;
            concerned = true;
            auto const other = difference(**expect, event, play);
            if (!other) {
                play.take(event);
                auto const* const met = *expect;
                open_.erase(expect);
                if (auto early = too_early(*met, event, *began_, play)) return early;
                if (auto mistake = learn(*met, event, play)) return Failed{wanted(*met), mistake->text};
                return std::nullopt;
            }
            why += (why.empty() ? "" : "; ") + *other;
        }
        if (!concerned) return std::nullopt;
        play.take(event);
        return Failed{wishes(), describe(event) + ": " + why};
    }
    std::string wishes() const {
        std::string text;
        for (auto const* expect : open_) text += (text.empty() ? "" : "\nor ") + wanted(*expect);
        return text;
    }

    std::vector<script::Expect const*> open_;
    std::optional<sansio::Time> began_;
};

class SilenceAct final : public Act {
public:
    explicit SilenceAct(script::Silence const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time now) override {
        auto const duration = play.scaled(step_.duration);
        if (!until_) until_ = now + duration;
        for (auto const& event : play.journal().all()) {
            if (!play.is_open(event) || !is_at(step_.at, event)) continue;
            play.take(event);
            return Failed{"nothing at " + step_.at.name + " for " + to_text(duration), describe(event)};
        }
        if (now < *until_) return Waiting{*until_};
        return Done{};
    }

private:
    script::Silence const& step_;
    std::optional<sansio::Time> until_;
};

}  // namespace

std::unique_ptr<Act> make_expect_act(script::Step const& step) {
    if (auto const* expect = std::get_if<script::Expect>(&step.what))
        return std::make_unique<ExpectAct>(*expect);
    if (auto const* group = std::get_if<script::InAnyOrder>(&step.what))
        return std::make_unique<InAnyOrderAct>(*group);
    if (auto const* silence = std::get_if<script::Silence>(&step.what))
        return std::make_unique<SilenceAct>(*silence);
    return nullptr;
}

}  // namespace runner
