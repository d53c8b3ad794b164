#include "reports/junit.hpp"

#include <array>
#include <charconv>
#include <map>
#include <vector>

#include "reports/bytes_text.hpp"
#include "reports/ladder.hpp"

namespace reports {
namespace {

std::string attribute(std::string_view name, std::string_view value) {
    return " " + std::string(name) + "=\"" + xml_attribute(value) + "\"";
}

std::string seconds(sansio::Duration time) {
    std::array<char, 32> text{};
    auto const end = std::to_chars(text.data(), text.data() + text.size(),
                                   static_cast<double>(time.count()) / 1e6, std::chars_format::fixed, 6);
    return {text.data(), end.ptr};
}

std::string property(std::string_view name, std::string_view value) {
    return "<property" + attribute("name", name) + attribute("value", value) + "/>";
}

std::string folder_of(std::string const& id) {
    auto const slash = id.rfind('/');
    return slash == std::string::npos ? "scenarios" : id.substr(0, slash);
}

std::string verdict_element(ScenarioRecord const& scenario) {
    if (!scenario.outcome) return "      <error message=\"cut short: the run was interrupted\"/>\n";
    Outcome const& outcome = *scenario.outcome;
    if (is_known_failure(scenario))
        return "      <skipped" +
               attribute("message", standing_text(scenario) + " (" + outcome.reason + ")") + "/>\n";
    if (is_unexpected(scenario) && scenario.passed())
        return "      <failure" + attribute("message", standing_text(scenario)) + "/>\n";
    switch (outcome.verdict) {
        case Verdict::passed:
            return {};
        case Verdict::unsupported:
            return "      <skipped" + attribute("message", outcome.reason) + "/>\n";
        case Verdict::failed:
        case Verdict::error:
            break;
    }
    std::string const element = outcome.verdict == Verdict::failed ? "failure" : "error";
    return "      <" + element + attribute("message", outcome.reason) + ">" +
           xml_text(ladder(scenario, false)) + "</" + element + ">\n";
}

std::string testcase(ScenarioRecord const& scenario, std::string const& folder) {
    ScenarioStart const& start = scenario.start;
    std::string name = folder == "scenarios" ? start.id : start.id.substr(folder.size() + 1);
    if (start.round != 1) name += " #" + std::to_string(start.round);
    auto const real = scenario.timing ? scenario.timing->real : sansio::Duration{};
    std::string text = "    <testcase" + attribute("classname", folder) + attribute("name", name) +
                       attribute("time", seconds(real)) + ">\n      <properties>" +
                       property("title", start.title) + property("seed", std::to_string(start.seed)) +
                       property("tls", start.tls);
    if (scenario.outcome && scenario.outcome->lasted)
        text += property("virtual_time", seconds(*scenario.outcome->lasted));
    for (auto const& requirement : start.requirements) text += property("requirement", requirement);
    return text + "</properties>\n" + verdict_element(scenario) + "    </testcase>\n";
}

struct Tally {
    std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
    sansio::Duration real{};

    void add(ScenarioRecord const& scenario) {
        ++tests;
        if (scenario.timing) real += scenario.timing->real;
        if (!scenario.outcome || scenario.outcome->verdict == Verdict::error) {
            ++errors;
            return;
        }
        if (is_unexpected(scenario)) ++failures;
        if (scenario.outcome->verdict == Verdict::unsupported || is_known_failure(scenario)) ++skipped;
    }
    std::string attributes() const {
        return attribute("tests", std::to_string(tests)) + attribute("failures", std::to_string(failures)) +
               attribute("errors", std::to_string(errors)) + attribute("skipped", std::to_string(skipped)) +
               attribute("time", seconds(real));
    }
};

/// A file of results alone must not look complete when the run is not.
constexpr std::string_view complete_suite = "fedproof";

std::string incomplete(Run const& run) {
    std::string const cause = run.interrupted ? run.interrupted->cause + ": " +
                                                    std::to_string(run.interrupted->not_run) + " not run"
                                              : "the run did not come to its end";
    return "  <testsuite" + attribute("name", complete_suite) +
           " tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n    <testcase" +
           attribute("classname", complete_suite) + " name=\"complete\">\n      <error" +
           attribute("message", cause) + "/>\n    </testcase>\n  </testsuite>\n";
}

}  // namespace

std::string junit(Run const& run) {
    auto const shard = run.header.shard;
    std::map<std::string, std::vector<ScenarioRecord const*>> suites;
    Tally all;
    for (auto const& scenario : run.scenarios) {
        suites[folder_of(scenario.start.id)].push_back(&scenario);
        all.add(scenario);
    }
    if (!run.end) {
        ++all.tests;
        ++all.errors;
    }
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" +
                       attribute("name", "fedproof " + run.header.mode) + all.attributes() + ">\n";
    for (auto const& [folder, scenarios] : suites) {
        Tally tally;
        std::string cases;
        for (auto const* scenario : scenarios) {
            tally.add(*scenario);
            cases += testcase(*scenario, folder);
        }
        text += "  <testsuite" + attribute("name", folder) + tally.attributes() + ">\n    <properties>" +
                property("mode", run.header.mode) + property("seed", std::to_string(run.header.seed)) +
                property("complete", run.end ? "true" : "false") +
                (shard ? property("shard", std::to_string(shard->index) + "/" + std::to_string(shard->count))
                       : "") +
                "</properties>\n" + cases + "  </testsuite>\n";
    }
    return text + (run.end ? "" : incomplete(run)) + "</testsuites>\n";
}

}  // namespace reports
