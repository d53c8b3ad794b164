#include "harness/runner/child_process.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace runner {
namespace {

std::vector<char*> arguments(std::vector<std::string> const& command) {
    std::vector<char*> pointers;
    pointers.reserve(command.size() + 1);
    for (auto const& word : command) pointers.push_back(const_cast<char*>(word.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

constexpr int exit_not_started = 127;
std::string const nothing = "/dev/null";

/// A file that is closed when its child has it.
class ParentsCopy {
public:
    ParentsCopy(std::string const& path, int flags)
        : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
    ParentsCopy(ParentsCopy const&) = delete;
    ParentsCopy& operator=(ParentsCopy const&) = delete;
    ~ParentsCopy() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

/// Between fork and exec: only what may be called there while other threads hold locks.
[[noreturn]] void run_child(char* const* command, int input, int output, int log, pid_t parent) {
    // The child must not outlive the thread that plays its scenario, however that ends.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(exit_not_started);
    ::setpgid(0, 0);  // Ctrl-C is for the harness, which ends its children itself
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::dup2(input, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    // Sockets of the simulated parties, of this scenario and others: a copy here would hide their end from their peers.
    ::close_range(STDERR_FILENO + 1, ~0U, 0);
    ::execv(command[0], command);
    ::_exit(exit_not_started);
}

}  // namespace

std::string ChildProcess::start(std::vector<std::string> const& command, std::string const& log_file,
                                ChildFiles const& files) {
    kill();
    end_.clear();
    if (::access(command.front().c_str(), X_OK) != 0) return command.front() + ": " + std::strerror(errno);
    std::string const& input_file = files.input.empty() ? nothing : files.input;
    ParentsCopy const input(input_file, O_RDONLY);
    if (input.descriptor() < 0) return input_file + ": " + std::strerror(errno);
    ParentsCopy const log(log_file, O_WRONLY | O_CREAT | O_APPEND);
    if (log.descriptor() < 0) return log_file + ": " + std::strerror(errno);
    bool const has_output = !files.output.empty();
    ParentsCopy const output(has_output ? files.output : log_file,
                             O_WRONLY | O_CREAT | (has_output ? O_TRUNC : O_APPEND));
    if (output.descriptor() < 0) return files.output + ": " + std::strerror(errno);
    auto const pointers = arguments(command);
    pid_t const parent = ::getpid();
    pid_t const pid = ::fork();
    if (pid == 0)
        run_child(pointers.data(), input.descriptor(), output.descriptor(), log.descriptor(), parent);
    if (pid < 0) return std::string("fork: ") + std::strerror(errno);
    pid_ = pid;
    return {};
}

void ChildProcess::note_end(int status) {
    pid_ = -1;
    end_ = WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                               : "exit code " + std::to_string(WEXITSTATUS(status));
}

bool ChildProcess::running() {
    if (pid_ < 0) return false;
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) note_end(status);
    return pid_ >= 0;
}

void ChildProcess::signal(int number) const {
    if (pid_ > 0) ::kill(pid_, number);
}

void ChildProcess::kill() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    note_end(status);
}

bool ChildProcess::wait(sansio::Duration limit) {
    constexpr int pause_ms = 5;
    for (auto waited = sansio::Duration{}; running(); waited += std::chrono::milliseconds{pause_ms}) {
        if (waited >= limit) return false;
        ::poll(nullptr, 0, pause_ms);
    }
    return true;
}

std::string become(std::vector<std::string> const& command) {
    auto const pointers = arguments(command);
    ::execv(pointers.front(), pointers.data());
    return command.front() + ": " + std::strerror(errno);
}

}  // namespace runner
