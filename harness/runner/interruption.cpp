#include "harness/runner/interruption.hpp"

#include <csignal>

namespace runner {
namespace {

volatile std::sig_atomic_t noted = 0;

void note(int number) {
    noted = number;
}

void on_signals(void (*action)(int)) {
    struct sigaction change {};
    change.sa_handler = action;
    // The next signal of the kind ends the process: a run that hangs can still be ended from the keyboard.
    change.sa_flags = action == SIG_DFL ? 0 : static_cast<int>(SA_RESETHAND);
    ::sigaction(SIGINT, &change, nullptr);
    ::sigaction(SIGTERM, &change, nullptr);
}

}  // namespace

Interruption::Interruption() {
    noted = 0;
    on_signals(note);
}

Interruption::~Interruption() {
    on_signals(SIG_DFL);
}

int Interruption::signal() {
    return noted;
}

}  // namespace runner
