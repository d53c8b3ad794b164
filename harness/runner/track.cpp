#include "harness/runner/track.hpp"

#include <algorithm>

#include "harness/runner/describe.hpp"
#include "harness/runner/exchange.hpp"
#include "harness/runner/match.hpp"
#include "harness/runner/step_text.hpp"
#include "harness/runner/text.hpp"

namespace runner {

Progress Crossroads::advance(Play& play, sansio::Time now, std::size_t& chosen) const {
    std::string wishes;
    sansio::Duration longest{};
    for (auto const& way : one_of_->ways) {
        auto const& expect = std::get<script::Expect>(way.front().what);
        wishes += (wishes.empty() ? "" : "\nor ") + wanted(expect);
        longest = std::max(longest, play.limit(expect.within));
    }
    for (auto const& event : play.journal().all()) {
        std::string why;
        for (std::size_t way = 0; way < one_of_->ways.size(); ++way) {
            auto const& expect = std::get<script::Expect>(one_of_->ways[way].front().what);
            if (!concerns(expect, event, play)) continue;
            auto const other = difference(expect, event, play);
            if (!other) {
                chosen = way;
                return Done{};
            }
            why += (why.empty() ? "" : "; ") + *other;
        }
        if (why.empty()) continue;
        play.take(event);
        return Failed{wishes, describe(event) + ": " + why};
    }
    if (now < began_ + longest) return Waiting{began_ + longest};
    return Failed{wishes, seen_instead(play, 0) + " in " + to_text(now - began_)};
}

/// The next step of the innermost list; a <repeat> opens a list of its own.
script::Step const* Track::next_step() {
    while (!frames_.empty()) {
        Frame& frame = frames_.back();
        if (frame.next == frame.steps->size()) {
            frame.next = 0;
            if (frame.round++ == frame.times) frames_.pop_back();
            continue;
        }
        script::Step const& step = (*frame.steps)[frame.next++];
        auto const* const repeat = std::get_if<script::Repeat>(&step.what);
        if (repeat == nullptr) return &step;
        if (repeat->times > 0 && !repeat->steps.empty())
            frames_.push_back({&repeat->steps, repeat->times, true});
    }
    return nullptr;
}

Track::Frame const* Track::counting() const {
    auto const found =
        std::find_if(frames_.rbegin(), frames_.rend(), [](Frame const& frame) { return frame.counts; });
    return found == frames_.rend() ? nullptr : &*found;
}

bool Track::begin(sansio::Time now) {
    step_ = next_step();
    if (step_ == nullptr) return false;
    if (auto const* const parallel = std::get_if<script::Parallel>(&step_->what)) {
        for (auto const& role : parallel->roles) roles_.emplace_back(role, *played_);
    } else if (auto const* const one_of = std::get_if<script::OneOf>(&step_->what)) {
        crossroads_.emplace(*one_of, now);
    } else {
        act_ = make_act(*step_);
    }
    return true;
}

void Track::finish_step(Failed const* failed, Play const& play, sansio::Time now) {
    reports::Step record{.number = static_cast<unsigned>(played_->size() + 1),
                         .line = step_->place.line,
                         .text = step_text(*step_)};
    if (auto const* const frame = counting())
        record.text += " (" + std::to_string(frame->round) + " of " + std::to_string(frame->times) + ")";
    if (failed != nullptr) {
        record.passed = false;
        record.expected = failed->expected;
        record.seen = failed->seen;
    }
    played_->push_back({std::move(record), play.journal().size(), now});
    act_.reset();
}

Progress Track::advance_roles(Play& play, sansio::Time now) {
    std::optional<sansio::Time> until;
    // What one role does may be what an earlier one waits for, at the same instant.
    for (bool again = true; again;) {
        again = false;
        until.reset();
        for (auto role = roles_.begin(); role != roles_.end();) {
            auto const journal = play.journal().size();
            auto const played = played_->size();
            auto const progress = role->advance(play, now);
            again |= play.journal().size() != journal || played_->size() != played;
            if (std::holds_alternative<Done>(progress)) {
                role = roles_.erase(role);
                continue;
            }
            auto const* const waiting = std::get_if<Waiting>(&progress);
            if (waiting == nullptr) return progress;
            until = until ? std::min(*until, waiting->until) : waiting->until;
            ++role;
        }
    }
    if (until) return Waiting{*until};
    return Done{};
}

/// Of the step that has begun.
Progress Track::advance_step(Play& play, sansio::Time now) {
    if (!roles_.empty()) return advance_roles(play, now);
    auto const* const frame = counting();
    play.set_round(frame == nullptr ? 0 : frame->round);
    if (!crossroads_) return act_->advance(play, now);
    std::size_t chosen = 0;
    auto progress = crossroads_->advance(play, now, chosen);
    if (!std::holds_alternative<Done>(progress)) return progress;
    frames_.push_back({&std::get<script::OneOf>(step_->what).ways[chosen], 1});
    return progress;
}

Progress Track::advance(Play& play, sansio::Time now) {
    while (true) {
        if (step_ == nullptr && !begin(now)) return Done{};
        bool const is_list = act_ == nullptr && !crossroads_;
        auto const progress = advance_step(play, now);
        if (std::holds_alternative<Waiting>(progress)) return progress;
        if (auto const* const mistake = std::get_if<Mistake>(&progress)) {
            // Of a role it was told already, with its place.
            if (is_list) return progress;
            Failed const failed{"that the step can be played", mistake->text};
            finish_step(&failed, play, now);
            return Mistake{"line " + std::to_string(step_->place.line) + ": " + mistake->text};
        }
        auto const* const failed = std::get_if<Failed>(&progress);
        if (!is_list && (act_ != nullptr || failed != nullptr)) finish_step(failed, play, now);
        if (failed != nullptr) return progress;
        crossroads_.reset();
        step_ = nullptr;
    }
}

}  // namespace runner
