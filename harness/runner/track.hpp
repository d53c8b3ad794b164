// A list of steps that is being played, with all that it holds: repeats, roles at the same time, one of several ways.
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

/// The first message that fits the beginning of a way decides which one is taken.
class Crossroads {
public:
    /// `one_of` outlives it.
    Crossroads(script::OneOf const& one_of, sansio::Time now) : one_of_(&one_of), began_(now) {}

    /// Done: `chosen` says which.
    Progress advance(Play& play, sansio::Time now, std::size_t& chosen) const;

private:
    script::OneOf const* one_of_;
    sansio::Time began_;
};

class Track {
public:
    /// `steps` and `played` outlive it; steps that came to their end go into `played`.
    Track(std::vector<script::Step> const& steps, std::vector<PlayedStep>& played)
        : frames_{{&steps, 1}}, played_(&played) {}

    /// Plays as far as the journal goes. Failed and Mistake: of the step that is the last in `played`.
    Progress advance(Play& play, sansio::Time now);

private:
    /// One list that is being gone through: the track's own, a <repeat> in it, or a way that was taken.
    struct Frame {
        std::vector<script::Step> const* steps;
        unsigned times;
        bool counts = false;  // it is a <repeat>, and ${n} says the round
        unsigned round = 1;
        std::size_t next = 0;
    };

    script::Step const* next_step();
    Frame const* counting() const;
    /// Begins the next step; false: there is none.
    bool begin(sansio::Time now);
    Progress advance_step(Play& play, sansio::Time now);
    Progress advance_roles(Play& play, sansio::Time now);
    void finish_step(Failed const* failed, Play const& play, sansio::Time now);

    std::vector<Frame> frames_;
    std::vector<PlayedStep>* played_;
    script::Step const* step_ = nullptr;
    // At most one of these three: what the step is played by.
    std::unique_ptr<Act> act_;
    std::vector<Track> roles_;  // of a <parallel> that have not come to their end
    std::optional<Crossroads> crossroads_;
};

}  // namespace runner
