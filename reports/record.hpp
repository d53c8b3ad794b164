// The records of a run: what happened, as plain values. They hold nothing of the host: no real time, path or process id.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sansio/time.hpp"

namespace reports {

/// Grows when an old reader could misread a new stream.
inline constexpr int format_version = 1;

enum class Verdict : std::uint8_t { passed, failed, unsupported, error };
std::string_view to_string(Verdict verdict);
std::optional<Verdict> parse_verdict(std::string_view text);

/// One part of a selection that several machines run: number `index`, from 1, of `count`.
struct Shard {
    unsigned index = 1;
    unsigned count = 1;
    bool operator==(Shard const&) const = default;
};

/// First record of every stream.
struct RunHeader {
    int format = format_version;
    std::string version{};  // of fedproof
    std::string mode{};     // "virtual", "loopback"
    std::uint64_t seed = 0;
    std::string date{};                    // the wall clock at the start of each scenario
    std::vector<std::string> scenarios{};  // ids, in the order of the run
    unsigned repeat = 1;
    std::optional<Shard> shard{};          // nothing: the run is the whole selection
    std::vector<std::string> selection{};  // of a shard: the ids of all shards together, in order
    bool operator==(RunHeader const&) const = default;
};

/// Opens the records of one scenario; all up to its Outcome belong to it.
struct ScenarioStart {
    std::string id{};
    std::string title{};
    unsigned round = 1;                  // counts --repeat
    std::uint64_t seed = 0;              // derived from the run's seed, the id and the round
    std::string tls{};                   // "real", "twin"
    std::vector<std::string> parties{};  // columns of the ladder, from left to right
    std::vector<std::string> requirements{};
    bool operator==(ScenarioStart const&) const = default;
};

/// Bytes that one party sent or received. `at` counts from the scenario's start; without it the run was in real time,
/// and the time stands in the timings.
struct Message {
    std::optional<sansio::Duration> at{};
    std::string from{};
    std::string to{};
    std::string summary{};  // one line for people: "MESSAGE sip:bob@fabrikam.com"
    std::string bytes{};
    bool operator==(Message const&) const = default;
};

/// Something at one party that is no message: a connection that came or went, a calendar that moved.
struct Occurrence {
    std::optional<sansio::Duration> at{};
    std::string party{};
    std::string text{};
    bool operator==(Occurrence const&) const = default;
};

/// A step of the story came to its end.
struct Step {
    std::optional<sansio::Duration> at{};
    unsigned number = 0;  // from 1, in the order of the story
    unsigned line = 0;    // in the scenario's file; 0: none
    std::string text{};   // the step as a sentence
    bool passed = true;
    std::string expected{};  // empty when it passed
    std::string seen{};      // empty when it passed
    bool operator==(Step const&) const = default;
};

/// Closes the records of one scenario.
struct Outcome {
    std::string id{};
    unsigned round = 1;
    Verdict verdict = Verdict::passed;
    std::string reason{};  // empty when it passed
    std::string rerun{};   // the command that runs it again; empty when it passed
    std::optional<sansio::Duration> lasted{};
    bool is_our_fault = false;  // of an error: fedproof itself is to blame, not the scenario's file
    bool operator==(Outcome const&) const = default;
};

/// How many scenarios came to which verdict.
struct Counts {
    unsigned passed = 0;
    unsigned failed = 0;
    unsigned unsupported = 0;
    unsigned error = 0;

    void count(Verdict verdict);
    unsigned all() const { return passed + failed + unsupported + error; }
    bool operator==(Counts const&) const = default;
};

/// Last record of a run that came to its end.
struct RunEnd {
    Counts counts;
    bool operator==(RunEnd const&) const = default;
};

/// Last record of a run that was told to stop: what stands before it is true, and not all of the run.
struct Interrupted {
    std::string cause{};  // "SIGINT", "SIGTERM", "--fail-fast"
    Counts counts;
    unsigned not_run = 0;
    bool operator==(Interrupted const&) const = default;
};

using Record =
    std::variant<RunHeader, ScenarioStart, Message, Occurrence, Step, Outcome, RunEnd, Interrupted>;

// ---- timings: what is true of this machine and this day only ----

/// How long a scenario took on a real clock. `entries` holds, in real time, when each Message, Occurrence and Step of it
/// happened, in the order of the events; it is empty when the events carry their own times.
struct ScenarioTiming {
    std::string id{};
    unsigned round = 1;
    sansio::Duration real{};
    std::vector<sansio::Duration> entries{};
    bool operator==(ScenarioTiming const&) const = default;
};

struct RunTiming {
    std::string started{};  // ISO 8601, real calendar
    sansio::Duration real{};
    unsigned jobs = 1;
    bool operator==(RunTiming const&) const = default;
};

/// What a list of known failures says of a scenario, judged on the real day of the run. It stands here and not among the events, for
/// another day may judge the same events otherwise.
struct KnownFailure {
    enum class Standing : std::uint8_t {
        known,       // it failed as expected
        expired,     // it failed as expected, but that was to be mended by now
        other_code,  // it failed in another way
        passed,      // it did not fail: the entry is out of date
    };
    std::string id{};
    unsigned round = 1;
    Standing standing = Standing::known;
    std::string code{};     // what the scenario's reason was to hold
    std::string expires{};  // the last day of the entry
    std::string reason{};   // why the failure is accepted
    bool operator==(KnownFailure const&) const = default;
};
std::string_view to_string(KnownFailure::Standing standing);
std::optional<KnownFailure::Standing> parse_standing(std::string_view text);

using Timing = std::variant<ScenarioTiming, RunTiming, KnownFailure>;

}  // namespace reports
