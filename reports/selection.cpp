#include "reports/selection.hpp"

#include <algorithm>

#include "sansio/suggest.hpp"

namespace reports {
namespace {

/// A clause means its parts as well: rfc3261/16.3 also rfc3261/16.3/2, but not rfc3261/16.30.
bool begins_with_clause(std::string_view requirement, std::string_view clause) {
    return requirement == clause || (requirement.starts_with(clause) && requirement[clause.size()] == '/');
}

bool means(std::string_view selector, ScenarioStart const& start) {
    if (selector.ends_with('/')) return start.id.starts_with(selector);
    return start.id == selector ||
           std::ranges::any_of(start.requirements, [&](std::string const& requirement) {
               return begins_with_clause(requirement, selector);
           });
}

std::string unknown(std::string const& selector, Run const& run) {
    std::vector<std::string_view> ids;
    for (auto const& scenario : run.scenarios) ids.push_back(scenario.start.id);
    return "nothing in these results is meant by \"" + selector + "\"" + sansio::did_you_mean(selector, ids);
}

}  // namespace

sansio::Result<Run, std::string> select(Run run, std::span<std::string const> selectors) {
    if (selectors.empty()) return run;
    std::vector<std::string_view> wanted;
    std::vector<std::string_view> unwanted;
    for (auto const& selector : selectors) {
        bool const negated = selector.starts_with('!');
        auto const word = std::string_view(selector).substr(negated ? 1 : 0);
        (negated ? unwanted : wanted).push_back(word);
        if (std::ranges::none_of(run.scenarios,
                                 [&](auto const& scenario) { return means(word, scenario.start); }))
            return sansio::unexpected(unknown(selector, run));
    }
    std::erase_if(run.scenarios, [&](ScenarioRecord const& scenario) {
        auto const meant = [&](std::string_view word) { return means(word, scenario.start); };
        return (!wanted.empty() && std::ranges::none_of(wanted, meant)) ||
               std::ranges::any_of(unwanted, meant);
    });
    if (run.scenarios.empty()) return sansio::unexpected(std::string("the selectors leave nothing"));
    std::erase_if(run.header.scenarios, [&](std::string const& id) {
        return std::ranges::none_of(run.scenarios,
                                    [&](auto const& scenario) { return scenario.start.id == id; });
    });
    return run;
}

}  // namespace reports
