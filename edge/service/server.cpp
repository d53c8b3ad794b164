#include "edge/service/server.hpp"

#include <csignal>
#include <cstdio>
#include <fstream>

#include "drivers/asio/control_socket.hpp"
#include "drivers/asio/shell.hpp"
#include "drivers/asio/signals.hpp"
#include "drivers/tls/entropy.hpp"
#include "edge/service/edge.hpp"
#include "edge/service/files.hpp"
#include "edge/service/log.hpp"
#include "edge/service/tls_settings.hpp"
#include "edge/topology/reader.hpp"
#include "sansio/wall_time.hpp"

namespace edge {

namespace {

using Level = sansio::Report::Level;

constexpr int exit_orderly = 0;
constexpr int exit_failed = 1;
constexpr int exit_unusable = 2;

void complain(std::string const& line) {
    // stderr is all there is before the log; when it is gone nobody can be told.
    static_cast<void>(std::fprintf(stderr, "%s\n", line.c_str()));
}

/// A topology that was read with the certificates it names.
struct Configuration {
    std::shared_ptr<topology::Topology const> topology;
    Contexts contexts;
};

class Server {
public:
    explicit Server(ServerOptions const& options) : options_(options) {}

    int run();

private:
    /// Every reason why the configuration cannot be used, one a line.
    sansio::Result<Configuration, std::vector<std::string>> read() const;
    std::vector<sansio::Endpoint> resolvers() const;
    void start(Configuration configuration, std::vector<sansio::Endpoint> resolvers);
    bool open_test_control();
    int wait_for_the_end();
    void reload();
    void end();
    std::string control(std::string_view line);
    void log(Level level, std::string event, std::vector<std::pair<std::string, std::string>> fields);
    topology::Logging logging(topology::Topology const& topology) const;
    std::shared_ptr<topology::Topology const> with_route_key(
        std::shared_ptr<topology::Topology const> topology) const;
    void warn_of_own_route_key(topology::Topology const& topology);

    ServerOptions const& options_;
    drivers::Shell shell_;
    std::shared_ptr<std::ofstream> key_log_;
    // Signs Record-Routes where the topology has no key; it lives as long as the edge does.
    std::string const own_route_key_ = tls::key_from_system();
    std::unique_ptr<Log> log_;
    std::unique_ptr<Edge> edge_;
    drivers::HostId host_{};
    std::unique_ptr<drivers::Signals> signals_;
    std::unique_ptr<drivers::ControlSocket> test_control_;
    std::optional<sansio::Time> drain_until_;
    bool give_up_ = false;
};

topology::Logging Server::logging(topology::Topology const& topology) const {
    auto settings = topology.logging;
    if (options_.log_format == "json") settings.format = topology::Logging::Format::json;
    if (options_.log_format == "text") settings.format = topology::Logging::Format::text;
    return settings;
}

void Server::log(Level level, std::string event, std::vector<std::pair<std::string, std::string>> fields) {
    log_->write({level, std::move(event), std::move(fields)}, shell_.wall());
}

sansio::Result<Configuration, std::vector<std::string>> Server::read() const {
    using Lines = std::vector<std::string>;
    auto const& name = options_.topology_file;
    auto const text = read_whole(name);
    if (!text) return sansio::unexpected<Lines>(Lines{name + ": " + text.error()});
    auto const topology = topology::read(*text, name);
    if (!topology) {
        Lines lines;
        for (auto const& finding : topology.error()) lines.push_back(finding.to_string());
        return sansio::unexpected<Lines>(std::move(lines));
    }
    auto const read_file = [&](std::string const& file) { return read_whole(beside(name, file)); };
    std::function<void(std::string_view)> key_log;
    if (key_log_) key_log = [file = key_log_](std::string_view line) { *file << line << '\n' << std::flush; };
    auto contexts = tls_contexts(**topology, read_file, key_log);
    if (!contexts)
        return sansio::unexpected<Lines>(Lines{name + ": the certificate for " + contexts.error().usage +
                                               " cannot be used: " + contexts.error().text +
                                               "; an edge does not start without its certificates"});
    return Configuration{with_route_key(*topology), std::move(*contexts)};
}

std::shared_ptr<topology::Topology const> Server::with_route_key(
    std::shared_ptr<topology::Topology const> topology) const {
    if (!topology->route_keys.current.empty()) return topology;
    auto changed = std::make_shared<topology::Topology>(*topology);
    changed->route_keys.current = own_route_key_;
    return changed;
}

std::vector<sansio::Endpoint> Server::resolvers() const {
    if (!options_.resolvers.empty()) return options_.resolvers;
    auto const text = read_whole("/etc/resolv.conf");
    return text ? nameservers(*text) : std::vector<sansio::Endpoint>{};
}

void Server::warn_of_own_route_key(topology::Topology const& topology) {
    if (topology.route_keys.current != own_route_key_) return;
    log(Level::warning, "route_key_made",
        {{"cause",
          "the topology has no <route-keys>: dialogs will not outlive a restart of this edge, nor move to "
          "another"}});
}

int Server::run() {
    if (options_.date) shell_.set_wall(*options_.date);
    if (!options_.key_log_file.empty()) {
        key_log_ = std::make_shared<std::ofstream>(options_.key_log_file, std::ios::app);
        if (!*key_log_) {
            complain(options_.key_log_file + ": the key log cannot be written");
            return exit_unusable;
        }
    }
    auto configuration = read();
    if (!configuration) {
        for (auto const& line : configuration.error()) complain(line);
        return exit_unusable;
    }
    auto servers = resolvers();
    if (servers.empty()) {
        complain("/etc/resolv.conf names no nameserver; give one with --resolver HOST:PORT");
        return exit_unusable;
    }
    start(std::move(*configuration), std::move(servers));
    if (!open_test_control()) return exit_failed;
    return wait_for_the_end();
}

void Server::start(Configuration configuration, std::vector<sansio::Endpoint> resolvers) {
    log_ = std::make_unique<Log>(logging(*configuration.topology));
    shell_.on_report(
        [this](std::string const&, sansio::Report const& report) { log_->write(report, shell_.wall()); });
    warn_of_own_route_key(*configuration.topology);
    auto const timers = configuration.topology->timers;
    auto const seed = options_.seed ? *options_.seed : tls::seed_from_system();
    edge_ =
        std::make_unique<Edge>(EdgeSettings{std::move(configuration.topology), std::move(resolvers), seed});
    drivers::HostSetup setup;
    setup.name = "edge";
    for (auto* const wait : {&setup.limits.handshake_timeout, &setup.limits.connect_timeout})
        *wait = timers.scaled(*wait);
    setup.host = edge_.get();
    setup.profiles = std::move(configuration.contexts);
    host_ = shell_.add(std::move(setup));
    signals_ = std::make_unique<drivers::Signals>(
        shell_, [this](int number) { number == SIGHUP ? reload() : end(); });
}

bool Server::open_test_control() {
    if (options_.test_control.empty()) return true;
    auto opened = drivers::ControlSocket::open(shell_, options_.test_control,
                                               [this](std::string_view line) { return control(line); });
    if (!opened) {
        complain(options_.test_control + ": " + opened.error().text);
        return false;
    }
    test_control_ = std::move(*opened);
    return true;
}

int Server::wait_for_the_end() {
    constexpr auto patience = std::chrono::seconds{60};
    bool said_ready = false;
    while (!edge_->drained() && !give_up_) {
        auto const until = drain_until_ ? *drain_until_ : shell_.now() + patience;
        shell_.run_turn(until);
        if (!said_ready && edge_->ready()) {
            said_ready = true;
            log(Level::info, "ready", {{"topology", options_.topology_file}});
        }
        if (!edge_->start_failure().empty()) return exit_failed;
        if (drain_until_ && shell_.now() >= *drain_until_ && !edge_->drained()) {
            log(Level::error, "not_drained",
                {{"cause", "requests were still unanswered at the end of the time to drain"}});
            return exit_failed;
        }
    }
    auto const& counters = edge_->counters();
    log(Level::info, "stopped",
        {{"requests", std::to_string(counters.forwarded)},
         {"responses", std::to_string(counters.responses)},
         {"parked", std::to_string(counters.parked)},
         {"refused", std::to_string(counters.refused)},
         {"dropped", std::to_string(counters.dropped)}});
    return give_up_ ? exit_failed : exit_orderly;
}

void Server::reload() {
    auto configuration = read();
    if (!configuration) {
        for (auto const& line : configuration.error()) log(Level::error, "not_reloaded", {{"cause", line}});
        return;
    }
    log_->set(logging(*configuration->topology));
    warn_of_own_route_key(*configuration->topology);
    shell_.set_profiles(host_, std::move(configuration->contexts));
    edge_->reload(std::move(configuration->topology), shell_.now());
    shell_.touch(host_);
}

/// The first signal drains; a second one does not wait.
void Server::end() {
    if (drain_until_) {
        give_up_ = true;
        return;
    }
    drain_until_ = shell_.now() + options_.drain_limit;
    edge_->drain(shell_.now());
    shell_.touch(host_);
}

std::string Server::control(std::string_view line) {
    if (line == "idle") return edge_->idle() ? "idle true" : "idle false";
    if (line == "held") {
        auto const& held = edge_->held();
        return "held " + std::to_string(held.connections) + " " + std::to_string(held.bytes_max);
    }
    if (line == "drain") {
        end();
        return "ok";
    }
    constexpr std::string_view wall = "wall ";
    if (line.starts_with(wall)) {
        auto const date = sansio::parse_wall_time(line.substr(wall.size()));
        if (!date) return "error not a date: " + std::string(line.substr(wall.size()));
        shell_.set_wall(*date);
        return "ok";
    }
    return "error unknown request; known are: idle, held, wall DATE, drain";
}

}  // namespace

int serve(ServerOptions const& options) {
    // Whoever reads our log may go away; the edge stays.
    std::signal(SIGPIPE, SIG_IGN);
    return Server(options).run();
}

}  // namespace edge
