// `fedproof explain`: which of all that has an id is meant, and what it says.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>

#include "harness/catalogue_files.hpp"
#include "harness/explain/catalogue_texts.hpp"
#include "harness/explain/diagnostics.hpp"
#include "harness/verbs.hpp"
#include "sansio/suggest.hpp"

namespace harness {
namespace {

namespace fs = std::filesystem;
using explain::Explanation;

std::optional<std::uint32_t> number_of(std::string_view text) {
    std::uint32_t number = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// The first line of each patch. An installation without the sources has none, and explains without them.
explain::MutantTitles mutant_titles(std::string const& scenarios_folder) {
    explain::MutantTitles titles;
    std::error_code failed;
    auto const folder = fs::path(scenarios_folder) / ".." / "harness" / "mutants";
    for (auto const& entry : fs::directory_iterator(folder, failed)) {
        if (entry.path().extension() != ".patch") continue;
        auto const text = script::read_file(entry.path().string());
        if (text) titles[entry.path().stem().string()] = text->substr(0, text->find('\n'));
    }
    return titles;
}

std::optional<Explanation> in_catalogue(ExplainOptions const& options, std::string const& folder,
                                        std::vector<script::Scenario> const& scenarios,
                                        std::vector<script::Requirement> const& known) {
    auto const requirement = std::ranges::find(known, options.id, &script::Requirement::id);
    if (requirement != known.end())
        return explain::requirement(*requirement, scenarios, mutant_titles(folder));
    auto const scenario = std::ranges::find(scenarios, options.id, &script::Scenario::id);
    if (scenario != scenarios.end()) return explain::scenario(*scenario, known, options.bytes);
    return std::nullopt;
}

std::string suggestion(std::string const& id, std::vector<script::Scenario> const& scenarios,
                       std::vector<script::Requirement> const& known) {
    std::vector<std::string> ids;
    for (auto const number : explain::diagnostic_ids()) ids.push_back(std::to_string(number));
    for (auto const& scenario : scenarios) ids.push_back(scenario.id);
    for (auto const& requirement : known) ids.push_back(requirement.id);
    std::vector<std::string_view> const views(ids.begin(), ids.end());
    return sansio::did_you_mean(id, views);
}

int print(Explanation const& explanation, std::string const& format) {
    std::fputs((format == "json" ? to_json(explanation) : to_text(explanation)).c_str(), stdout);
    return exit_passed;
}

}  // namespace

int explain(ExplainOptions const& options, Installation const& installation) {
    if (options.format != "text" && options.format != "json") {
        std::fprintf(stderr, "fedproof: --format is text or json, not '%s'\n", options.format.c_str());
        return exit_usage;
    }
    if (auto const number = number_of(options.id)) {
        if (auto const known = explain::diagnostic(*number)) return print(*known, options.format);
        if (auto const known = explain::status(*number)) return print(*known, options.format);
    }
    auto const scenarios = select(installation.scenarios_folder, {});
    if (!scenarios) return exit_usage;
    script::Findings findings;
    auto const known = requirements(installation.scenarios_folder, findings);
    print_to_stderr(findings);
    if (!known) return exit_usage;
    if (auto const found = in_catalogue(options, installation.scenarios_folder, *scenarios, *known))
        return print(*found, options.format);
    std::fprintf(
        stderr,
        "fedproof: nothing has the id %s%s; `fedproof list` and `fedproof list requirements` name ids\n",
        options.id.c_str(), suggestion(options.id, *scenarios, *known).c_str());
    return exit_usage;
}

}  // namespace harness
