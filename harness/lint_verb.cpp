// `fedproof lint`: is a scenario, requirements or topology file well made? Would the edge take this captured message?
#include <algorithm>
#include <cstdio>
#include <filesystem>

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

constexpr std::uintmax_t file_max = 64 << 20;

FileVerdict judge(std::string const& file, script::LintOptions const& rules) {
    std::error_code failed;
    if (auto const size = std::filesystem::file_size(file, failed); !failed && size > file_max)
        return unread(file, "is larger than 64 MiB and not judged");
    auto const text = script::read_file(file);
    if (!text) return unread(file, "cannot be read");
    if (has_ending(file, ".sip")) return judge_message(*text, file);
    if (has_ending(file, ".xml")) return verdict_of(script::lint(*text, file, rules), *text, file);
    return unread(file,
                  "is not judged: the name of captured messages ends in .sip, of anything else in .xml");
}

int exit_code(std::vector<FileVerdict> const& verdicts) {
    using Verdict = FileVerdict::Verdict;
    auto const is_one = [&](Verdict verdict) {
        return std::ranges::find(verdicts, verdict, &FileVerdict::verdict) != verdicts.end();
    };
    if (is_one(Verdict::unread)) return exit_usage;
    return is_one(Verdict::reject) ? exit_failed : exit_passed;
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
    std::vector<FileVerdict> verdicts;
    for (auto const& file : options.files) {
        auto const verdict = judge(file, rules);
        // A file that was not judged is no result; stdout holds results alone.
        bool const is_unread = verdict.verdict == FileVerdict::Verdict::unread;
        if (is_unread || !as_json) std::fputs(to_text(verdict).c_str(), is_unread ? stderr : stdout);
        verdicts.push_back(verdict);
    }
    if (as_json) print_array(verdicts);
    return exit_code(verdicts);
}

}  // namespace harness
