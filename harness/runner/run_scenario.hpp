// One scenario from its beginning to its verdict, in one mode, on the thread that calls.
#pragma once
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "harness/runner/play.hpp"
#include "harness/script/scenario.hpp"
#include "harness/targets/target.hpp"
#include "reports/run.hpp"

namespace runner {

enum class Mode : std::uint8_t { virtual_time, loopback, target };
/// "virtual", "loopback", "target"
std::string to_text(Mode mode);

struct ScenarioRun {
    script::Scenario const* scenario = nullptr;
    Mode mode = Mode::virtual_time;
    std::uint64_t run_seed = 0;
    unsigned round = 1;
    sansio::WallTime date{};                  // of the run; the scenario may have one of its own
    std::string edge_program;                 // loopback: path of fedproof-edge
    targets::Target const* target = nullptr;  // target mode: whom it is played against
    std::string unsupported{};                // target mode: why it is not played; empty: it is
    Leniency leniency{};                      // target mode
    std::string
        folder;  // over sockets: working files go below, and the log of an edge that failed stays there
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
