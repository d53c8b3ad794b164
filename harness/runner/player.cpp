#include "harness/runner/player.hpp"

namespace runner {

Player::Player(script::Scenario const& scenario, Scenery& scenery, Pace pace, Leniency leniency)
    : play_(scenario, scenery, pace, leniency), track_(scenario.story, played_) {}

Player::State Player::advance(sansio::Time now) {
    if (state_ != State::playing) return state_;
    auto const progress = track_.advance(play_, now);
    deadline_.reset();
    if (auto const* const waiting = std::get_if<Waiting>(&progress)) {
        deadline_ = waiting->until;
    } else if (auto const* const mistake = std::get_if<Mistake>(&progress)) {
        state_ = State::mistaken;
        reason_ = mistake->text;
    } else if (auto const* const failed = std::get_if<Failed>(&progress)) {
        state_ = State::failed;
        reason_ = "step " + std::to_string(played_.back().step.number) + ": expected " + failed->expected +
                  "; seen: " + failed->seen;
    } else {
        state_ = State::told;
        play_.told = play_.journal().size();
    }
    return state_;
}

}  // namespace runner
