#include "reports/difference.hpp"

#include <map>

#include "reports/bytes_text.hpp"

namespace reports {
namespace {

using Name = std::pair<std::string, unsigned>;
using Table = std::map<Name, ScenarioRecord const*>;

Name name_of(ScenarioRecord const& scenario) {
    return {scenario.start.id, scenario.start.round};
}

std::string text_of(Name const& name) {
    return name.first + (name.second == 1 ? "" : " #" + std::to_string(name.second));
}

/// Of those that came to a verdict.
Table table_of(Run const& run) {
    Table table;
    for (auto const& scenario : run.scenarios)
        if (scenario.outcome) table.emplace(name_of(scenario), &scenario);
    return table;
}

std::string verdict_of(ScenarioRecord const* scenario) {
    if (scenario == nullptr) return {};
    auto const& outcome = *scenario->outcome;
    return std::string(to_string(outcome.verdict)) + (outcome.reason.empty() ? "" : ": " + outcome.reason);
}

/// Unsupported never hides what worked before.
bool is_regression(ScenarioRecord const* before, ScenarioRecord const& now) {
    if (is_bad(now)) return before == nullptr || !is_bad(*before);
    return now.outcome->verdict == Verdict::unsupported && before != nullptr && before->passed();
}

void sort_in(Difference& difference, ScenarioRecord const* before, ScenarioRecord const& now) {
    Change change{text_of(name_of(now)), verdict_of(before), verdict_of(&now)};
    if (is_regression(before, now))
        difference.newly_failing.push_back(std::move(change));
    else if (before == nullptr)
        difference.added.push_back(std::move(change));
    else if (now.passed() && !before->passed())
        difference.newly_passing.push_back(std::move(change));
    else if (is_bad(now) && change.before != change.now)
        difference.still_failing.push_back(std::move(change));
}

void compare(Difference& difference, std::string const& what, std::string const& before,
             std::string const& now) {
    if (before != now) difference.conditions.push_back(what + " was " + before + " and is " + now);
}

void add_section(std::string& text, std::string_view title, std::vector<Change> const& changes) {
    if (changes.empty()) return;
    text += std::string(title) + ":\n";
    for (auto const& change : changes) {
        text += "  " + printable_line(change.name) + "\n";
        if (!change.before.empty()) text += "    before: " + printable_line(change.before) + "\n";
        if (!change.now.empty()) text += "    now:    " + printable_line(change.now) + "\n";
    }
}

}  // namespace

Difference difference(Run const& older, Run const& newer) {
    Difference difference;
    Table const before = table_of(older);
    Table const now = table_of(newer);
    for (auto const& scenario : newer.scenarios) {
        if (!scenario.outcome) continue;
        auto const found = before.find(name_of(scenario));
        sort_in(difference, found == before.end() ? nullptr : found->second, scenario);
    }
    for (auto const& scenario : older.scenarios)
        if (scenario.outcome && !now.contains(name_of(scenario)))
            difference.gone.push_back({text_of(name_of(scenario)), verdict_of(&scenario), {}});
    compare(difference, "the mode", older.header.mode, newer.header.mode);
    compare(difference, "the seed", std::to_string(older.header.seed), std::to_string(newer.header.seed));
    compare(difference, "the version", older.header.version, newer.header.version);
    compare(difference, "the date", older.header.date, newer.header.date);
    difference.newer_is_complete = newer.end.has_value();
    if (!older.end) difference.conditions.emplace_back("the older run did not come to its end");
    if (!newer.end) difference.conditions.emplace_back("the newer run did not come to its end");
    return difference;
}

std::string to_text(Difference const& difference) {
    std::string text;
    add_section(text, "newly failing", difference.newly_failing);
    add_section(text, "still failing, in another way", difference.still_failing);
    add_section(text, "newly passing", difference.newly_passing);
    add_section(text, "new", difference.added);
    add_section(text, "gone", difference.gone);
    for (auto const& condition : difference.conditions) text += "note: " + printable_line(condition) + "\n";
    return text + std::to_string(difference.newly_failing.size()) + " newly failing, " +
           std::to_string(difference.still_failing.size()) + " failing in another way, " +
           std::to_string(difference.newly_passing.size()) + " newly passing, " +
           std::to_string(difference.added.size()) + " new, " + std::to_string(difference.gone.size()) +
           " gone\n";
}

}  // namespace reports
