#include "reports/summary.hpp"

#include <algorithm>

#include "reports/bytes_text.hpp"
#include "reports/ladder.hpp"

namespace reports {
namespace {

void append_count(std::string& text, unsigned count, std::string_view word) {
    if (count != 0) text += ", " + std::to_string(count) + " " + std::string(word);
}

std::string counts_line(Run const& run, bool color) {
    Counts const counts = run.counts();
    auto const known = std::ranges::count_if(run.scenarios, is_known_failure);
    bool const good = counts.passed + static_cast<unsigned>(known) == counts.all() && !run.interrupted &&
                      std::ranges::none_of(run.scenarios, is_unexpected);
    std::string text = run.header.mode + ": " + std::to_string(counts.passed) + " passed, " +
                       std::to_string(counts.failed) + " failed";
    if (known != 0) text += " (" + std::to_string(known) + " known)";
    append_count(text, counts.unsupported, "unsupported");
    append_count(text, counts.error, "in error");
    if (run.interrupted) {
        append_count(text, run.interrupted->not_run, "not run");
        text += "; interrupted by " + run.interrupted->cause;
    }
    text += ", seed " + std::to_string(run.header.seed);
    if (auto const shard = run.header.shard) {
        text += ", shard " + std::to_string(shard->index) + " of " + std::to_string(shard->count);
        if (run.header.scenarios.empty()) text += ", which is empty";
    }
    if (!color) return text;
    return (good ? "\x1b[32m" : "\x1b[31m") + text + "\x1b[0m";
}

}  // namespace

std::string summary(Run const& run, SummaryStyle const& style) {
    std::string text;
    for (auto const& scenario : run.scenarios) {
        if (!scenario.outcome || (scenario.passed() && !is_unexpected(scenario))) continue;
        if (is_known_failure(scenario) || scenario.passed()) {
            text += (scenario.passed() ? "passed  " : "known  ") + scenario.start.id + ": " +
                    printable_line(standing_text(scenario)) + "\n";
            continue;
        }
        if (scenario.known) text += scenario.start.id + ": " + printable_line(standing_text(scenario)) + "\n";
        if (style.ladders && scenario.outcome->verdict != Verdict::unsupported) {
            text += ladder(scenario, style.color) + "\n";
            continue;
        }
        text += std::string(to_string(scenario.outcome->verdict)) + "  " + scenario.start.id + ": " +
                printable_line(scenario.outcome->reason) + "\n";
    }
    text += counts_line(run, style.color) + "\n";
    if (run.interrupted) text += "The report is partial: it holds what ran before the interruption.\n";
    if (!style.folder.empty()) text += "Report in " + style.folder + "\n";
    return text;
}

}  // namespace reports
