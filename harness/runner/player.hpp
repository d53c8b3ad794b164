// Plays the story of one scenario, step after step: a core without I/O that looks at the journal and gives commands.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "harness/runner/track.hpp"

namespace runner {

class Player {
public:
    /// `scenario` and `scenery` outlive the player.
    Player(script::Scenario const& scenario, Scenery& scenery, Pace pace, Leniency leniency = {});

    enum class State : std::uint8_t {
        playing,
        told,      // every step passed; what is left is to see that nothing more comes
        failed,    // the edge did not do what a step says
        mistaken,  // a step cannot be played
    };
    /// Plays as far as the journal goes. Called when it has grown, and at deadline().
    State advance(sansio::Time now);
    State state() const { return state_; }
    /// Why it failed, or cannot be played.
    std::string const& reason() const { return reason_; }
    std::optional<sansio::Time> deadline() const { return deadline_; }
    std::vector<PlayedStep> const& steps() const { return played_; }
    Play const& play() const { return play_; }

private:
    Play play_;
    std::vector<PlayedStep> played_;
    Track track_;
    State state_ = State::playing;
    std::string reason_;
    std::optional<sansio::Time> deadline_;
};

}  // namespace runner
