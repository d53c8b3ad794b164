// The command line of fedproof (product.md §1): verbs and flags; the work is done elsewhere.
#include <cstdlib>
#include <filesystem>
#include <limits>

#include <CLI/CLI.hpp>

#include "harness/help_texts.hpp"
#include "harness/program_guards.hpp"
#include "harness/report_verb.hpp"
#include "harness/runner/child_process.hpp"
#include "harness/verbs.hpp"
#include "sansio/suggest.hpp"
#include "sansio/wall_time.hpp"
#include "sansio/whole_number.hpp"
#include "simulators/peer_main.hpp"

namespace {

using namespace harness::help;

constexpr std::uint64_t jobs_max = 1000;  // each is a thread

std::string path_of_this_program() {
    std::error_code failed;
    return std::filesystem::read_symlink("/proc/self/exe", failed).string();
}

CLI::Validator whole_number(std::uint64_t least, std::uint64_t most) {
    return {[least, most](std::string const& text) { return sansio::whole_number_fault(text, least, most); },
            ""};
}

void add_shard(CLI::App& verb, std::string& shard) {
    verb.add_option("--shard", shard,
                    "part I of N, from 1; else what GTEST_TOTAL_SHARDS and GTEST_SHARD_INDEX, "
                    "JOB_COMPLETION_INDEX and "
                    "FEDPROOF_SHARD_TOTAL, or SLURM_ARRAY_TASK_ID and its like say")
        ->type_name("I/N");
}

std::optional<std::string> variable(char const* name) {
    char const* const value = std::getenv(name);
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

harness::ShardEnvironment shard_environment() {
    return {.gtest_total_shards = variable("GTEST_TOTAL_SHARDS"),
            .gtest_shard_index = variable("GTEST_SHARD_INDEX"),
            .job_completion_index = variable("JOB_COMPLETION_INDEX"),
            .fedproof_shard_total = variable("FEDPROOF_SHARD_TOTAL"),
            .slurm_array_task_id = variable("SLURM_ARRAY_TASK_ID"),
            .slurm_array_task_count = variable("SLURM_ARRAY_TASK_COUNT"),
            .slurm_array_task_min = variable("SLURM_ARRAY_TASK_MIN"),
            .slurm_array_task_step = variable("SLURM_ARRAY_TASK_STEP")};
}

void add_run(CLI::App& app, harness::RunOptions& run) {
    auto* verb = app.add_subcommand("run", "runs scenarios; without a selector all that are bundled");
    verb->footer(run_examples);
    verb->add_option("selector", run.selectors, "what to run")->type_name("SELECTOR");
    verb->add_option("--on", run.mode, "the network: virtual (default), loopback or target")
        ->type_name("MODE");
    verb->add_option("--target", run.target, "whose edge it is, for --on target")->type_name("FILE");
    verb->add_option("--min-supported", run.min_supported,
                     "against a target: fewer scenarios that it supports are inconclusive (default 1)")
        ->check(whole_number(1, std::numeric_limits<unsigned>::max()))
        ->type_name("N");
    verb->add_option("--seed", run.seed, "the same seed gives the same run (default 1)")
        ->check(whole_number(0, std::numeric_limits<std::uint64_t>::max()))
        ->type_name("N");
    verb->add_option("-j,--jobs", run.jobs,
                     "scenarios at a time (default: one a processor, over loopback four)")
        ->check(whole_number(1, jobs_max))
        ->type_name("N");
    verb->add_option("-o,--out", run.out, "folder of the results (default out)")->type_name("DIR");
    verb->add_option("--report", run.reports,
                     "reports to write (default junit,json,pcapng; the last is a capture of each failure)")
        ->delimiter(',')
        ->type_name("LIST");
    add_shard(*verb, run.shard);
    verb->add_option(
            "--known-failures", run.known_failures,
            "failures that are expected for now; each has its reason, its code and its last day (real, or "
            "of SOURCE_DATE_EPOCH)")
        ->type_name("FILE");
    verb->add_flag("--fail-fast", run.fail_fast, "stops at the first failure");
    verb->add_option("--repeat", run.repeat, "runs each scenario so often, each time with another seed")
        ->check(whole_number(1, std::numeric_limits<unsigned>::max()))
        ->type_name("N");
    verb->add_option("--date", run.date, "the calendar at the start (default 2013-06-01; today for a target)")
        ->type_name("DATE");
    verb->add_option("--color", run.color, "auto (default), always, never")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->type_name("WHEN");
    verb->add_flag("-q,--quiet", run.quiet, "no progress");
    verb->add_flag("-v,--verbose", run.verbose, "a line for each scenario");
}

void add_list(CLI::App& app, harness::ListOptions& list) {
    auto* verb =
        app.add_subcommand("list", "what would run; `list requirements` shows what is judged by what");
    verb->footer(list_examples);
    verb->add_option("selector", list.selectors, "what to list; `requirements` in front: of those")
        ->type_name("SELECTOR");
    verb->add_option("--format", list.format, "table (default), json, names")->type_name("FORMAT");
    add_shard(*verb, list.shard);
}

void add_lint(CLI::App& app, harness::LintOptions& lint) {
    auto* verb = app.add_subcommand(
        "lint",
        "checks scenario and topology files, and captured SIP messages (.sip): file:line:column: message");
    verb->footer(lint_examples);
    verb->add_option("file", lint.files, "files to check")->required()->type_name("FILE");
    verb->add_option("--format", lint.format, "text (default), json")->type_name("FORMAT");
}

enum class Folders : std::uint8_t { one, two, many };

CLI::App* add_report_verb(CLI::App& report, char const* name, char const* text, char const* footer,
                          harness::ReportOptions& options, Folders folders) {
    auto* verb = report.add_subcommand(name, text);
    verb->footer(footer);
    // A list would take the selectors that follow for folders.
    auto* const option = folders == Folders::one
                             ? verb->add_option("folder", options.folder, "folder of results")
                             : verb->add_option("folder", options.folders, "folders of results");
    option->required()->type_name("DIR");
    if (folders == Folders::two) option->expected(2);
    return verb;
}

void add_report(CLI::App& app, harness::ReportOptions& options) {
    auto* report = app.add_subcommand("report", "merges, compares, converts and opens folders of results");
    report->footer(report_examples);
    report->require_subcommand(1);
    auto* const merge = add_report_verb(*report, "merge", "shards, or runs over loopback, as one run",
                                        merge_examples, options, Folders::many);
    merge->add_option("-o,--out", options.out, "folder of the result")->required()->type_name("DIR");
    add_report_verb(*report, "diff", "what changed from the first folder to the second", diff_examples,
                    options, Folders::two);
    auto* const convert = add_report_verb(*report, "convert", "makes reports again from the streams",
                                          convert_examples, options, Folders::one);
    convert->add_option("selector", options.selectors, "which scenarios; default all")->type_name("SELECTOR");
    convert->add_option("-o,--out", options.out, "where they go; default the folder itself")
        ->type_name("DIR");
    for (auto* const verb : {merge, convert})
        verb->add_option("--report", options.reports, "as of `run`")
            ->delimiter(',')
            ->allow_extra_args(false)
            ->type_name("LIST");
    convert->get_option("--report")->required();
}

int run_report(CLI::App const& report, harness::ReportOptions& options) {
    std::string const verb = report.get_subcommands().front()->get_name();
    if (options.reports.empty()) options.reports = harness::RunOptions{}.reports;
    if (verb == "merge") return harness::report_merge(options);
    if (verb == "diff") return harness::report_diff(options);
    return harness::report_convert(options);
}

void add_check(CLI::App& app, harness::CheckOptions& check) {
    auto* verb = app.add_subcommand(
        "check", "a partner from outside: DNS, TCP, TLS, identity, SIP; every target, every address");
    verb->footer(check_examples);
    verb->add_option("domain", check.domain, "the partner's SIP domain")->required()->type_name("DOMAIN");
    verb->add_option("--cert", check.certificate, "certificate chain of our edge, leaf first")
        ->type_name("FILE");
    verb->add_option("--key", check.key, "its private key")->type_name("FILE");
    verb->add_option("--ca", check.authorities, "whom we trust (default: the authorities of this system)")
        ->type_name("FILE");
    verb->add_option("--as", check.as, "a user of ours who asks; with --user: presence")
        ->type_name("USER@DOMAIN");
    verb->add_option("--user", check.user, "a user of the partner")->type_name("USER@DOMAIN");
    verb->add_option("--message", check.message, "is sent to --user")->type_name("TEXT");
    verb->add_option("--proxy", check.proxy, "the partner's edge, instead of its SRV record")
        ->type_name("FQDN[:PORT]");
    verb->add_option("--resolver", check.resolver,
                     "asks there (default: /etc/resolv.conf); on loopback: nothing leaves loopback")
        ->type_name("ADDRESS:PORT");
    verb->add_option("--timeout", check.timeout, "of each step, 100ms to 1min (default 5s)")
        ->type_name("TIME");
    verb->add_option("--date", check.date, "judges certificates as on that day (default: today)")
        ->type_name("DATE");
    verb->add_option("--format", check.format, "text (default), json")->type_name("FORMAT");
    verb->add_flag("-v,--verbose", check.verbose, "the bytes of SIP on stderr");
}

void add_explain(CLI::App& app, harness::ExplainOptions& explain) {
    auto* verb = app.add_subcommand(
        "explain", "a diagnostic id, a requirement or a scenario: what it means, what to change");
    verb->footer(explain_examples);
    verb->add_option("id", explain.id, "1009, rfc3261/16.3/3, sip/hello-out")->required()->type_name("ID");
    verb->add_option("--format", explain.format, "text (default), json")->type_name("FORMAT");
    verb->add_flag("--bytes", explain.bytes,
                   "of a scenario: the messages it sends, as far as they are known");
}

/// Options of `peer` as text, until they are checked.
struct PeerText {
    std::string listen;
    std::string resolver;
    std::string next_hop;
    std::string date;
};

void add_peer(CLI::App& app, simulators::PeerOptions& peer, PeerText& text) {
    auto* verb = app.add_subcommand("peer", "runs one simulated partner as a server; commands on stdin");
    verb->footer(std::string(simulators::peer_commands) + peer_example);
    verb->add_option("kind", peer.kind, "lync2013")
        ->required()
        ->check(CLI::IsMember({"lync2013"}))
        ->type_name("KIND");
    verb->add_option("--domain", peer.domain, "its SIP domain (default fabrikam.com)")->type_name("DOMAIN");
    verb->add_option("--host-name", peer.host_name, "its own name (default sip.fabrikam.com)")
        ->type_name("FQDN");
    verb->add_option("--user", peer.users, "a user, bob or bob@fabrikam.com; may be given again")
        ->required()
        ->type_name("NAME");
    verb->add_option("--listen", text.listen, "where it listens")->required()->type_name("ADDRESS:PORT");
    verb->add_option("--cert", peer.certificate_file, "its certificate chain, leaf first")
        ->required()
        ->type_name("FILE");
    verb->add_option("--key", peer.key_file, "the private key")->required()->type_name("FILE");
    verb->add_option("--ca", peer.authorities_file, "whom it trusts")->required()->type_name("FILE");
    auto* const way =
        verb->add_option_group("way", "how the other side is found; one of the two is required");
    way->add_option("--resolver", text.resolver, "finds the other side by SRV there")
        ->type_name("ADDRESS:PORT");
    way->add_option("--next-hop", text.next_hop, "sends everything there")->type_name("ADDRESS:PORT");
    way->require_option(1);
    verb->add_option("--next-hop-name", peer.next_hop_name, "that must stand in its certificate")
        ->type_name("FQDN");
    verb->add_option("--date", text.date, "the calendar at the start")->type_name("DATE");
}

sansio::Endpoint endpoint(std::string const& option, std::string const& text) {
    if (auto const parsed = sansio::Endpoint::parse(text)) return *parsed;
    throw CLI::ValidationError(option, "'" + text + "' is not ADDRESS:PORT");
}

int run_peer(simulators::PeerOptions& peer, PeerText const& text) {
    peer.listen = endpoint("--listen", text.listen);
    if (!text.resolver.empty()) peer.resolver = endpoint("--resolver", text.resolver);
    if (!text.next_hop.empty()) peer.next_hop = endpoint("--next-hop", text.next_hop);
    if (!text.date.empty() && !(peer.date = sansio::parse_wall_time(text.date)))
        throw CLI::ValidationError("--date", "'" + text.date + "' is not a date as 2013-06-01");
    return simulators::run_peer(peer);
}

int run_edge(harness::Installation const& installation, std::vector<std::string> const& arguments) {
    std::vector<std::string> command{installation.edge_program()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    std::fprintf(stderr, "fedproof: %s\n", runner::become(command).c_str());
    return harness::exit_usage;
}

/// CLI11 only says that a verb is required. Empty: there is nothing to add to what it says.
std::string unknown_word(CLI::App const& app) {
    auto const rest = app.remaining();
    if (!app.get_subcommands().empty() || rest.empty()) return {};
    std::string const& word = rest.front();
    if (word.starts_with('-')) {
        // A word behind it may be its value, so it is no verb that was written wrong.
        auto const option = word.substr(0, word.starts_with("--") ? word.find('=') : 2);
        for (auto const* const verb : app.get_subcommands(nullptr))
            if (verb->get_option_no_throw(option) != nullptr)
                return option + " stands behind a verb that knows it, as in `fedproof " + verb->get_name() +
                       " " + option + "`";
        return "no option is called " + word;
    }
    std::vector<std::string> names;
    for (auto const* const verb : app.get_subcommands(nullptr)) names.push_back(verb->get_name());
    std::vector<std::string_view> const known(names.begin(), names.end());
    return "no verb is called \"" + word + "\"" + sansio::did_you_mean(word, known);
}

int parse_and_run(CLI::App& app, int argc, char** argv) {
    harness::RunOptions run;
    harness::ListOptions list;
    harness::LintOptions lint;
    harness::CheckOptions check;
    harness::ExplainOptions explain;
    simulators::PeerOptions peer;
    PeerText peer_text;
    harness::ReportOptions report;
    std::string scenarios;
    run.no_color = std::getenv("NO_COLOR") != nullptr;
    run.in_ci = std::getenv("CI") != nullptr;
    report.no_color = run.no_color;
    run.source_date_epoch = variable("SOURCE_DATE_EPOCH");
    run.shard_environment = list.shard_environment = shard_environment();
    app.require_subcommand(1);
    app.fallthrough();
    app.add_option("--scenarios", scenarios,
                   "folder of the scenarios (default: those that came with this program, else ./scenarios)")
        ->type_name("DIR");
    app.set_version_flag("--version", FEDPROOF_VERSION);
    add_run(app, run);
    add_list(app, list);
    add_lint(app, lint);
    add_report(app, report);
    add_check(app, check);
    add_explain(app, explain);
    app.add_subcommand("doctor", "says what this machine lacks for each mode, and how to get it")
        ->footer(doctor_example);
    auto* const edge = app.add_subcommand(
        "edge", "runs the reference edge as a server; `fedproof edge --help` shows its options");
    edge->prefix_command()->fallthrough(false);
    add_peer(app, peer, peer_text);
    app.parse(argc, argv);

    auto const installation = harness::find_installation(path_of_this_program(), scenarios);
    std::string const verb = app.get_subcommands().front()->get_name();
    if (verb == "run") return harness::run(run, installation);
    if (verb == "list") return harness::list(list, installation);
    if (verb == "lint") return harness::lint(lint, installation);
    if (verb == "report") return run_report(*app.get_subcommands().front(), report);
    if (verb == "check") return harness::check_partner(check);
    if (verb == "explain") return harness::explain(explain, installation);
    if (verb == "doctor") return harness::doctor(installation);
    if (verb == "edge") return run_edge(installation, edge->remaining());
    return run_peer(peer, peer_text);
}

int run(int argc, char** argv) {
    // The edge's options are its own: nothing here reads them.
    if (argc > 1 && std::string_view(argv[1]) == "edge")
        return run_edge(harness::find_installation(path_of_this_program(), ""), {argv + 2, argv + argc});
    CLI::App app(std::string("Proves that a federation edge works.\n\n") + examples, "fedproof");
    app.footer(exit_codes);
    try {
        return parse_and_run(app, argc, argv);
    } catch (CLI::ParseError const& error) {
        if (auto const unknown = unknown_word(app); error.get_exit_code() != 0 && !unknown.empty()) {
            std::fprintf(stderr, "fedproof: %s; `fedproof --help` names them all\n", unknown.c_str());
            return harness::exit_usage;
        }
        // CLI11 has codes of its own for every mistake; here they are all "usage".
        return app.exit(error) == 0 ? harness::exit_passed : harness::exit_usage;
    }
}

}  // namespace

int main(int argc, char** argv) {
    harness::guard_program();
    try {
        int const code = run(argc, argv);
        if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
        std::fprintf(stderr, "fedproof: the results could not be written to the standard output\n");
        return code == harness::exit_passed ? harness::exit_usage : code;
    } catch (std::exception const& error) {
        std::fprintf(stderr, "fedproof: this is a bug in fedproof itself: %s\n", error.what());
        return harness::exit_our_fault;
    }
}
