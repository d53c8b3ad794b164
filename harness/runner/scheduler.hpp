// Many scenarios on several threads; a world never leaves its thread, and results come in the order of the scenarios.
#pragma once
#include <functional>
#include <span>
#include <string>

#include "harness/runner/run_scenario.hpp"

namespace runner {

struct RunPlan {
    std::span<script::Scenario const> scenarios;
    Mode mode = Mode::virtual_time;
    std::uint64_t seed = 1;
    sansio::WallTime date{};
    unsigned repeat = 1;
    unsigned jobs = 1;
    bool fail_fast = false;
    std::string edge_program;
    targets::Target const* target = nullptr;  // see ScenarioRun, as is the next
    std::function<void(ScenarioRun& run)>
        prepare{};  // called on any thread; fills `unsupported` and `leniency`
    std::string folder;
    std::string rerun_flags;  // see ScenarioRun

    std::size_t total() const { return scenarios.size() * repeat; }
};

struct RunWatch {
    /// In the order of the scenarios, on the thread of run_all().
    std::function<void(ScenarioResult const& result)> on_result;
    /// Whenever one is done, in any order, and several times a second besides.
    std::function<void(ScenarioResult const* done)> on_progress;
    /// Whether fail_fast stops at it. Not set: at each that failed or could not be played.
    std::function<bool(ScenarioResult const& result)> is_bad{};
    /// Empty, or the cause for which the run is to stop: "SIGINT".
    std::function<std::string()> stop_cause;
};

struct RunSummary {
    std::string stopped;       // the cause; empty: all ran
    std::size_t reported = 0;  // results that on_result saw
};

/// Runs all of them. What ran when the stop came is abandoned; with fail_fast nothing behind the first failure is reported.
RunSummary run_all(RunPlan const& plan, RunWatch const& watch);

}  // namespace runner
