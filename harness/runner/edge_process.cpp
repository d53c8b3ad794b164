#include "harness/runner/edge_process.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "drivers/asio/control_client.hpp"
#include "edge/topology/writer.hpp"
#include "sansio/wall_time.hpp"

namespace runner {
namespace {

constexpr sansio::Duration control_patience = std::chrono::seconds{5};
constexpr std::size_t log_tail_max = 600;

std::string write_file(std::string const& path, std::string const& content) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << content << std::flush;
    return file ? std::string() : path + " cannot be written";
}

std::string read_file(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The last whole lines of a log.
std::string tail(std::string const& log) {
    if (log.size() <= log_tail_max) return log;
    auto const start = log.find('\n', log.size() - log_tail_max);
    return start == std::string::npos ? log.substr(log.size() - log_tail_max) : log.substr(start + 1);
}

/// "2013-06-01T00:00:00Z info ready …" → "ready"
std::string_view event_of(std::string_view line) {
    for (int word = 0; word < 2; ++word) {
        auto const space = line.find(' ');
        if (space == std::string_view::npos) return {};
        line.remove_prefix(space + 1);
    }
    return line.substr(0, line.find(' '));
}

}  // namespace

void EdgeProcess::fail(std::string text) {
    state_ = State::failed;
    failure_ = std::move(text);
    if (std::string const log = tail(read_file(log_file())); !log.empty())
        failure_ += "; its log ends:\n" + log;
}

void EdgeProcess::write_topology(topology::Topology const& topology) {
    // In one move, so that no reload ever reads half of it.
    std::string const path = settings_.folder + "/topology.xml";
    std::string const trouble = write_file(path + ".new", topology::write(topology));
    std::error_code failed;
    if (trouble.empty()) std::filesystem::rename(path + ".new", path, failed);
    if (!trouble.empty() || failed) fail(trouble.empty() ? failed.message() : trouble);
}

void EdgeProcess::write_files(EdgeConfiguration const& configuration) {
    for (auto const& [name, content] : configuration.files)
        if (auto trouble = write_file(settings_.folder + "/" + name, content); !trouble.empty())
            fail(std::move(trouble));
    write_topology(configuration.topology);
}

void EdgeProcess::start(EdgeConfiguration const& configuration) {
    state_ = State::pending;
    stopping_ = false;
    awaited_ = "ready";
    write_files(configuration);
    if (state_ == State::failed) return;
    std::vector<std::string> command{settings_.program,
                                     "--topology",
                                     settings_.folder + "/topology.xml",
                                     "--date",
                                     sansio::to_string(settings_.wall()),
                                     "--test-control",
                                     control_path(),
                                     "--log",
                                     "text",
                                     "--seed",
                                     std::to_string(settings_.seed++)};
    for (auto const& resolver : settings_.resolvers)
        command.insert(command.end(), {"--resolver", resolver.to_string()});
    std::string trouble = child_.start(command, log_file());
    if (!trouble.empty()) fail(std::move(trouble));
}

void EdgeProcess::reload(EdgeConfiguration const& configuration) {
    if (state_ == State::down) return;
    write_files(configuration);
    if (state_ == State::failed) return;
    // What it wrote before belongs to what was before.
    read_log();
    if (state_ == State::failed) return;
    state_ = State::pending;
    awaited_ = "reloaded";
    child_.signal(SIGHUP);
}

void EdgeProcess::kill() {
    child_.kill();
    read_log();
    state_ = State::down;
}

void EdgeProcess::read_log() {
    std::string const log = read_file(log_file());
    for (auto end = log.find('\n', log_read_); end != std::string::npos; end = log.find('\n', log_read_)) {
        std::string_view const line = std::string_view(log).substr(log_read_, end - log_read_);
        std::string_view const event = event_of(line);
        log_read_ = end + 1;
        if (state_ == State::pending && event == awaited_) state_ = State::ready;
        if (event == "not_reloaded") fail("it did not take its new configuration: " + std::string(line));
    }
}

EdgeUnderTest::State EdgeProcess::poll() {
    if (state_ == State::down || state_ == State::failed) return state_;
    bool const alive = child_.running();
    if (state_ == State::pending) read_log();
    if (alive || state_ == State::failed)
        return stopping_ && state_ == State::ready ? State::pending : state_;
    if (stopping_ && child_.ended_well())
        state_ = State::down;
    else
        fail("the edge ended with " + child_.end());
    return state_;
}

std::string EdgeProcess::set_wall(sansio::WallTime wall) {
    if (state_ == State::down) return {};
    auto const answer = drivers::ask(control_path(), "wall " + sansio::to_string(wall), control_patience);
    if (!answer) return answer.error().text;
    return *answer == "ok" ? std::string() : *answer;
}

bool EdgeProcess::idle() {
    if (state_ == State::down) return true;
    auto const answer = drivers::ask(control_path(), "idle", control_patience);
    return answer && *answer == "idle true";
}

HeldOrFault EdgeProcess::held() {
    if (state_ == State::down) return sansio::unexpected(std::string("the edge is not running"));
    auto const answer = drivers::ask(control_path(), "held", control_patience);
    if (!answer) return sansio::unexpected(answer.error().text);
    Held held;
    std::istringstream words(*answer);
    std::string word;
    if (words >> word >> held.connections >> held.bytes_max && word == "held") return held;
    return sansio::unexpected("the edge said: " + *answer);
}

void EdgeProcess::stop() {
    if (state_ == State::down) return;
    stopping_ = true;
    child_.signal(SIGTERM);
}

}  // namespace runner
