// `fedproof list`: what would run, or which requirement is judged by what.
#include <cstdio>

#include "harness/catalogue_files.hpp"
#include "harness/script/listing.hpp"
#include "harness/verbs.hpp"

namespace harness {

int list(ListOptions const& options, Installation const& installation) {
    auto const format = script::parse_list_format(options.format);
    if (!format) {
        std::fprintf(stderr, "fedproof: --format is table, json or names\n");
        return exit_usage;
    }
    bool const wants_requirements = options.selectors == std::vector<std::string>{"requirements"};
    auto const scenarios = select(installation.scenarios_folder,
                                  wants_requirements ? std::vector<std::string>{} : options.selectors);
    if (!scenarios) return exit_usage;
    std::string text;
    if (wants_requirements) {
        script::Findings findings;
        auto const known = requirements(installation.scenarios_folder, findings);
        print_to_stderr(findings);
        if (!known) return exit_usage;
        text = script::list(*known, *scenarios, *format);
    } else {
        text = script::list(*scenarios, *format);
    }
    std::fputs(text.c_str(), stdout);
    return exit_passed;
}

}  // namespace harness
