#include "harness/report_verb.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "harness/exit_code.hpp"
#include "harness/runner/result_folder.hpp"
#include "reports/difference.hpp"
#include "reports/merge.hpp"
#include "reports/selection.hpp"
#include "reports/summary.hpp"

namespace harness {
namespace {

namespace fs = std::filesystem;
using Opening = runner::ResultFolder::Opening;

int complain(std::string const& text, int code = exit_usage) {
    std::fprintf(stderr, "fedproof: %s\n", text.c_str());
    return code;
}

std::string unknown_report(std::vector<std::string> const& names) {
    for (auto const& name : names)
        if (!runner::is_report(name))
            return "no report is called '" + name + "'; known are " + runner::report_names();
    return {};
}

bool are_same(std::string const& one, std::string const& other) {
    std::error_code failed;
    return fs::weakly_canonical(one, failed) == fs::weakly_canonical(other, failed);
}

/// A folder that is named twice, or that the result would overwrite.
std::string clash(ReportOptions const& options) {
    for (auto first = options.folders.begin(); first != options.folders.end(); ++first) {
        if (are_same(*first, options.out)) return *first + " is one of the parts: the result goes elsewhere";
        for (auto second = options.folders.begin(); second != first; ++second)
            if (are_same(*first, *second)) return *first + " is named twice";
    }
    return {};
}

/// Streams of `run` as a run would have written them; the fault is empty or says why they could not be written.
std::string write(runner::ResultFolder& folder, reports::Run const& run) {
    folder.write(reports::Record(run.header));
    for (auto const& scenario : run.scenarios) {
        folder.write(scenario);
        if (scenario.known) folder.write(reports::Timing(*scenario.known));
    }
    if (run.end) folder.write(reports::Record(*run.end));
    if (run.interrupted) folder.write(reports::Record(*run.interrupted));
    if (run.timing) folder.write(reports::Timing(*run.timing));
    std::string fault;
    folder.finish(fault);
    return fault;
}

std::string write_reports(runner::ResultFolder const& folder, std::vector<std::string> const& names,
                          reports::Run const& run) {
    for (auto const& name : names)
        if (auto fault = runner::write_report(folder, name, run); !fault.empty()) return fault;
    return {};
}

void name_gaps(reports::Merged const& merged) {
    for (auto const& gap : merged.gaps) std::printf("%s\n", gap.c_str());
    for (auto const& name : merged.not_run) std::printf("not run  %s\n", name.c_str());
    if (merged.not_run_count > merged.not_run.size())
        std::printf("and %llu more\n",
                    static_cast<unsigned long long>(merged.not_run_count - merged.not_run.size()));
}

}  // namespace

int report_merge(ReportOptions const& options) {
    if (auto const fault = unknown_report(options.reports); !fault.empty()) return complain(fault);
    if (auto const fault = clash(options); !fault.empty()) return complain(fault);
    std::vector<reports::MergePart> parts;
    for (auto const& folder : options.folders) {
        auto run = runner::read_results(folder);
        if (!run) return complain(run.error());
        parts.push_back({folder, *std::move(run)});
    }
    auto const merged = reports::merge(std::move(parts));
    if (!merged) return complain(merged.error());
    std::string fault;
    runner::ResultFolder folder(options.out, fault);
    if (!fault.empty()) return complain(fault);
    fault = write(folder, merged->run);
    if (fault.empty()) fault = write_reports(folder, options.reports, merged->run);
    reports::SummaryStyle style;
    style.color = !options.no_color && ::isatty(STDOUT_FILENO) == 1;
    style.folder = folder.path();
    std::fputs(reports::summary(merged->run, style).c_str(), stdout);
    name_gaps(*merged);
    if (!fault.empty()) return complain(fault, exit_our_fault);
    return merged->complete() ? exit_code(merged->run) : exit_inconclusive;
}

int report_diff(ReportOptions const& options) {
    auto const older = runner::read_results(options.folders.at(0));
    if (!older) return complain(older.error());
    auto const newer = runner::read_results(options.folders.at(1));
    if (!newer) return complain(newer.error());
    auto const difference = reports::difference(*older, *newer);
    std::fputs(reports::to_text(difference).c_str(), stdout);
    if (!difference.newly_failing.empty()) return exit_failed;
    return difference.newer_is_complete ? exit_passed : exit_inconclusive;
}

int report_convert(ReportOptions const& options) {
    if (auto const fault = unknown_report(options.reports); !fault.empty()) return complain(fault);
    std::string const& source = options.folder;
    auto run = runner::read_results(source);
    if (!run) return complain(run.error());
    auto const chosen = reports::select(*std::move(run), options.selectors);
    if (!chosen) return complain(chosen.error());
    std::error_code failed;
    if (!options.out.empty()) fs::create_directories(options.out, failed);
    std::string fault;
    runner::ResultFolder const folder(options.out.empty() ? source : options.out, fault, Opening::existing);
    if (!fault.empty()) return complain(fault);
    fault = write_reports(folder, options.reports, *chosen);
    if (!fault.empty()) return complain(fault, exit_our_fault);
    std::printf("%zu scenarios in %s\n", chosen->scenarios.size(), folder.path().c_str());
    return exit_passed;
}

}  // namespace harness
