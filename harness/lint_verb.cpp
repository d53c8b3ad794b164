// `fedproof lint`: is a scenario, requirements or topology file well made?
#include <cstdio>

#include "harness/catalogue_files.hpp"
#include "harness/verbs.hpp"

namespace harness {

int lint(LintOptions const& options, Installation const& installation) {
    script::LintOptions rules;
    rules.read = read_options();
    rules.topology = topology_findings;
    script::Findings ignored;  // a folder without requirements.xml: judged ids are not checked
    if (auto known = requirements(installation.scenarios_folder, ignored))
        rules.requirements = *std::move(known);
    std::size_t count = 0;
    for (auto const& file : options.files) {
        auto const text = script::read_file(file);
        if (!text) {
            std::fprintf(stderr, "fedproof: %s cannot be read\n", file.c_str());
            return exit_usage;
        }
        for (auto const& finding : script::lint(*text, file, rules)) {
            std::printf("%s\n", script::to_string(finding).c_str());
            ++count;
        }
    }
    return count == 0 ? exit_passed : exit_failed;
}

}  // namespace harness
