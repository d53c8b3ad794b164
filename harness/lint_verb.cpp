// `fedproof lint`: is a scenario, requirements or topology file well made? Would the edge take this captured message?
#include <cstdio>

#include "harness/catalogue_files.hpp"
#include "harness/lint_message.hpp"
#include "harness/verbs.hpp"

namespace harness {

namespace {

void print_array(std::vector<FileVerdict> const& verdicts) {
    for (std::size_t i = 0; i < verdicts.size(); ++i)
        std::printf("%s%s", i == 0 ? "[\n  " : ",\n  ", to_json(verdicts[i]).c_str());
    std::printf("%s]\n", verdicts.empty() ? "[" : "\n");
}

}  // namespace

int lint(LintOptions const& options, Installation const& installation) {
    if (options.format != "text" && options.format != "json") {
        std::fprintf(stderr, "fedproof: --format is text or json, not '%s'\n", options.format.c_str());
        return exit_usage;
    }
    bool const as_json = options.format == "json";
    script::LintOptions rules;
    rules.read = read_options();
    rules.topology = topology_findings;
    script::Findings ignored;  // a folder without requirements.xml: judged ids are not checked
    if (auto known = requirements(installation.scenarios_folder, ignored))
        rules.requirements = *std::move(known);
    std::size_t count = 0;
    std::vector<FileVerdict> verdicts;
    for (auto const& file : options.files) {
        auto const text = script::read_file(file);
        if (!text) {
            std::fprintf(stderr, "fedproof: %s cannot be read\n", file.c_str());
            return exit_usage;
        }
        if (is_message_file(file)) {
            verdicts.push_back(judge_message(*text, file));
            if (!verdicts.back().accepted) ++count;
            if (!verdicts.back().accepted && !as_json) std::printf("%s\n", to_text(verdicts.back()).c_str());
            continue;
        }
        auto const findings = script::lint(*text, file, rules);
        count += findings.size();
        verdicts.emplace_back();
        verdicts.back().file = file;
        verdicts.back().accepted = findings.empty();
        for (auto const& finding : findings)
            std::fprintf(as_json ? stderr : stdout, "%s\n", script::to_string(finding).c_str());
    }
    if (as_json) print_array(verdicts);
    return count == 0 ? exit_passed : exit_failed;
}

}  // namespace harness
