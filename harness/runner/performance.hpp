// One scenario on its stage: from the first machine's start to the ruling, whatever the driver is.
#pragma once
#include <string>

#include "harness/runner/player.hpp"
#include "harness/runner/run_scenario.hpp"
#include "harness/runner/stage.hpp"

namespace runner {

/// What a scenario is played with; each mode fills it in its own way.
struct Theatre {
    drivers::Driver* driver = nullptr;
    drivers::World* world = nullptr;  // the same, when it simulates
    EdgeUnderTest* edge = nullptr;
    bool simulated = false;  // time jumps
    NetworkPlan network = virtual_network;
    Pace pace{};
    Leniency leniency{};
    bool inside_in_dns = false;  // see StageSettings
    /// How long it takes until everybody knows of a machine's death, or a last message has arrived.
    sansio::Duration notice = std::chrono::milliseconds{20};
    /// How long the edge may take for its first start, and for its end.
    sansio::Duration machine_patience = std::chrono::seconds{20};
    /// How long a turn may wait: the run looks at `stop` in between.
    sansio::Duration turn_max = std::chrono::hours{24};
};

struct Ruling {
    reports::Verdict verdict = reports::Verdict::passed;
    std::string reason;
};

/// Thrown out of play() when the run was told to stop.
struct CutShort {};

class Performance {
public:
    /// `run` and what `theatre` points to outlive it.
    Performance(ScenarioRun const& run, Theatre const& theatre, std::uint64_t seed);

    Ruling play();
    /// What happened so far. With times, each entry carries its own; without, they go into the record's timing.
    void write(reports::ScenarioRecord& record, bool with_times) const;
    sansio::Duration lasted() const { return driver_.now() - start_; }

private:
    Ruling mistake(Refusals const& refusals) const;
    void turn(sansio::Time until);
    std::string death();
    std::string wait_for_machines();
    Ruling settle();

    ScenarioRun const& run_;
    Theatre theatre_;
    drivers::Driver& driver_;
    Stage stage_;
    Player player_;
    sansio::Time start_{};
};

}  // namespace runner
