// Which of the recursive resolvers a question goes to next. One that is silent is asked after the others for a while.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sansio/address.hpp"
#include "sansio/time.hpp"

namespace dns {

class Servers {
public:
    /// As many as resolv.conf(5) lets one name; further ones are not used.
    static constexpr std::size_t count_max = 3;

    /// What became of one question at each server.
    struct Turn {
        std::uint32_t asked = 0;
        bool has_failed = false;  // it answered, and asking again would change nothing
    };
    using Turns = std::array<Turn, count_max>;

    /// At least one. RFC 2308 §7.2: a server that does not answer may be left alone, for at most five minutes.
    Servers(std::vector<sansio::Endpoint> servers, sansio::Duration rest);

    /// The server to ask now: each in turn up to `tries` times, in the order of the list, but those that rest after the
    /// others. Nothing when every one has had its chance.
    std::optional<std::size_t> choose(Turns const& turns, std::uint32_t tries, sansio::Time now) const;

    sansio::Endpoint at(std::size_t server) const { return servers_[server].endpoint; }
    std::optional<std::size_t> find(sansio::Endpoint endpoint) const;
    void silent(std::size_t server, sansio::Time now) { servers_[server].rests_until = now + rest_; }
    void spoke(std::size_t server) { servers_[server].rests_until = sansio::Time{}; }

private:
    struct Server {
        sansio::Endpoint endpoint;
        sansio::Time rests_until{};
    };
    std::vector<Server> servers_;
    sansio::Duration rest_;
};

}  // namespace dns
