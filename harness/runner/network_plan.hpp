// The addresses of one scenario's world: one /24 of 127.0.0.0/8 (product.md §3).
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "sansio/address.hpp"

namespace runner {

/// Where somebody else's edge already is, and where it looks for others; what is not given has its place in the plan.
struct FixedEndpoints {
    std::optional<sansio::Endpoint> edge_external{};
    std::optional<sansio::Endpoint> edge_internal{};
    std::optional<sansio::Endpoint> home_server{};
    std::optional<sansio::Endpoint> dns{};
};

class NetworkPlan {
public:
    /// 127.`second`.`third`.0/24
    constexpr NetworkPlan(std::uint8_t second, std::uint8_t third) : second_(second), third_(third) {}

    /// The same network with these machines elsewhere.
    NetworkPlan with(FixedEndpoints const& fixed) const {
        NetworkPlan plan = *this;
        plan.fixed_ = fixed;
        return plan;
    }

    sansio::Endpoint lease() const { return at(1, sip_port); }
    sansio::Endpoint dns() const { return fixed_.dns.value_or(at(2, 10053)); }
    sansio::Endpoint second_dns() const { return at(3, 10053); }
    /// In the order in which the edge is to ask them.
    std::vector<sansio::Endpoint> resolvers() const { return {dns(), second_dns()}; }
    sansio::Endpoint edge_external() const { return fixed_.edge_external.value_or(at(10, sip_port)); }
    sansio::Endpoint edge_internal() const { return fixed_.edge_internal.value_or(at(11, sip_port)); }
    sansio::Endpoint home_server() const { return fixed_.home_server.value_or(at(20, sip_port)); }
    /// Where nobody ever listens.
    sansio::Endpoint nobody() const { return at(250, sip_port); }
    /// `index` counts from 0.
    sansio::Endpoint partner(std::size_t index) const {
        return at(static_cast<std::uint8_t>(30 + index), sip_port);
    }

    static constexpr std::size_t partners_max = 200;

private:
    static constexpr std::uint16_t sip_port = 5061;
    sansio::Endpoint at(std::uint8_t host, std::uint16_t port) const {
        return {sansio::IpAddress::v4(127, second_, third_, host), port};
    }

    std::uint8_t second_;
    std::uint8_t third_;
    FixedEndpoints fixed_{};
};

/// The network of every virtual world: they never meet.
inline constexpr NetworkPlan virtual_network{0, 1};

/// A /24 of real loopback addresses that no other fedproof on this machine uses while this lives.
class NetworkLease {
public:
    /// Nothing when the machine lets us have none.
    static std::optional<NetworkLease> take();
    NetworkLease(NetworkLease&& other) noexcept : plan_(other.plan_), socket_(other.socket_) {
        other.socket_ = -1;
    }
    NetworkLease& operator=(NetworkLease&&) = delete;
    ~NetworkLease();

    NetworkPlan const& plan() const { return plan_; }

private:
    NetworkLease(NetworkPlan plan, int socket) : plan_(plan), socket_(socket) {}

    NetworkPlan plan_;
    int socket_;
};

}  // namespace runner
