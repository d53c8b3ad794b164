#include "edge/dns/servers.hpp"

#include <algorithm>
#include <tuple>

#include "sansio/check.hpp"

namespace dns {

Servers::Servers(std::vector<sansio::Endpoint> servers, sansio::Duration rest) : rest_(rest) {
    sansio::check(!servers.empty(), "there is a server to ask");
    if (servers.size() > count_max) servers.resize(count_max);
    for (auto const& endpoint : servers) servers_.push_back({endpoint});
}

std::optional<std::size_t> Servers::choose(Turns const& turns, std::uint32_t tries, sansio::Time now) const {
    std::optional<std::size_t> best;
    auto const rank = [&](std::size_t server) {
        return std::tuple(turns[server].asked, servers_[server].rests_until > now, server);
    };
    for (std::size_t server = 0; server < servers_.size(); ++server) {
        if (turns[server].has_failed || turns[server].asked >= tries) continue;
        if (!best || rank(server) < rank(*best)) best = server;
    }
    return best;
}

std::optional<std::size_t> Servers::find(sansio::Endpoint endpoint) const {
    auto const found =
        std::ranges::find_if(servers_, [&](Server const& server) { return server.endpoint == endpoint; });
    if (found == servers_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - servers_.begin());
}

}  // namespace dns
