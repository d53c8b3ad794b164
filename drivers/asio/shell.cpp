#include "drivers/asio/shell.hpp"

#include <algorithm>
#include <utility>

#include "drivers/asio/host_runner.hpp"
#include "sansio/check.hpp"

namespace drivers {

namespace {

// What is ready is handled together before anything is flushed, but not without end.
constexpr int handlers_in_turn_max = 256;
constexpr sansio::Duration wait_max = std::chrono::hours{1};

}  // namespace

/// Runners stand in the order in which their hosts were added. A callback may add or remove hosts in the middle of a
/// turn, so they are walked by index and a removed one goes at the end of the turn.
struct Shell::Hosts {
    std::vector<std::unique_ptr<HostRunner>> runners;
    HostRunner::ReportSink reports;
    std::uint32_t next_id = 1;

    HostRunner* find(HostId id) {
        for (auto const& runner : runners)
            if (runner->id() == id && !runner->killed()) return runner.get();
        return nullptr;
    }
    bool restless() const {
        return std::any_of(runners.begin(), runners.end(),
                           [](auto const& runner) { return runner->restless(); });
    }
    sansio::Time earliest(sansio::Time limit) const {
        for (auto const& runner : runners)
            if (auto const next = runner->next_deadline()) limit = std::min(limit, *next);
        return limit;
    }
    void expire(sansio::Time now) {
        for (std::size_t i = 0; i < runners.size(); ++i) runners[i]->expire(now);
    }
    bool settle() {
        bool any = false;
        for (std::size_t i = 0; i < runners.size(); ++i) any = runners[i]->settle() || any;
        std::erase_if(runners, [](auto const& runner) { return runner->vacated(); });
        return any;
    }
};

Shell::Shell() : loop_(std::make_unique<Loop>()), hosts_(std::make_unique<Hosts>()) {}

Shell::~Shell() {
    for (auto const& runner : hosts_->runners) runner->kill();
}

HostId Shell::add(HostSetup setup) {
    HostId const id{hosts_->next_id++};
    hosts_->runners.push_back(std::make_unique<HostRunner>(id, *loop_, std::move(setup), hosts_->reports));
    return id;
}

void Shell::remove(HostId host) {
    if (HostRunner* const runner = hosts_->find(host)) runner->kill();
}

void Shell::set_profiles(HostId host, std::vector<std::shared_ptr<tls::Context const>> profiles) {
    if (HostRunner* const runner = hosts_->find(host)) runner->set_profiles(std::move(profiles));
}

void Shell::touch(HostId host) {
    if (HostRunner* const runner = hosts_->find(host)) runner->touch();
}

void Shell::on_report(std::function<void(std::string const& host, sansio::Report const& report)> sink) {
    hosts_->reports = std::move(sink);
}

sansio::Time Shell::now() const {
    return loop_->now();
}

sansio::WallTime Shell::wall() const {
    return loop_->wall();
}

void Shell::set_wall(sansio::WallTime wall) {
    loop_->wall_offset += wall - loop_->wall();
}

bool Shell::run_turn(sansio::Time until) {
    for (;;) {
        loop_->happened = false;
        if (!hosts_->restless()) {
            sansio::Time const limit = hosts_->earliest(std::min(until, now() + wait_max));
            loop_->context.run_one_until(loop_->origin + limit.time_since_epoch());
        }
        for (int i = 0; i < handlers_in_turn_max && loop_->context.poll_one() > 0; ++i) {
        }
        hosts_->expire(now());
        if (hosts_->settle() || loop_->happened) return true;
        if (now() >= until) return false;
    }
}

}  // namespace drivers
