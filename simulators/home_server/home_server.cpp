#include "simulators/home_server/home_server.hpp"

#include <utility>

#include "simulators/sip_peer/dialects.hpp"

namespace home_server {
namespace {

kit::PartySettings party_settings(HomeServerSettings settings) {
    kit::PartySettings party;
    party.name = std::move(settings.name);
    party.domain = std::move(settings.domain);
    party.host_name = std::move(settings.host_name);
    party.users = std::move(settings.users);
    party.listen = settings.listen;
    party.profile = settings.profile;
    party.next_hop = kit::FixedHop{settings.edge, settings.edge_name};
    party.dialect = &sip_peer::lync2013();
    party.timers = settings.timers;
    if (!settings.edge_name.empty()) party.accepted_names = {settings.edge_name};
    // The external access policy of the sender, as the pool hands it to the edge. The header's name is unsourced.
    party.request_headers = {"ms-user-data: ms-publiccloud=TRUE;ms-federation=TRUE"};
    party.record_routes = false;
    party.shows_diagnostics = true;
    party.seed = settings.seed;
    return party;
}

}  // namespace

HomeServer::HomeServer(HomeServerSettings settings, kit::Journal& journal)
    : Party(party_settings(std::move(settings)), journal) {}

}  // namespace home_server
