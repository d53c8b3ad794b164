// What the harness and the service know of a driver, whichever it is: real sockets (drivers/asio) or a simulated
// world (drivers/virtual).
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "drivers/tls/context.hpp"
#include "sansio/host.hpp"
#include "sansio/time.hpp"

namespace drivers {

/// Names a host within one driver.
enum class HostId : std::uint32_t {};

/// Limits that a driver keeps for a host; what is over one ends with ConnectionFault::Stage::limit.
struct HostLimits {
    std::size_t connections_max = 20'000;
    std::size_t handshakes_max = 2'000;  // accepted, handshake not yet done; one more ends the oldest of them
    sansio::Duration handshake_timeout = std::chrono::seconds{10};
    sansio::Duration connect_timeout = std::chrono::seconds{10};
    std::size_t backlog_max = 64 * 1024;     // ciphertext a driver holds for one connection
    std::size_t unread_pause = 1024 * 1024;  // reading a peer stops while it has this much to receive
};

/// A host with all that the driver needs to run it. `host` must outlive its stay in the driver.
struct HostSetup {
    std::string name;  // for logs and evidence: "edge", "fabrikam"
    sansio::Host* host = nullptr;
    std::vector<sansio::IpAddress> addresses;  // virtual: what it may listen on; asio: not looked at
    std::vector<std::shared_ptr<tls::Context const>> profiles;  // index = sansio::TlsProfile
    HostLimits limits;
};

/// Runs hosts in turns, on one thread. Nothing here may be called from another thread.
class Driver {
public:
    Driver() = default;
    Driver(Driver const&) = delete;
    Driver& operator=(Driver const&) = delete;
    virtual ~Driver() = default;

    /// Adds a host and starts it in the next turn.
    virtual HostId add(HostSetup setup) = 0;
    /// Ends a host as kill -9 would: its connections are reset, its listeners gone, its core is not called again.
    virtual void remove(HostId host) = 0;
    /// The TLS contexts of new connections from now on (a renewed certificate, a reload).
    virtual void set_profiles(HostId host, std::vector<std::shared_ptr<tls::Context const>> profiles) = 0;
    /// The host was changed from outside: its actions are polled in the next turn.
    virtual void touch(HostId host) = 0;

    /// Where the Report actions of all hosts go; `host` is HostSetup::name. None: they are dropped.
    virtual void on_report(
        std::function<void(std::string const& host, sansio::Report const& report)> sink) = 0;

    virtual sansio::Time now() const = 0;
    virtual sansio::WallTime wall() const = 0;
    /// Moves the calendar; timers do not notice. Certificates are judged by the calendar.
    virtual void set_wall(sansio::WallTime wall) = 0;

    /// Runs until something happened and its turn is done, or `until` is reached, whichever comes first.
    /// Returns true if a turn ran. In a virtual world time jumps; over sockets it waits.
    virtual bool run_turn(sansio::Time until) = 0;
};

}  // namespace drivers
