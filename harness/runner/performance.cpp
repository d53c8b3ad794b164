#include "harness/runner/performance.hpp"

#include <algorithm>

#include "harness/runner/recording.hpp"
#include "harness/runner/surprises.hpp"
#include "harness/runner/text.hpp"

namespace runner {
namespace {

using reports::Verdict;

constexpr sansio::Duration look_again = std::chrono::milliseconds{5};

/// Longer than any timer of SIP on a reliable transport but Timer C, so that nothing can come later (RFC 3261 §17: 64*T1).
constexpr sansio::Duration aftermath = std::chrono::seconds{40};

}  // namespace

Performance::Performance(ScenarioRun const& run, Theatre const& theatre, std::uint64_t seed)
    : run_(run),
      theatre_(theatre),
      driver_(*theatre.driver),
      stage_({.scenario = run.scenario,
              .driver = theatre.driver,
              .world = theatre.world,
              .edge = theatre.edge,
              .network = theatre.network,
              .date = run.scenario->given.date.value_or(run.date),
              .seed = seed,
              .timer_divisor = theatre.pace.divisor,
              .inside_in_dns = theatre.inside_in_dns,
              .notice = theatre.notice}),
      player_(*run.scenario, stage_, theatre.pace, theatre.leniency) {}

Ruling Performance::play() {
    if (Refusals const refusals = stage_.open(); !refusals.empty()) return mistake(refusals);
    if (auto trouble = wait_for_machines(); !trouble.empty())
        return {Verdict::failed, "the edge did not start: " + trouble};
    start_ = driver_.now();
    while (player_.advance(driver_.now()) == Player::State::playing) turn(*player_.deadline());
    if (player_.state() == Player::State::failed) return {Verdict::failed, player_.reason() + death()};
    if (player_.state() == Player::State::mistaken) return {Verdict::error, player_.reason()};
    return settle();
}

void Performance::write(reports::ScenarioRecord& record, bool with_times) const {
    Recording recording = runner::record(stage_.journal(), player_.steps(), start_, with_times);
    record.entries = std::move(recording.entries);
    if (!with_times) record.timing->entries = std::move(recording.times);
}

/// The evidence names the scenario, not where its file lies on this machine.
Ruling Performance::mistake(Refusals const& refusals) const {
    std::string text;
    for (auto const& refusal : refusals)
        text += (text.empty() ? "" : "\n") + run_.scenario->id +
                ".xml:" + std::to_string(refusal.place.line) + ":" + std::to_string(refusal.place.column) +
                ": " + refusal.text;
    return {Verdict::error, text};
}

void Performance::turn(sansio::Time until) {
    if (run_.stop != nullptr && run_.stop->load()) throw CutShort{};
    driver_.run_turn(std::min(until, driver_.now() + theatre_.turn_max));
}

/// Empty, or how the edge ended untold: then the step that failed shows only what followed from it.
std::string Performance::death() {
    // A process that dies closes its connections a moment before its end can be seen.
    auto const until = driver_.now() + theatre_.notice;
    while (!theatre_.simulated && stage_.readiness() != Scenery::Readiness::failed && driver_.now() < until)
        turn(std::min(until, driver_.now() + look_again));
    return stage_.readiness() == Scenery::Readiness::failed ? "\n" + stage_.failure() : std::string();
}

/// Empty, or why a machine does not run as it was told.
std::string Performance::wait_for_machines() {
    auto const until = driver_.now() + theatre_.machine_patience;
    while (driver_.now() < until) {
        switch (stage_.readiness()) {
            case Scenery::Readiness::ready:
                return {};
            case Scenery::Readiness::failed:
                return stage_.failure();
            case Scenery::Readiness::pending:
                turn(std::min(until, driver_.now() + look_again));
        }
    }
    return "not within " + to_text(theatre_.machine_patience);
}

/// Nothing more may arrive, and nothing may be left in the edge. In virtual time all timers run out; over sockets the edge
/// says when nothing waits in it any more.
Ruling Performance::settle() {
    auto const limit = std::max(aftermath / theatre_.pace.divisor, theatre_.pace.patience);
    auto const end_of_timers = driver_.now() + limit;
    while (driver_.now() < end_of_timers && (theatre_.simulated || !theatre_.edge->idle()))
        turn(theatre_.simulated ? end_of_timers : driver_.now() + look_again);
    if (!theatre_.edge->idle())
        return {Verdict::failed,
                "something still waits in the edge " + to_text(limit) + " after the last step"};
    for (auto const quiet = driver_.now() + theatre_.notice; driver_.now() < quiet;) turn(quiet);
    stage_.close();
    if (auto trouble = wait_for_machines(); !trouble.empty())
        return {Verdict::failed, "the edge did not end in order: " + trouble};
    std::string surprise = surprises(player_.play());
    if (!surprise.empty()) return {Verdict::failed, "no step awaited this: " + surprise};
    return {};
}

}  // namespace runner
