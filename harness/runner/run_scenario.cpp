#include "harness/runner/run_scenario.hpp"

#include <algorithm>
#include <exception>
#include <filesystem>

#include "drivers/asio/shell.hpp"
#include "drivers/tls/deterministic_random.hpp"
#include "drivers/virtual/world.hpp"
#include "harness/runner/edge_in_process.hpp"
#include "harness/runner/edge_process.hpp"
#include "harness/runner/edge_target.hpp"
#include "harness/runner/performance.hpp"
#include "harness/runner/recording.hpp"
#include "harness/runner/seeds.hpp"
#include "harness/runner/stopwatch.hpp"

namespace runner {
namespace {

using reports::Verdict;

constexpr unsigned scaled_divisor = 20;
constexpr sansio::Duration glance =
    std::chrono::milliseconds{50};  // over sockets: how often `stop` is looked at
constexpr sansio::Duration target_notice =
    std::chrono::milliseconds{300};          // nobody says when a stranger has nothing left to do
constexpr std::uint64_t real_tls_share = 4;  // every so manieth scenario

void set_links(drivers::World& world, script::Scenario const& scenario) {
    auto const host = [&](std::string const& id) {
        return id == scenario.cast.organisation.id ? std::string("edge") : id;
    };
    for (auto const& link : scenario.given.links) {
        drivers::LinkProperties properties;
        properties.latency = link.latency;
        properties.jitter = link.jitter;
        properties.loss_per_million = link.loss_permille * 1000;
        world.set_link(host(link.from), host(link.to), properties);
    }
}

sansio::Duration slowest_link(script::Scenario const& scenario) {
    sansio::Duration slowest{};
    for (auto const& link : scenario.given.links) slowest = std::max(slowest, link.latency + link.jitter);
    return slowest;
}

Ruling perform(ScenarioRun const& run, Theatre const& theatre, std::uint64_t seed,
               reports::ScenarioRecord& record, bool with_times) {
    Performance performance(run, theatre, seed);
    auto const write = [&] {
        performance.write(record, with_times);
        if (with_times) record.outcome->lasted = performance.lasted();
    };
    try {
        Ruling ruling = performance.play();
        write();
        return ruling;
    } catch (std::exception const&) {
        write();
        throw;
    }
}

Ruling run_virtual(ScenarioRun const& run, std::uint64_t seed, reports::ScenarioRecord& record) {
    // Keys and certificates of the stage come from the seed as well, not only what the world itself draws.
    tls::DeterministicRandom random(seed);
    tls::DeterministicScope const scope(random);
    drivers::WorldSettings settings;
    settings.seed = seed;
    settings.start = run.scenario->given.date.value_or(run.date);
    settings.real_tls = uses_real_tls(*run.scenario);
    drivers::World world(settings);
    set_links(world, *run.scenario);
    EdgeInProcess edge(world, virtual_network.resolvers(), seed);
    Theatre theatre{.driver = &world, .world = &world, .edge = &edge, .simulated = true};
    theatre.notice += 4 * slowest_link(*run.scenario);
    return perform(run, theatre, seed, record, true);
}

/// A folder for the edge's files, removed with all that is in it.
class WorkFolder {
public:
    explicit WorkFolder(std::string path) : path_(std::move(path)) {
        std::filesystem::remove_all(path_, ignored_);
        std::filesystem::create_directories(path_);
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
    }
    WorkFolder(WorkFolder const&) = delete;
    WorkFolder& operator=(WorkFolder const&) = delete;
    ~WorkFolder() { std::filesystem::remove_all(path_, ignored_); }
    std::string const& path() const { return path_; }

private:
    std::string path_;
    std::error_code ignored_;
};

/// "sip/hello-out" → "sip-hello-out"
std::string file_name(std::string id, unsigned round) {
    std::replace(id.begin(), id.end(), '/', '-');
    return round == 1 ? id : id + "-" + std::to_string(round);
}

constexpr auto no_network = "no free network below 127.0.0.0/8; `fedproof doctor` says more";

/// What an edge that did not pass wrote stays.
void keep_log(ScenarioRun const& run, std::string const& log_file, std::string const& name) {
    std::error_code ignored;
    std::filesystem::create_directories(run.folder + "/logs", ignored);
    std::filesystem::copy_file(log_file, run.folder + "/logs/" + name + ".log",
                               std::filesystem::copy_options::overwrite_existing, ignored);
}

Ruling run_loopback(ScenarioRun const& run, std::uint64_t seed, reports::ScenarioRecord& record) {
    auto const lease = NetworkLease::take();
    if (!lease) return {Verdict::error, no_network};
    std::string const name = file_name(run.scenario->id, run.round);
    WorkFolder const folder(run.folder + "/work/" + name);
    drivers::Shell shell;
    EdgeProcess edge({.program = run.edge_program,
                      .folder = folder.path(),
                      .resolvers = lease->plan().resolvers(),
                      .seed = seed,
                      .wall = [&shell] { return shell.wall(); }});
    Theatre theatre{.driver = &shell, .edge = &edge, .network = lease->plan()};
    theatre.pace.divisor = run.scenario->scaled_timers ? scaled_divisor : 1;
    theatre.pace.patience = usual_wait;
    theatre.notice = std::chrono::milliseconds{100};
    theatre.turn_max = glance;
    Ruling ruling = perform(run, theatre, seed, record, false);
    if (ruling.verdict != Verdict::passed) keep_log(run, edge.log_file(), name);
    return ruling;
}

Ruling run_target(ScenarioRun const& run, std::uint64_t seed, reports::ScenarioRecord& record) {
    if (!run.unsupported.empty()) return {Verdict::unsupported, run.unsupported};
    auto const lease = NetworkLease::take();
    if (!lease) return {Verdict::error, no_network};
    targets::Target const& target = *run.target;
    auto const network = lease->plan().with({.edge_external = target.external.endpoint,
                                             .edge_internal = target.internal.endpoint,
                                             .home_server = target.next_hop.endpoint,
                                             .dns = target.resolver});
    std::string const name = file_name(run.scenario->id, run.round);
    WorkFolder const folder(run.folder + "/work/" + name);
    drivers::Shell shell;
    EdgeTarget edge({.target = run.target,
                     .scenario = run.scenario,
                     .folder = folder.path(),
                     .resolvers = network.resolvers(),
                     .now = [&shell] { return shell.now(); }});
    Theatre theatre{.driver = &shell, .edge = &edge, .network = network};
    theatre.pace.divisor = run.scenario->scaled_timers ? scaled_divisor : 1;
    theatre.pace.patience = usual_wait;
    theatre.leniency = run.leniency;
    theatre.inside_in_dns = true;
    // A hook that takes too long says so itself.
    theatre.machine_patience = std::max(target.start.within, target.stop.within) + std::chrono::seconds{1};
    theatre.notice = target_notice;
    theatre.turn_max = glance;
    Ruling ruling;
    try {
        ruling = perform(run, theatre, seed, record, false);
    } catch (Unsupported const& reason) {
        ruling = {Verdict::unsupported, reason.text};
    } catch (Unreachable const& reason) {
        ruling = {Verdict::error, reason.text};
    }
    if (ruling.verdict == Verdict::failed || ruling.verdict == Verdict::error)
        keep_log(run, edge.log_file(), name);
    return ruling;
}

std::string rerun_command(ScenarioRun const& run) {
    return "fedproof run " + run.scenario->id +
           (run.mode == Mode::virtual_time ? "" : " --on " + to_text(run.mode)) + " --seed " +
           std::to_string(run.run_seed) + (run.round == 1 ? "" : " --repeat " + std::to_string(run.round)) +
           run.rerun_flags;
}

bool changes_certificates(std::vector<script::Step> const& steps) {
    return script::any_step(steps, [](script::Step const& step) {
        return std::holds_alternative<script::CertificateChange>(step.what) ||
               std::holds_alternative<script::TlsChange>(step.what);
    });
}

constexpr std::uint64_t crowd = 500;

/// How many connections the steps open, `crowd` at most: repeats in repeats multiply without end.
std::uint64_t connections_up_to_a_crowd(std::vector<script::Step> const& steps) {
    std::uint64_t count = 0;
    for (auto const& step : steps) {
        if (auto const* const connect = std::get_if<script::Connect>(&step.what)) count += connect->count;
        auto const* const repeat = std::get_if<script::Repeat>(&step.what);
        for (auto const* const inner : script::inner_steps(step))
            count += (repeat == nullptr ? 1 : repeat->times) * connections_up_to_a_crowd(*inner);
    }
    return std::min(count, crowd);
}

/// Thousands of handshakes of OpenSSL would take longer than all other scenarios together.
bool is_crowded(script::Scenario const& scenario) {
    return connections_up_to_a_crowd(scenario.story) >= crowd;
}

reports::ScenarioRecord new_record(ScenarioRun const& run, std::uint64_t seed) {
    script::Scenario const& scenario = *run.scenario;
    reports::ScenarioRecord record;
    record.start = {.id = scenario.id,
                    .title = scenario.title,
                    .round = run.round,
                    .seed = seed,
                    .tls = run.mode != Mode::virtual_time || uses_real_tls(scenario) ? "real" : "twin",
                    .parties = columns(scenario),
                    .requirements = {}};
    for (auto const& judged : scenario.judges) record.start.requirements.push_back(judged.requirement);
    record.outcome = reports::Outcome{.id = scenario.id, .round = run.round};
    record.timing = reports::ScenarioTiming{.id = scenario.id, .round = run.round, .real = {}, .entries = {}};
    return record;
}

}  // namespace

std::string to_text(Mode mode) {
    if (mode == Mode::target) return "target";
    return mode == Mode::loopback ? "loopback" : "virtual";
}

bool uses_real_tls(script::Scenario const& scenario) {
    if (!scenario.given.certificates.empty() || !scenario.given.tls.empty() ||
        changes_certificates(scenario.story))
        return true;
    return stable_hash(scenario.id) % real_tls_share == 0 && !is_crowded(scenario);
}

ScenarioResult run_scenario(ScenarioRun const& run) {
    Stopwatch const watch;
    std::uint64_t const seed = scenario_seed(run.run_seed, run.scenario->id, run.round);
    ScenarioResult result{.record = new_record(run, seed)};
    Ruling ruling;
    try {
        ruling = run.mode == Mode::loopback ? run_loopback(run, seed, result.record)
                 : run.mode == Mode::target ? run_target(run, seed, result.record)
                                            : run_virtual(run, seed, result.record);
    } catch (CutShort const&) {
        result.is_cut_short = true;
    } catch (std::exception const& fault) {
        ruling = {Verdict::error, std::string("fedproof itself: ") + fault.what()};
        result.is_our_fault = true;
    }
    reports::Outcome& outcome = *result.record.outcome;
    outcome.verdict = ruling.verdict;
    outcome.reason = std::move(ruling.reason);
    outcome.is_our_fault = result.is_our_fault;
    if (outcome.verdict != Verdict::passed) outcome.rerun = rerun_command(run);
    result.record.timing->real = watch.elapsed();
    return result;
}

}  // namespace runner
