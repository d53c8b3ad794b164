// The usual cast of a test of the world: "alpha" calls, "beta" listens on 127.0.1.20:5061 and echoes.
#pragma once
#include <string>

#include "drivers/virtual/testing/echo_host.hpp"
#include "drivers/virtual/world.hpp"

namespace drivers::testing {

inline constexpr sansio::IpAddress alpha_address = sansio::IpAddress::v4(127, 0, 1, 10);
inline constexpr sansio::Endpoint beta_endpoint{sansio::IpAddress::v4(127, 0, 1, 20), 5061};
inline constexpr sansio::ListenerId beta_listener{1};

using Profiles = std::vector<std::shared_ptr<tls::Context const>>;

struct TwoHosts {
    explicit TwoHosts(WorldSettings settings = {}, Profiles alpha_profiles = {}, Profiles beta_profiles = {},
                      HostLimits limits = {})
        : profile(beta_profiles.empty() ? sansio::plain_tcp : sansio::TlsProfile{0}), world(settings) {
        alpha_id = world.add({"alpha", &alpha, {alpha_address}, std::move(alpha_profiles), limits});
        beta_id = world.add({"beta", &beta, {beta_endpoint.address}, std::move(beta_profiles), limits});
        beta.act(sansio::Listen{beta_listener, beta_endpoint, profile});
        run(std::chrono::milliseconds{1});
    }
    /// Makes alpha connect to `remote`, without running.
    sansio::ConnectionId connect(sansio::Endpoint remote = beta_endpoint) {
        auto const id = sansio::ConnectionId{++connects};
        alpha.act(sansio::Connect{id, remote, std::nullopt, profile, "beta.example"});
        world.touch(alpha_id);
        return id;
    }
    void send(sansio::ConnectionId connection, std::string_view text) {
        alpha.send(connection, text);
        world.touch(alpha_id);
    }
    void close(sansio::ConnectionId connection, sansio::Close::Way way = sansio::Close::Way::flush) {
        alpha.act(sansio::Close{connection, way});
        world.touch(alpha_id);
    }
    std::size_t run(sansio::Duration time = std::chrono::seconds{1}) {
        return world.run_until(world.now() + time);
    }
    std::string last(EchoHost const& host) const { return host.log().empty() ? "" : host.log().back(); }

    EchoHost alpha;
    EchoHost beta{true};
    sansio::TlsProfile profile;
    World world;
    HostId alpha_id{};
    HostId beta_id{};
    std::uint64_t connects = 0;
};

/// `size` letters that tell their place, so that a byte lost or doubled shows.
inline std::string long_text(std::size_t size) {
    std::string text;
    text.reserve(size + 8);
    for (std::size_t i = 0; text.size() < size; ++i) text += std::to_string(i) + ' ';
    text.resize(size);
    return text;
}

}  // namespace drivers::testing
