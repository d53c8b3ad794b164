#include "reports/run.hpp"

#include <map>
#include <utility>

namespace reports {
namespace {

using Name = std::pair<std::string, unsigned>;

/// Puts records where they belong. Answers a sentence when one stands where it may not.
class Assembly {
public:
    explicit Assembly(Run& run) : run_(run) {}

    std::string operator()(RunHeader header) {
        if (header.format != format_version)
            return "format " + std::to_string(header.format) + " is not known";
        if (opened_) return "a second run in one stream";
        opened_ = true;
        run_.header = std::move(header);
        return {};
    }
    std::string operator()(ScenarioStart start) {
        if (!opened_) return "the run's header is missing";
        run_.scenarios.push_back({std::move(start), {}, {}, {}, {}});
        return {};
    }
    std::string operator()(Message message) { return add(std::move(message)); }
    std::string operator()(Occurrence occurrence) { return add(std::move(occurrence)); }
    std::string operator()(Step step) { return add(std::move(step)); }
    std::string operator()(Outcome outcome) {
        if (run_.scenarios.empty() || run_.scenarios.back().outcome ||
            run_.scenarios.back().start.id != outcome.id)
            return "a verdict of a scenario that does not run";
        run_.scenarios.back().outcome = std::move(outcome);
        return {};
    }
    std::string operator()(RunEnd end) {
        run_.end = end;
        return {};
    }
    std::string operator()(Interrupted interrupted) {
        run_.interrupted = std::move(interrupted);
        return {};
    }

private:
    std::string add(Entry entry) {
        if (run_.scenarios.empty() || run_.scenarios.back().outcome) return "a record outside a scenario";
        run_.scenarios.back().entries.push_back(std::move(entry));
        return {};
    }

    Run& run_;
    bool opened_ = false;
};

/// Calls `take(line)` for each whole line; stops at the first that answers a sentence.
template <class Take>
std::optional<StreamFault> each_line(std::string_view text, Take take) {
    for (std::size_t number = 1;; ++number) {
        auto const end = text.find('\n');
        if (end == std::string_view::npos) return std::nullopt;
        std::string const complaint = take(text.substr(0, end));
        if (!complaint.empty()) return StreamFault{number, complaint};
        text.remove_prefix(end + 1);
    }
}

std::optional<StreamFault> read_events(std::string_view events, Run& run) {
    Assembly assembly(run);
    return each_line(events, [&](std::string_view line) {
        auto record = parse_record(line);
        return record ? std::visit(assembly, *std::move(record)) : record.error().text;
    });
}

std::optional<StreamFault> read_timings(std::string_view timings, Run& run) {
    std::map<Name, ScenarioRecord*> by_name;
    for (auto& scenario : run.scenarios) by_name[{scenario.start.id, scenario.start.round}] = &scenario;
    return each_line(timings, [&](std::string_view line) -> std::string {
        auto timing = parse_timing(line);
        if (!timing) return "timings: " + timing.error().text;
        if (auto const* whole = std::get_if<RunTiming>(&*timing)) run.timing = *whole;
        if (auto* one = std::get_if<ScenarioTiming>(&*timing))
            if (auto const found = by_name.find({one->id, one->round}); found != by_name.end())
                found->second->timing = std::move(*one);
        if (auto* known = std::get_if<KnownFailure>(&*timing))
            if (auto const found = by_name.find({known->id, known->round}); found != by_name.end())
                found->second->known = std::move(*known);
        return {};
    });
}

}  // namespace

std::optional<sansio::Duration> ScenarioRecord::time_of(std::size_t index) const {
    auto const own = std::visit([](auto const& entry) { return entry.at; }, entries.at(index));
    if (own || !timing || index >= timing->entries.size()) return own;
    return timing->entries[index];
}

bool is_bad(ScenarioRecord const& scenario) {
    return scenario.outcome &&
           (scenario.outcome->verdict == Verdict::failed || scenario.outcome->verdict == Verdict::error);
}

bool is_known_failure(ScenarioRecord const& scenario) {
    return scenario.known && scenario.known->standing == KnownFailure::Standing::known;
}

bool is_unexpected(ScenarioRecord const& scenario) {
    if (!scenario.outcome) return false;
    if (scenario.known && scenario.known->standing == KnownFailure::Standing::passed) return true;
    return scenario.outcome->verdict == Verdict::failed && !is_known_failure(scenario);
}

std::string standing_text(ScenarioRecord const& scenario) {
    if (!scenario.known) return {};
    KnownFailure const& known = *scenario.known;
    switch (known.standing) {
        case KnownFailure::Standing::known:
            return "known until " + known.expires + ": " + known.reason;
        case KnownFailure::Standing::expired:
            return "it was known until " + known.expires + " only: " + known.reason;
        case KnownFailure::Standing::other_code:
            return "known is a failure with \"" + known.code + "\", not this one";
        case KnownFailure::Standing::passed:
            return "it passes, so its entry among the known failures is to go: " + known.reason;
    }
    return {};
}

Counts Run::counts() const {
    Counts counts;
    for (auto const& scenario : scenarios)
        if (scenario.outcome) counts.count(scenario.outcome->verdict);
    return counts;
}

sansio::Result<Run, StreamFault> read_run(std::string_view events, std::string_view timings) {
    Run run;
    if (auto fault = read_events(events, run)) return sansio::unexpected(*std::move(fault));
    if (run.header.version.empty()) return sansio::unexpected(StreamFault{0, "the stream holds no run"});
    if (auto fault = read_timings(timings, run)) return sansio::unexpected(*std::move(fault));
    return run;
}

}  // namespace reports
