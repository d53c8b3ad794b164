// `fedproof run`: selects, runs, writes the evidence, and says how it went.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <set>
#include <thread>
#include <unistd.h>

#include "harness/catalogue_files.hpp"
#include "harness/exit_code.hpp"
#include "harness/known_failures.hpp"
#include "harness/runner/interruption.hpp"
#include "harness/runner/progress.hpp"
#include "harness/runner/result_folder.hpp"
#include "harness/runner/scheduler.hpp"
#include "harness/runner/stopwatch.hpp"
#include "harness/target_files.hpp"
#include "harness/verbs.hpp"
#include "reports/summary.hpp"
#include "sansio/wall_time.hpp"

namespace harness {
namespace {

using runner::Mode;

/// Says what is wrong with the command line; the exit code for it.
int complain(std::string const& text) {
    std::fprintf(stderr, "fedproof: %s\n", text.c_str());
    return exit_usage;
}

/// The scenarios that make sense in this mode; of the others stderr tells how many and why.
std::vector<script::Scenario> for_mode(std::vector<script::Scenario> scenarios, Mode mode, bool verbose) {
    auto const fits = [&](script::Scenario const& scenario) {
        // A target is reached over real sockets.
        return mode == Mode::virtual_time ? scenario.modes.virtual_time : scenario.modes.loopback;
    };
    std::size_t left_out = 0;
    for (auto const& scenario : scenarios) {
        if (fits(scenario)) continue;
        ++left_out;
        if (verbose)
            std::fprintf(stderr, "%s is left out: %s\n", scenario.id.c_str(), scenario.modes.because.c_str());
    }
    if (left_out > 0 && !verbose)
        std::fprintf(stderr, "%zu scenarios make no sense in this mode (-v says why)\n", left_out);
    std::erase_if(scenarios, [&](script::Scenario const& scenario) { return !fits(scenario); });
    return scenarios;
}

/// A word of a shell's command line.
std::string quoted(std::string const& word) {
    constexpr auto plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@%+=,";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
    std::string text = "'";
    for (char const letter : word) text += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    return text + "'";
}

std::optional<Mode> parse_mode(std::string const& text) {
    for (auto const mode : {Mode::virtual_time, Mode::loopback, Mode::target})
        if (runner::to_text(mode) == text) return mode;
    return std::nullopt;
}

/// Certificates for a target must be good today, since its calendar is its own.
std::optional<sansio::WallTime> start_date(std::string const& wanted, Mode mode) {
    constexpr auto usual = "2013-06-01";
    if (!wanted.empty()) return sansio::parse_wall_time(wanted);
    return sansio::parse_wall_time(mode == Mode::target ? runner::calendar_now() : usual);
}

std::string signal_name(int number) {
    return number == SIGTERM ? "SIGTERM" : "SIGINT";
}

/// What of the selection runs here.
struct Part {
    std::optional<reports::Shard> shard;
    std::vector<std::string> selection;  // ids of all shards; empty without one
    std::vector<script::Scenario> scenarios;
};

/// Dealt before the mode leaves some out, so that `list --shard` shows the same part.
Part part_in_mode(std::vector<script::Scenario> const& selected, std::optional<reports::Shard> shard,
                  RunOptions const& options, Mode mode) {
    Part part{shard, {}, {}};
    auto const fitting = for_mode(selected, mode, options.verbose);
    if (!shard) {
        part.scenarios = fitting;
        return part;
    }
    std::set<std::string> own;
    for (auto const& scenario : part_of(selected, shard)) own.insert(scenario.id);
    for (auto const& scenario : fitting) {
        part.selection.push_back(scenario.id);
        if (own.contains(scenario.id)) part.scenarios.push_back(scenario);
    }
    std::fprintf(stderr, "shard %u of %u: %zu of %zu scenarios\n", shard->index, shard->count,
                 part.scenarios.size(), fitting.size());
    return part;
}

class Run {
public:
    Run(RunOptions const& options, Installation const& installation, runner::RunPlan plan, Part const& part,
        KnownFailures const& known, runner::ResultFolder& folder)
        : options_(options),
          installation_(installation),
          plan_(std::move(plan)),
          part_(part),
          known_(known),
          folder_(folder),
          live_(!options.quiet && !options.in_ci && ::isatty(STDERR_FILENO) == 1),
          status_(plan_.total(), live_) {}

    int run(sansio::WallTime date) {
        write_header(date);
        runner::RunWatch watch;
        watch.on_result = [this](runner::ScenarioResult const& result) { report(result); };
        watch.on_progress = [this](runner::ScenarioResult const* done) { progress(done); };
        watch.stop_cause = [] {
            int const number = runner::Interruption::signal();
            return number == 0 ? std::string() : signal_name(number);
        };
        watch.is_bad = [this](runner::ScenarioResult const& result) { return stops(result.record); };
        auto const outcome = runner::run_all(plan_, watch);
        if (!options_.quiet) std::fputs(status_.clear().c_str(), stderr);
        return write_end(outcome);
    }

private:
    void write_header(sansio::WallTime date) {
        reports::RunHeader header{.version = FEDPROOF_VERSION,
                                  .mode = runner::to_text(plan_.mode),
                                  .seed = plan_.seed,
                                  .date = sansio::to_string(date),
                                  .scenarios = {},
                                  .repeat = plan_.repeat,
                                  .shard = part_.shard,
                                  .selection = part_.selection};
        for (auto const& scenario : plan_.scenarios) header.scenarios.push_back(scenario.id);
        started_ = runner::calendar_now();
        folder_.write(reports::Record(header));
    }

    void report(runner::ScenarioResult const& result) {
        folder_.write(result.record);
        if (auto known = known_.judge(result.record)) folder_.write(reports::Timing(*std::move(known)));
        counts_.count(result.record.outcome->verdict);
        if (!options_.verbose) return;
        std::fputs(status_.clear().c_str(), stderr);
        std::fprintf(stderr, "%s  %s\n",
                     std::string(reports::to_string(result.record.outcome->verdict)).c_str(),
                     result.record.start.id.c_str());
    }

    /// With --fail-fast: what is no surprise stops nothing.
    bool stops(reports::ScenarioRecord record) const {
        record.known = known_.judge(record);
        return reports::is_unexpected(record) || record.outcome->verdict == reports::Verdict::error;
    }

    void progress(runner::ScenarioResult const* done) {
        if (done != nullptr)
            status_.finished(done->record.start.id, done->record.outcome->verdict, done->record.timing->real);
        if (!options_.quiet) std::fputs(status_.update(watch_.elapsed()).c_str(), stderr);
    }

    /// Answers the exit code.
    int write_end(runner::RunSummary const& outcome) {
        if (outcome.stopped.empty())
            folder_.write(reports::Record(reports::RunEnd{counts_}));
        else
            folder_.write(reports::Record(reports::Interrupted{
                outcome.stopped, counts_, static_cast<unsigned>(plan_.total() - outcome.reported)}));
        folder_.write(reports::Timing(reports::RunTiming{started_, watch_.elapsed(), plan_.jobs}));
        auto written = folder_.finish(trouble_);
        for (auto const& name : options_.reports)
            if (trouble_.empty()) trouble_ = runner::write_report(folder_, name, written);
        reports::SummaryStyle style;
        style.color = options_.color == "always" ||
                      (options_.color == "auto" && !options_.no_color && ::isatty(STDOUT_FILENO) == 1);
        style.folder = folder_.path();
        name_files(written);
        std::fputs(reports::summary(written, style).c_str(), stdout);
        if (trouble_.empty()) return exit_code_of(written);
        std::fprintf(stderr, "fedproof: %s\n", trouble_.c_str());
        return exit_our_fault;
    }

    int exit_code_of(reports::Run const& written) const {
        auto const code = exit_code(written);
        bool const says_little = plan_.mode == Mode::target && counts_.passed < options_.min_supported;
        return code == exit_passed && says_little ? exit_inconclusive : code;
    }

    /// The evidence names no path; the command on the screen must, for a file that is not in the catalogue, and for a catalogue
    /// that the command line named.
    void name_files(reports::Run& written) const {
        for (auto& record : written.scenarios)
            for (auto const& scenario : plan_.scenarios) {
                if (scenario.id != record.start.id || !record.outcome || record.outcome->rerun.empty())
                    continue;
                if (scenario.file.starts_with(installation_.scenarios_folder)) {
                    if (installation_.is_named)
                        record.outcome->rerun += " --scenarios " + quoted(installation_.scenarios_folder);
                    continue;
                }
                auto const place = record.outcome->rerun.find(" " + scenario.id);
                if (place != std::string::npos)
                    record.outcome->rerun.replace(place + 1, scenario.id.size(), quoted(scenario.file));
            }
    }

    RunOptions const& options_;
    Installation const& installation_;
    runner::RunPlan plan_;
    Part const& part_;
    KnownFailures const& known_;
    runner::ResultFolder& folder_;
    bool live_;
    runner::StatusLine status_;
    runner::Stopwatch watch_;
    reports::Counts counts_;
    std::string started_;
    std::string trouble_;
};

}  // namespace

int run(RunOptions const& options, Installation const& installation) {
    auto const mode = parse_mode(options.mode);
    if (!mode) return complain("--on is virtual, loopback or target, not '" + options.mode + "'");
    if ((*mode == Mode::target) == options.target.empty())
        return complain(options.target.empty()
                            ? "--on target needs --target FILE; docs/targets/README.md says what it holds"
                            : "--target goes with --on target");
    auto const date = start_date(options.date, *mode);
    if (!date) return complain("'" + options.date + "' is not a date as 2013-06-01 or 2013-06-01T12:00:00Z");
    for (auto const& name : options.reports)
        if (!runner::is_report(name))
            return complain("no report is called '" + name + "'; known are " + runner::report_names());

    auto const shard = find_shard(options.shard, options.shard_environment);
    if (!shard) return complain(shard.error());

    runner::RunPlan plan;
    plan.mode = *mode;
    std::optional<Opponent> opponent;
    if (plan.mode == Mode::target) {
        opponent = read_opponent(options.target, installation);
        if (!opponent) return exit_usage;
        plan.target = &opponent->target;
        plan.prepare = [&opponent](runner::ScenarioRun& run) { opponent->prepare(run); };
    }
    if (plan.mode == Mode::loopback && ::access(installation.edge_program().c_str(), X_OK) != 0)
        return complain("loopback mode needs fedproof-edge beside this program, and there is none in " +
                        installation.program_folder);
    auto selected = select(installation.scenarios_folder, options.selectors);
    if (!selected) return exit_usage;
    auto const part = part_in_mode(*selected, *shard, options, plan.mode);
    // An empty shard of a selection that is not is in order: there are more machines than scenarios.
    if (part.scenarios.empty() && part.selection.empty())
        return complain("none of the selected scenarios makes sense in this mode");
    auto const known =
        read_known_failures(options.known_failures, options.source_date_epoch, *selected, installation);
    if (!known) return exit_usage;
    // From here on an interruption leaves a partial report.
    runner::Interruption const interruption;
    std::string fault;
    runner::ResultFolder folder(options.out, fault);
    if (!fault.empty()) return complain(fault);

    plan.scenarios = part.scenarios;
    plan.seed = options.seed;
    plan.date = *date;
    plan.repeat = std::max(1U, options.repeat);
    // Over sockets a scenario waits for timers far longer than it computes.
    unsigned const a_processor = plan.mode == Mode::virtual_time ? 1 : 4;
    plan.jobs =
        options.jobs != 0 ? options.jobs : a_processor * std::max(1U, std::thread::hardware_concurrency());
    // Two scenarios cannot have one fixed address at a time.
    if (plan.target != nullptr && plan.target->is_fixed()) plan.jobs = 1;
    plan.fail_fast = options.fail_fast;
    plan.edge_program = installation.edge_program();
    plan.folder = options.out;
    if (!options.date.empty()) plan.rerun_flags = " --date " + options.date;
    if (plan.target != nullptr) plan.rerun_flags += " --target " + quoted(options.target);
    return Run(options, installation, plan, part, *known, folder).run(*date);
}

}  // namespace harness
