#include "harness/program_guards.hpp"

#include <fcntl.h>
#include <signal.h>
#include <string_view>
#include <unistd.h>

#include "harness/exit_code.hpp"

namespace harness {
namespace {

/// A crash of ours must not look like a verdict on the edge.
extern "C" void end_as_our_fault(int) {
    constexpr std::string_view text = "fedproof: this is a bug in fedproof itself, not a verdict\n";
    if (::write(STDERR_FILENO, text.data(), text.size()) < 0) ::_exit(exit_our_fault);
    ::_exit(exit_our_fault);
}

extern "C" void go_on(int) {}

/// A reader that went away and a file that may not grow are errors of the call that meets them. A handler and not SIG_IGN, which the
/// programs that are started from here would inherit.
void take_write_errors_as_such() {
    for (int const number : {SIGPIPE, SIGXFSZ}) {
        struct sigaction change {};
        change.sa_handler = go_on;
        change.sa_flags = SA_RESTART;
        ::sigaction(number, &change, nullptr);
    }
}

/// A standard stream that is closed would be the next file that is opened: results would go into the evidence. What is written to
/// a closed standard output must fail.
void fill_closed_streams() {
    for (int const stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(stream, F_GETFD) < 0) ::open(stream == STDOUT_FILENO ? "/dev/full" : "/dev/null", O_RDWR);
}

void note_crashes() {
    for (int const number : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE}) {
        struct sigaction current {};
        // A sanitizer that listens already says more than we can.
        if (::sigaction(number, nullptr, &current) == 0 && current.sa_handler == SIG_DFL)
            ::signal(number, end_as_our_fault);
    }
}

}  // namespace

void guard_program() {
    fill_closed_streams();
    note_crashes();
    take_write_errors_as_such();
}

}  // namespace harness
