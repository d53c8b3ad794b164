// A seeded network with virtual time: the same hosts as over sockets, no I/O, and the same seed gives the same run.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/driver.hpp"
#include "drivers/virtual/link.hpp"
#include "drivers/virtual/tap.hpp"

namespace drivers {

namespace simulation {
class Engine;
}

struct WorldSettings {
    std::uint64_t seed = 1;
    sansio::WallTime start{};
    bool real_tls = false;  // false: plain twins
    LinkProperties default_link;
    std::size_t events_per_instant_max =
        10'000;  // turns of all hosts without time passing: beyond it is a livelock
};

/// The world found a mistake of a host: a livelock, an id used twice, actions without end.
class WorldError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Every address may be owned by any host; a port of it belongs to whoever opened it first. Connecting to an address
/// where nobody listens is refused, whether a host owns it or not, as on 127.0.0.0/8.
class World final : public Driver {
public:
    explicit World(WorldSettings settings);
    ~World() override;

    HostId add(HostSetup setup) override;
    void remove(HostId host) override;
    void set_profiles(HostId host, std::vector<std::shared_ptr<tls::Context const>> profiles) override;
    void touch(HostId host) override;
    void on_report(std::function<void(std::string const& host, sansio::Report const& report)> sink) override;
    sansio::Time now() const override;
    sansio::WallTime wall() const override;
    void set_wall(sansio::WallTime wall) override;
    /// Throws WorldError when a host does not let time pass.
    bool run_turn(sansio::Time until) override;
    /// run_turn() until `until` is reached; answers how many turns ran.
    std::size_t run_until(sansio::Time until);

    /// The same name that HostSetup gave; hosts that are not added yet may be named.
    void set_link(std::string_view a, std::string_view b, LinkProperties properties);
    void set_link(HostId a, HostId b, LinkProperties properties);
    /// As by a firewall that rejects: connections between the two are reset, new ones unreachable, datagrams lost.
    void cut(std::string_view a, std::string_view b);
    void cut(HostId a, HostId b);
    /// As by a broken cable around the named: nothing passes between them and the rest. Connections stall, and fail
    /// once what they sent was not acknowledged for 30 s; new ones are unreachable.
    void partition(std::vector<std::string> const& names);
    /// Packets between the two wait, none is lost, until release().
    void hold(std::string_view a, std::string_view b);
    void release(std::string_view a, std::string_view b);
    /// Ends every cut, partition and hold.
    void heal();
    /// As SIGSTOP: the host takes no turns, while its TCP still accepts and buffers up to the window. thaw() ends it.
    void freeze(HostId host);
    void thaw(HostId host);

    /// Sees everything plain that passes, in the order of the run. The views end with the call.
    void on_tap(std::function<void(TapEvent const& event)> tap);

private:
    std::unique_ptr<simulation::Engine> engine_;
};

}  // namespace drivers
