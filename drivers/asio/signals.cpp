#include "drivers/asio/signals.hpp"

#include <csignal>

#include <boost/asio/signal_set.hpp>

#include "drivers/asio/loop.hpp"
#include "drivers/asio/shell.hpp"

namespace drivers {

struct Signals::Watch {
    Watch(Loop& given_loop, std::function<void(int)> given)
        : loop(given_loop), on_signal(std::move(given)), set(loop.context, SIGINT, SIGTERM, SIGHUP) {}

    static void wait(std::shared_ptr<Watch> const& watch) {
        watch->set.async_wait([watch](boost::system::error_code const& error, int number) {
            if (error || watch->stopped) return;
            watch->loop.happened = true;
            watch->on_signal(number);
            if (!watch->stopped) wait(watch);
        });
    }

    Loop& loop;
    std::function<void(int)> on_signal;
    boost::asio::signal_set set;
    bool stopped = false;
};

Signals::Signals(Shell& shell, std::function<void(int number)> on_signal)
    : watch_(std::make_shared<Watch>(shell.loop(), std::move(on_signal))) {
    Watch::wait(watch_);
}

Signals::~Signals() {
    watch_->stopped = true;
    boost::system::error_code ignored;
    watch_->set.cancel(ignored);
}

}  // namespace drivers
