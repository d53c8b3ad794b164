#include "harness/runner/player.hpp"

#include "harness/runner/step_text.hpp"

namespace runner {

Player::Player(script::Scenario const& scenario, Scenery& scenery, Pace pace, Leniency leniency)
    : play_(scenario, scenery, pace, leniency), frames_{{&scenario.story, 1}} {}

/// The next step of the innermost list; a <repeat> opens a list of its own.
script::Step const* Player::next_step() {
    while (!frames_.empty()) {
        Frame& frame = frames_.back();
        if (frame.next == frame.steps->size()) {
            frame.next = 0;
            if (frame.round++ == frame.times) frames_.pop_back();
            continue;
        }
        play_.set_round(frames_.size() > 1 ? frame.round : 0);
        script::Step const& step = (*frame.steps)[frame.next++];
        auto const* const repeat = std::get_if<script::Repeat>(&step.what);
        if (repeat == nullptr) return &step;
        if (repeat->times > 0 && !repeat->steps.empty()) frames_.push_back({&repeat->steps, repeat->times});
    }
    return nullptr;
}

void Player::finish_step(Failed const* failed, sansio::Time now) {
    reports::Step record{.number = static_cast<unsigned>(played_.size() + 1),
                         .line = step_->place.line,
                         .text = step_text(*step_)};
    if (frames_.size() > 1)
        record.text +=
            " (" + std::to_string(frames_.back().round) + " of " + std::to_string(frames_.back().times) + ")";
    if (failed != nullptr) {
        record.passed = false;
        record.expected = failed->expected;
        record.seen = failed->seen;
        state_ = State::failed;
        reason_ = "step " + std::to_string(record.number) + ": expected " + failed->expected +
                  "; seen: " + failed->seen;
    }
    played_.push_back({std::move(record), play_.journal().size(), now});
    act_.reset();
}

Player::State Player::advance(sansio::Time now) {
    while (state_ == State::playing) {
        if (!act_) {
            step_ = next_step();
            if (step_ == nullptr) {
                state_ = State::told;
                play_.told = play_.journal().size();
                break;
            }
            act_ = make_act(*step_);
        }
        Progress const progress = act_->advance(play_, now);
        if (auto const* waiting = std::get_if<Waiting>(&progress)) {
            deadline_ = waiting->until;
            return state_;
        }
        if (auto const* mistake = std::get_if<Mistake>(&progress)) {
            Failed const failed{"that the step can be played", mistake->text};
            finish_step(&failed, now);
            state_ = State::mistaken;
            reason_ = "line " + std::to_string(step_->place.line) + ": " + mistake->text;
        } else {
            finish_step(std::get_if<Failed>(&progress), now);
        }
    }
    deadline_.reset();
    return state_;
}

}  // namespace runner
