#include "harness/runner/edge_target.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "harness/runner/text.hpp"
#include "harness/targets/wanted_state.hpp"

namespace runner {
namespace {

constexpr std::size_t log_tail_max = 600;
constexpr auto start_word = "start";
constexpr auto apply_word = "apply";
constexpr auto stop_word = "stop";

void write_file(std::string const& path, std::string const& content) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << content << std::flush;
    if (!file) throw Unreachable{path + " cannot be written"};
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

}  // namespace

void EdgeTarget::give_up(std::string text) const {
    if (std::string const log = tail(read_file(log_file())); !log.empty()) text += "; its log ends:\n" + log;
    throw Unreachable{std::move(text)};
}

std::string EdgeTarget::certificates_folder() const {
    auto const& named = target().certificates_folder;
    return std::filesystem::absolute(named.empty() ? settings_.folder : named).string();
}

void EdgeTarget::check_facts(EdgeConfiguration const& configuration) const {
    auto why = targets::difference(target(), configuration.topology, *settings_.scenario);
    if (!why.empty()) throw Unsupported{std::move(why)};
}

void EdgeTarget::write_certificates(EdgeConfiguration const& configuration) const {
    std::error_code ignored;
    std::filesystem::create_directories(certificates_folder(), ignored);
    for (auto const& [name, content] : configuration.files)
        write_file(certificates_folder() + "/" + name, content);
}

void EdgeTarget::write_state(char const* action, std::string const& path) {
    write_file(path, targets::to_json({.action = action,
                                       .scenario = settings_.scenario->id,
                                       .topology = topology_,
                                       .certificates_folder = certificates_folder(),
                                       .resolvers = settings_.resolvers,
                                       .folder = std::filesystem::absolute(settings_.folder).string()}));
}

void EdgeTarget::run(targets::Hook const& hook, char const* action, ChildProcess& child) {
    asked_ = settings_.now();
    std::string const wanted = settings_.folder + "/" + action + ".json";
    write_state(action, wanted);
    auto const trouble =
        child.start(hook.command, log_file(), {wanted, settings_.folder + "/" + action + ".answer"});
    if (!trouble.empty()) throw Unreachable{"the hook on " + std::string(action) + ": " + trouble};
}

std::optional<targets::HookAnswer> EdgeTarget::answer(targets::Hook const& hook, char const* action,
                                                      ChildProcess& child) {
    // Asked before the file is read: what a hook wrote at its very end is not missed then.
    bool const running = child.running();
    std::string const text = read_file(settings_.folder + "/" + action + ".answer");
    auto const end = text.find('\n');
    if (end == std::string::npos && running && text.size() <= targets::hook_answer_max) {
        if (settings_.now() < asked_ + hook.within) return std::nullopt;
        give_up("the hook on " + std::string(action) + " did not answer within " + to_text(hook.within));
    }
    if (text.empty())
        give_up("the hook on " + std::string(action) + " ended without an answer, with " + child.end());
    auto said = targets::parse_hook_answer(std::string_view(text).substr(0, end));
    if (!said) give_up("the hook on " + std::string(action) + ": " + said.error());
    return *std::move(said);
}

void EdgeTarget::start(EdgeConfiguration const& configuration) {
    check_facts(configuration);
    topology_ = configuration.topology;
    write_certificates(configuration);
    failure_.clear();
    lives_in_hook_ = false;
    phase_ = Phase::up;
    if (target().start.command.empty()) return;
    run(target().start, start_word, life_);
    phase_ = Phase::starting;
}

void EdgeTarget::reload(EdgeConfiguration const& configuration) {
    if (phase_ == Phase::down) return;
    check_facts(configuration);
    topology_ = configuration.topology;
    // Facts that hold for the new configuration as well are a target that has it already.
    if (target().apply.command.empty() && target().facts && target().start.command.empty()) return;
    if (target().apply.command.empty())
        throw Unsupported{"the target has no <hook on=\"apply\"> to take another configuration"};
    write_certificates(configuration);
    run(target().apply, apply_word, order_);
    phase_ = Phase::applying;
}

void EdgeTarget::kill() {
    bool const was_down = phase_ == Phase::down;
    phase_ = Phase::down;
    order_.kill();
    bool const lived = life_.running();
    life_.kill();
    if (was_down || lived || target().stop.command.empty()) return;
    try {
        run(target().stop, stop_word, order_);
    } catch (Unreachable const&) {
        return;  // there is nothing left that could be ended
    }
    order_.wait(target().stop.within);
    order_.kill();
}

void EdgeTarget::stop() {
    if (phase_ == Phase::down) return;
    if (lives_in_hook_ && life_.running()) {
        life_.signal(SIGTERM);
        phase_ = Phase::stopping;
    } else if (!target().stop.command.empty()) {
        run(target().stop, stop_word, order_);
        phase_ = Phase::stopping;
    } else {
        phase_ = Phase::down;
    }
}

EdgeUnderTest::State EdgeTarget::poll_start() {
    auto const said = answer(target().start, start_word, life_);
    if (!said) return State::pending;
    if (said->kind == targets::HookAnswer::Kind::unsupported)
        throw Unsupported{"it cannot be given: " + said->text};
    if (said->kind == targets::HookAnswer::Kind::failed) give_up("the target was not started: " + said->text);
    lives_in_hook_ = life_.running();
    if (!lives_in_hook_ && !life_.ended_well()) give_up("the hook on start ended with " + life_.end());
    phase_ = Phase::up;
    return State::ready;
}

EdgeUnderTest::State EdgeTarget::poll_apply() {
    auto const said = answer(target().apply, apply_word, order_);
    if (!said) return State::pending;
    if (said->kind == targets::HookAnswer::Kind::unsupported)
        throw Unsupported{"it cannot be given: " + said->text};
    phase_ = said->kind == targets::HookAnswer::Kind::ready ? Phase::up : Phase::failed;
    failure_ = said->text;
    return phase_ == Phase::up ? State::ready : State::failed;
}

EdgeUnderTest::State EdgeTarget::poll_stop() {
    if (lives_in_hook_ ? life_.running() : order_.running()) return State::pending;
    auto const& ended = lives_in_hook_ ? life_ : order_;
    phase_ = ended.ended_well() ? Phase::down : Phase::failed;
    if (phase_ == Phase::failed) failure_ = "its hook ended with " + ended.end();
    return phase_ == Phase::down ? State::down : State::failed;
}

EdgeUnderTest::State EdgeTarget::poll() {
    switch (phase_) {
        case Phase::down:
            return State::down;
        case Phase::starting:
            return poll_start();
        case Phase::applying:
            return poll_apply();
        case Phase::stopping:
            return poll_stop();
        case Phase::failed:
            return State::failed;
        case Phase::up:
            break;
    }
    if (!lives_in_hook_ || life_.running()) return State::ready;
    phase_ = Phase::failed;
    failure_ = "the target ended with " + life_.end();
    if (std::string const log = tail(read_file(log_file())); !log.empty())
        failure_ += "; its log ends:\n" + log;
    return State::failed;
}

}  // namespace runner
