#include "harness/script/catalogue.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "sansio/suggest.hpp"

namespace script {
namespace {

namespace files = std::filesystem;

std::vector<std::string> scenario_files(std::string_view folder) {
    std::vector<std::string> found;
    std::error_code fault;
    for (files::recursive_directory_iterator entry(folder, fault), end; !fault && entry != end;
         entry.increment(fault))
        if (entry.depth() > 0 && entry->path().extension() == ".xml" && entry->is_regular_file(fault))
            found.push_back(entry->path().generic_string());
    std::sort(found.begin(), found.end());
    return found;
}

bool is_below(std::string_view requirement, std::string_view clause) {
    if (!requirement.starts_with(clause)) return false;
    return requirement.size() == clause.size() || requirement[clause.size()] == '/' ||
           requirement[clause.size()] == '.';
}

bool fits(Scenario const& scenario, std::string_view selector) {
    if (selector.starts_with('@'))
        return std::ranges::find(scenario.tags, selector.substr(1)) != scenario.tags.end();
    if (selector.ends_with('/')) return scenario.id.starts_with(selector);
    if (scenario.id == selector || scenario.table == selector) return true;
    return std::ranges::any_of(scenario.judges,
                               [&](Judged const& judged) { return is_below(judged.requirement, selector); });
}

/// All that a selector could have meant, to suggest from.
std::vector<std::string> possible_selectors(Catalogue const& catalogue) {
    std::set<std::string> words;
    for (auto const& scenario : catalogue.scenarios) {
        words.insert(scenario.id);
        words.insert(file_id(scenario));
        words.insert(file_id(scenario).substr(0, file_id(scenario).rfind('/') + 1));
        for (auto const& tag : scenario.tags) words.insert("@" + tag);
        for (auto const& judged : scenario.judges) words.insert(judged.requirement);
    }
    return {words.begin(), words.end()};
}

SelectionFault nothing_fits(std::string_view what, std::string_view selector,
                            std::vector<std::string> const& words) {
    std::vector<std::string_view> const known(words.begin(), words.end());
    std::string suggestion = sansio::did_you_mean(selector, known);
    if (suggestion.empty()) {
        // Nothing is spelled alike, so the folders are the next best thing to say.
        std::string folders;
        for (auto const& word : words)
            if (word.ends_with('/')) folders += (folders.empty() ? "" : ", ") + word;
        if (!folders.empty()) suggestion = "; there are " + folders + ", and `fedproof list` shows every id";
    }
    return {"no " + std::string(what) + " is meant by \"" + std::string(selector) + "\"" + suggestion, {}};
}

SelectionFault no_scenario_fits(Catalogue const& catalogue, std::string_view selector) {
    return nothing_fits("scenario", selector, possible_selectors(catalogue));
}

sansio::Result<std::vector<Scenario>, SelectionFault> read_selected(std::string const& path,
                                                                    ReadOptions const& options) {
    auto const text = read_file(path);
    if (!text) return sansio::unexpected(SelectionFault{"cannot read " + path, {}});
    auto scenarios = read(*text, path, options);
    if (!scenarios)
        return sansio::unexpected(
            SelectionFault{path + " is not a sound scenario", std::move(scenarios.error())});
    return std::move(*scenarios);
}

}  // namespace

std::optional<std::string> read_file(std::string_view path) {
    std::error_code fault;
    if (!files::is_regular_file(path, fault)) return std::nullopt;
    std::ifstream stream(std::string(path), std::ios::binary);
    if (!stream) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

Catalogue load(std::string_view folder, ReadOptions const& options) {
    Catalogue catalogue{std::string(folder), {}, {}};
    auto const root_size = files::path(folder).generic_string().size() + (folder.ends_with('/') ? 0U : 1U);
    for (auto const& path : scenario_files(folder)) {
        auto scenarios = read(read_file(path).value_or(""), path, options);
        auto const id = path.substr(root_size, path.size() - root_size - std::string_view(".xml").size());
        if (!scenarios)
            catalogue.findings.insert(catalogue.findings.end(), scenarios.error().begin(),
                                      scenarios.error().end());
        else if (file_id(scenarios->front()) != id)
            catalogue.findings.push_back(
                {path,
                 {},
                 "the id is \"" + file_id(scenarios->front()) + "\" but the place says \"" + id + "\""});
        else
            std::ranges::move(*scenarios, std::back_inserter(catalogue.scenarios));
    }
    std::ranges::stable_sort(catalogue.scenarios, {}, &Scenario::id);
    auto const same = std::ranges::adjacent_find(catalogue.scenarios, {}, &Scenario::id);
    if (same != catalogue.scenarios.end())
        catalogue.findings.push_back(
            {std::next(same)->file, {}, same->file + " has a scenario \"" + same->id + "\" as well"});
    return catalogue;
}

sansio::Result<std::vector<Scenario>, SelectionFault> select(Catalogue const& catalogue,
                                                             std::span<std::string const> selectors,
                                                             ReadOptions const& options) {
    std::map<std::string, Scenario> wanted;
    bool const all =
        std::ranges::all_of(selectors, [](std::string const& selector) { return selector.starts_with('!'); });
    for (auto const& scenario : catalogue.scenarios)
        if (all) wanted.emplace(scenario.id, scenario);
    for (auto const& selector : selectors) {
        if (selector.starts_with('!')) continue;
        if (selector.ends_with(".xml")) {
            auto scenarios = read_selected(selector, options);
            if (!scenarios) return sansio::unexpected(std::move(scenarios.error()));
            for (auto& scenario : *scenarios) wanted.insert_or_assign(scenario.id, std::move(scenario));
            continue;
        }
        bool found = false;
        for (auto const& scenario : catalogue.scenarios) {
            if (!fits(scenario, selector)) continue;
            found = true;
            wanted.emplace(scenario.id, scenario);
        }
        if (!found) return sansio::unexpected(no_scenario_fits(catalogue, selector));
    }
    for (auto const& selector : selectors) {
        if (!selector.starts_with('!')) continue;
        auto const unwanted = std::string_view(selector).substr(1);
        if (std::ranges::none_of(catalogue.scenarios,
                                 [&](auto const& scenario) { return fits(scenario, unwanted); }))
            return sansio::unexpected(no_scenario_fits(catalogue, unwanted));
        std::erase_if(wanted, [&](auto const& entry) { return fits(entry.second, unwanted); });
    }
    if (wanted.empty()) return sansio::unexpected(SelectionFault{"no scenario is left to run", {}});
    std::vector<Scenario> chosen;
    chosen.reserve(wanted.size());
    for (auto& [id, scenario] : wanted) chosen.push_back(std::move(scenario));
    return chosen;
}

namespace {

using Ids = std::set<std::string, std::less<>>;

/// What one selector means, without its "!".
sansio::Result<Ids, SelectionFault> requirements_of(std::string const& selector,
                                                    std::span<Requirement const> requirements,
                                                    Catalogue const& catalogue, ReadOptions const& options) {
    Ids ids;
    auto const clause = std::string_view(selector).substr(0, selector.size() - selector.ends_with('/'));
    for (auto const& requirement : requirements)
        if (is_below(requirement.id, clause)) ids.insert(requirement.id);
    if (!ids.empty()) return ids;
    auto const scenarios = select(catalogue, std::span(&selector, 1), options);
    if (!scenarios) {
        if (selector.ends_with(".xml")) return sansio::unexpected(scenarios.error());
        auto const others = possible_selectors(catalogue);
        std::set<std::string> words(others.begin(), others.end());
        for (auto const& requirement : requirements) {
            words.insert(requirement.id);
            words.insert(requirement.id.substr(0, requirement.id.find('/') + 1));
        }
        return sansio::unexpected(nothing_fits("requirement", selector, {words.begin(), words.end()}));
    }
    for (auto const& scenario : *scenarios)
        for (auto const& judged : scenario.judges) ids.insert(judged.requirement);
    return ids;
}

}  // namespace

sansio::Result<std::vector<Requirement>, SelectionFault> select_requirements(
    std::span<Requirement const> requirements, Catalogue const& catalogue,
    std::span<std::string const> selectors, ReadOptions const& options) {
    bool const all =
        std::ranges::all_of(selectors, [](std::string const& selector) { return selector.starts_with('!'); });
    Ids wanted;
    Ids unwanted;
    for (auto const& selector : selectors) {
        bool const negated = selector.starts_with('!');
        auto const ids = requirements_of(selector.substr(negated ? 1 : 0), requirements, catalogue, options);
        if (!ids) return sansio::unexpected(ids.error());
        (negated ? unwanted : wanted).insert(ids->begin(), ids->end());
    }
    std::vector<Requirement> chosen;
    for (auto const& requirement : requirements)
        if ((all || wanted.contains(requirement.id)) && !unwanted.contains(requirement.id))
            chosen.push_back(requirement);
    if (chosen.empty()) return sansio::unexpected(SelectionFault{"no requirement is left to list", {}});
    return chosen;
}

}  // namespace script
