// A run as its reports see it: the two streams read back and put together. Every report is a function of a Run.
#pragma once
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "reports/event_stream.hpp"

namespace reports {

using Entry = std::variant<Message, Occurrence, Step>;

/// One scenario's part of a run. Without an outcome it was cut short.
struct ScenarioRecord {
    ScenarioStart start;
    std::vector<Entry> entries;
    std::optional<Outcome> outcome;
    std::optional<ScenarioTiming> timing;
    std::optional<KnownFailure> known;

    bool passed() const { return outcome && outcome->verdict == Verdict::passed; }
    /// When entry `index` happened: virtual time from the events, else real time from the timings, else nothing.
    std::optional<sansio::Duration> time_of(std::size_t index) const;
};

/// Failed, or could not be played.
bool is_bad(ScenarioRecord const& scenario);
/// Failed as a list of known failures expects, and in time.
bool is_known_failure(ScenarioRecord const& scenario);
/// What makes a run fail: a failure that is not known, or a known one that did not come.
bool is_unexpected(ScenarioRecord const& scenario);
/// What a list of known failures has to do with the verdict, in a sentence; empty when it says nothing of the scenario.
std::string standing_text(ScenarioRecord const& scenario);

struct Run {
    RunHeader header;
    std::vector<ScenarioRecord> scenarios;
    std::optional<RunEnd> end;
    std::optional<Interrupted> interrupted;
    std::optional<RunTiming> timing;

    Counts counts() const;
};

/// Reads events and timings (which may be empty). A last line without its end is what a killed run leaves: it is dropped.
sansio::Result<Run, StreamFault> read_run(std::string_view events, std::string_view timings);

}  // namespace reports
