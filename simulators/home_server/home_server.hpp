// The inside: the pool with its users. What leaves the organisation goes to the edge's internal listener.
#pragma once
#include <string>
#include <vector>

#include "simulators/kit/party.hpp"

namespace home_server {

struct HomeServerSettings {
    std::string name = "contoso";
    std::string domain = "contoso.com";
    std::string host_name = "pool01.contoso.com";
    std::vector<kit::User> users;
    sansio::Endpoint listen;
    sansio::Endpoint edge;                           // the internal listener
    std::string edge_name = "edge-int.contoso.com";  // must stand in its certificate, both ways
    sansio::TlsProfile profile{0};
    kit::TimerValues timers;
    std::uint64_t seed = 1;
};

/// A party that is configured as an inside; kit::Party has all of its commands.
class HomeServer : public kit::Party {
public:
    HomeServer(HomeServerSettings settings, kit::Journal& journal);
};

}  // namespace home_server
