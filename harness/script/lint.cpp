#include "harness/script/lint.hpp"

#include <algorithm>

#include "harness/script/known_failures.hpp"
#include "harness/script/out_of_scope.hpp"
#include "sansio/suggest.hpp"

namespace script {
namespace {

/// The name of the root element, without reading the rest; empty when there is none.
std::string_view root_name(std::string_view text) {
    while (true) {
        auto const open = text.find('<');
        if (open == std::string_view::npos) return {};
        text.remove_prefix(open);
        if (!text.starts_with("<?") && !text.starts_with("<!")) break;
        bool const comment = text.starts_with("<!--");
        auto const close = text.find(comment ? "-->" : ">");
        if (close == std::string_view::npos) return {};
        text.remove_prefix(close);
    }
    return text.substr(1, text.find_first_of(" \t\r\n/>", 1) - 1);
}

}  // namespace

Findings unknown_requirements(Scenario const& scenario, std::vector<Requirement> const& requirements) {
    std::vector<std::string_view> known;
    known.reserve(requirements.size());
    for (auto const& requirement : requirements) known.push_back(requirement.id);
    Findings findings;
    for (auto const& judged : scenario.judges)
        if (find_requirement(requirements, judged.requirement) == nullptr)
            findings.push_back({scenario.file, judged.place,
                                "no requirement is called \"" + judged.requirement + "\"" +
                                    sansio::did_you_mean(judged.requirement, known)});
    return findings;
}

Findings unjudged_requirements(std::span<Scenario const> scenarios,
                               std::vector<Requirement> const& requirements, std::string_view file) {
    Findings findings;
    for (auto const& requirement : requirements) {
        bool const judged = std::ranges::any_of(scenarios, [&](Scenario const& scenario) {
            return std::ranges::find(scenario.judges, requirement.id, &Judged::requirement) !=
                   scenario.judges.end();
        });
        if (judged != requirement.not_judged_because.empty())
            findings.push_back({std::string(file), requirement.place,
                                judged ? "\"" + requirement.id + "\" is judged and yet says why it is not"
                                       : "no scenario judges \"" + requirement.id + "\""});
    }
    return findings;
}

Findings lint(std::string_view text, std::string_view file, LintOptions const& options) {
    auto const root = root_name(text);
    if (root == "topology" && options.topology) return options.topology(text, file);
    if (root == "requirements") {
        auto const requirements = read_requirements(text, file);
        return requirements ? Findings{} : requirements.error();
    }
    if (root == "out-of-scope") {
        auto const entries = read_out_of_scope(text, file);
        return entries ? Findings{} : entries.error();
    }
    if (root == "known-failures") {
        auto const entries = read_known_failures(text, file);
        return entries ? Findings{} : entries.error();
    }
    if (root != "scenario" && !root.empty()) {
        std::vector<std::string_view> const known = {"scenario", "requirements", "out-of-scope", "topology",
                                                     "known-failures"};
        return {{std::string(file),
                 {},
                 "<" + std::string(root) + "> is no kind of file that is known here" +
                     sansio::did_you_mean(root, known)}};
    }
    auto const scenarios = read(text, file, options.read);
    if (!scenarios) return scenarios.error();
    for (auto const& scenario : *scenarios)
        if (auto findings = unknown_requirements(scenario, options.requirements);
            !options.requirements.empty() && !findings.empty())
            return findings;
    return {};
}

}  // namespace script
