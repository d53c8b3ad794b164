#include "harness/exit_code.hpp"

#include <algorithm>
#include <csignal>

namespace harness {

int exit_code(reports::Run const& run) {
    auto const cause = run.interrupted ? run.interrupted->cause : std::string();
    if (cause == "SIGINT") return exit_signal + SIGINT;
    if (cause == "SIGTERM") return exit_signal + SIGTERM;
    auto const is_our_fault = [](reports::ScenarioRecord const& scenario) {
        return scenario.outcome && scenario.outcome->is_our_fault;
    };
    if (std::ranges::any_of(run.scenarios, is_our_fault)) return exit_our_fault;
    if (std::ranges::any_of(run.scenarios, reports::is_unexpected)) return exit_failed;
    // A target that does not come up, or whose hook fails, has shown nothing.
    if (run.header.mode == "target" && run.counts().error > 0) return exit_unreachable;
    // A scenario that cannot be played is a file that cannot be used.
    return run.counts().error > 0 ? exit_usage : exit_passed;
}

}  // namespace harness
