// One scenario from its beginning to its verdict, in one mode, on the thread that calls.
#pragma once
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "harness/script/scenario.hpp"
#include "reports/run.hpp"

namespace runner {

enum class Mode : std::uint8_t { virtual_time, loopback };
/// "virtual", "loopback"
std::string to_text(Mode mode);

struct ScenarioRun {
    script::Scenario const* scenario = nullptr;
    Mode mode = Mode::virtual_time;
    std::uint64_t run_seed = 0;
    unsigned round = 1;
    sansio::WallTime date{};   // of the run; the scenario may have one of its own
    std::string edge_program;  // loopback: path of fedproof-edge
    std::string folder;        // loopback: its working files go below, and a failed edge's log stays there
    std::string
        rerun_flags;  // of the command that repeats this, beside --on and --seed: " --date 2014-01-01"
    std::atomic<bool> const* stop = nullptr;
};

struct ScenarioResult {
    reports::ScenarioRecord record;
    bool is_cut_short = false;  // `stop` became true
    bool is_our_fault = false;  // a bug of fedproof, not of the edge
};

ScenarioResult run_scenario(ScenarioRun const& run);

/// Whether this scenario's virtual world uses OpenSSL on its links, and not only its plain twin.
bool uses_real_tls(script::Scenario const& scenario);

}  // namespace runner
