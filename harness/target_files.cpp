#include "harness/target_files.hpp"

#include <cstdio>

#include "harness/catalogue_files.hpp"
#include "harness/targets/needs.hpp"

namespace harness {

void Opponent::prepare(runner::ScenarioRun& run) const {
    run.unsupported = targets::why_unsupported(*run.scenario, target, requirements);
    run.leniency.without_diagnostics = !target.can("diagnostics");
    run.leniency.without_texts = true;
    run.leniency.class_of_errors = targets::judges_a_choice(*run.scenario, requirements);
}

std::optional<Opponent> read_opponent(std::string const& file, Installation const& installation) {
    auto const text = script::read_file(file);
    if (!text) {
        std::fprintf(stderr, "fedproof: %s cannot be read; --target names a target file\n", file.c_str());
        return std::nullopt;
    }
    auto target = targets::read(*text, file);
    if (!target) {
        print_to_stderr(target.error());
        return std::nullopt;
    }
    script::Findings findings;
    auto requirements = harness::requirements(installation.scenarios_folder, findings);
    print_to_stderr(findings);
    if (!requirements) return std::nullopt;
    return Opponent{*std::move(target), *std::move(requirements)};
}

}  // namespace harness
