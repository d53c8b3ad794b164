// SIGINT, SIGTERM and SIGHUP as events of a Shell's loop.
#pragma once
#include <functional>
#include <memory>

namespace drivers {

class Shell;

/// While it lives, `on_signal` is called in a turn of the shell with the number of the signal. It must not outlive the shell.
class Signals {
public:
    Signals(Shell& shell, std::function<void(int number)> on_signal);
    ~Signals();
    Signals(Signals const&) = delete;
    Signals& operator=(Signals const&) = delete;

private:
    struct Watch;
    std::shared_ptr<Watch> watch_;
};

}  // namespace drivers
