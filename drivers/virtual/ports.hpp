// Who has opened which port of which address in a simulated world: one table for TCP, one for UDP.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "drivers/driver.hpp"
#include "drivers/virtual/link.hpp"
#include "sansio/address.hpp"

namespace drivers::simulation {

/// A listener or socket of a host.
struct Claim {
    HostId host{};
    NameIndex name{};
    std::uint32_t id = 0;  // ListenerId or SocketId
};

class Ports {
public:
    /// Opens one port on all `addresses`; port 0: one that is free. Answers the port, or nothing when it is taken.
    std::optional<std::uint16_t> claim(std::vector<sansio::IpAddress> const& addresses, std::uint16_t port,
                                       Claim claim);
    void release(HostId host, std::uint32_t id);
    void release_all(HostId host);
    std::optional<Claim> find(sansio::Endpoint endpoint) const;
    /// The next port for a connection that goes out; numbers come again after 16,384.
    std::uint16_t ephemeral(sansio::IpAddress address);

private:
    std::map<sansio::Endpoint, Claim> claims_;
    std::map<sansio::IpAddress, std::uint16_t> drawn_;
};

}  // namespace drivers::simulation
