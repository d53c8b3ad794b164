#include "drivers/virtual/ports.hpp"

#include <algorithm>

namespace drivers::simulation {

namespace {

// RFC 6335 §6: the dynamic ports.
constexpr std::uint16_t dynamic_first = 49'152;
constexpr std::uint16_t dynamic_count = 16'384;

}  // namespace

std::optional<std::uint16_t> Ports::claim(std::vector<sansio::IpAddress> const& addresses, std::uint16_t port,
                                          Claim claim) {
    auto const taken = [&](std::uint16_t candidate) {
        return std::any_of(addresses.begin(), addresses.end(), [&](auto const& address) {
            return claims_.contains({address, candidate});
        });
    };
    if (addresses.empty()) return std::nullopt;
    if (port == 0) {
        for (unsigned attempt = 0; attempt < dynamic_count && (port == 0 || taken(port)); ++attempt)
            port = ephemeral(addresses.front());
    }
    if (taken(port)) return std::nullopt;
    for (auto const& address : addresses) claims_.emplace(sansio::Endpoint{address, port}, claim);
    return port;
}

void Ports::release(HostId host, std::uint32_t id) {
    std::erase_if(claims_,
                  [&](auto const& entry) { return entry.second.host == host && entry.second.id == id; });
}

void Ports::release_all(HostId host) {
    std::erase_if(claims_, [&](auto const& entry) { return entry.second.host == host; });
}

std::optional<Claim> Ports::find(sansio::Endpoint endpoint) const {
    auto const found = claims_.find(endpoint);
    if (found == claims_.end()) return std::nullopt;
    return found->second;
}

std::uint16_t Ports::ephemeral(sansio::IpAddress address) {
    auto& drawn = drawn_[address];
    auto const port = static_cast<std::uint16_t>(dynamic_first + drawn);
    drawn = static_cast<std::uint16_t>((drawn + 1) % dynamic_count);
    return port;
}

}  // namespace drivers::simulation
