// Plays the story of one scenario, step after step: a core without I/O that looks at the journal and gives commands.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/runner/act.hpp"
#include "reports/record.hpp"

namespace runner {

/// A step that came to its end, and where the journal was then.
struct PlayedStep {
    reports::Step step;
    std::size_t journal_size = 0;
    sansio::Time at{};
};

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
    /// A list of steps that is being gone through: the story, or a <repeat> in it.
    struct Frame {
        std::vector<script::Step> const* steps;
        unsigned times;
        unsigned round = 1;
        std::size_t next = 0;
    };

    script::Step const* next_step();
    void finish_step(Failed const* failed, sansio::Time now);

    Play play_;
    std::vector<Frame> frames_;
    script::Step const* step_ = nullptr;
    std::unique_ptr<Act> act_;
    State state_ = State::playing;
    std::string reason_;
    std::optional<sansio::Time> deadline_;
    std::vector<PlayedStep> played_;
};

}  // namespace runner
