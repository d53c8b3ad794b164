// `fedproof list`: what would run, or which requirement is judged by what.
#include <cstdio>

#include "harness/catalogue_files.hpp"
#include "harness/script/listing.hpp"
#include "harness/verbs.hpp"

namespace harness {
namespace {

// Nothing: stderr says why.
using Text = std::optional<std::string>;

Text listed_scenarios(ListOptions const& options, Installation const& installation,
                      script::ListFormat format) {
    auto const scenarios = select(installation.scenarios_folder, options.selectors);
    if (!scenarios) return std::nullopt;
    auto const shard = find_shard(options.shard, options.shard_environment);
    if (shard) return script::list(part_of(*scenarios, *shard), format);
    std::fprintf(stderr, "fedproof: %s\n", shard.error().c_str());
    return std::nullopt;
}

Text listed_requirements(ListOptions const& options, Installation const& installation,
                         script::ListFormat format) {
    auto const scenarios = select(installation.scenarios_folder, {});
    if (!scenarios) return std::nullopt;
    script::Findings findings;
    auto const known = requirements(installation.scenarios_folder, findings);
    print_to_stderr(findings);
    if (!known) return std::nullopt;
    std::vector<std::string> const selectors(options.selectors.begin() + 1, options.selectors.end());
    auto const chosen = script::select_requirements(*known, {installation.scenarios_folder, *scenarios, {}},
                                                    selectors, read_options());
    if (chosen) return script::list(*chosen, *scenarios, format);
    print_to_stderr(chosen.error().findings);
    std::fprintf(stderr, "fedproof: %s\n", chosen.error().message.c_str());
    return std::nullopt;
}

}  // namespace

int list(ListOptions const& options, Installation const& installation) {
    auto const format = script::parse_list_format(options.format);
    if (!format) {
        std::fprintf(stderr, "fedproof: --format is table, json or names\n");
        return exit_usage;
    }
    bool const wants_requirements = !options.selectors.empty() && options.selectors.front() == "requirements";
    if (wants_requirements && !options.shard.empty()) {
        std::fprintf(stderr, "fedproof: --shard divides scenarios, not requirements\n");
        return exit_usage;
    }
    auto const text = wants_requirements ? listed_requirements(options, installation, *format)
                                         : listed_scenarios(options, installation, *format);
    if (!text) return exit_usage;
    std::fputs(text->c_str(), stdout);
    return exit_passed;
}

}  // namespace harness
