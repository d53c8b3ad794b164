// Runs hosts over real sockets (Boost.Asio), on one thread and in turns: everything that is ready is read, the cores
// are driven, each connection is flushed once (design.md §1.3).
#pragma once
#include <memory>

#include "drivers/driver.hpp"

namespace drivers {

/// The event loop behind a Shell; drivers/asio/loop.hpp, for this folder only.
struct Loop;

class Shell : public Driver {
public:
    Shell();
    ~Shell() override;

    HostId add(HostSetup setup) override;
    void remove(HostId host) override;
    void set_profiles(HostId host, std::vector<std::shared_ptr<tls::Context const>> profiles) override;
    void touch(HostId host) override;
    void on_report(std::function<void(std::string const& host, sansio::Report const& report)> sink) override;

    /// Counts from the making of the Shell; never goes backwards.
    sansio::Time now() const override;
    /// The system's calendar, moved by set_wall().
    sansio::WallTime wall() const override;
    void set_wall(sansio::WallTime wall) override;

    bool run_turn(sansio::Time until) override;

    Loop& loop() { return *loop_; }

private:
    struct Hosts;
    std::unique_ptr<Loop> loop_;
    std::unique_ptr<Hosts> hosts_;
};

}  // namespace drivers
