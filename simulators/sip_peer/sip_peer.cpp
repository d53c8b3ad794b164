#include "simulators/sip_peer/sip_peer.hpp"

#include <array>
#include <utility>

#include "simulators/sip_peer/dialects.hpp"

namespace sip_peer {
namespace {

using DialectOf = kit::Dialect const& (*)();
constexpr std::array<std::pair<std::string_view, DialectOf>, 1> dialects{{{"lync2013", &lync2013}}};

}  // namespace

kit::PartySettings party_settings(SipPeerSettings settings) {
    kit::PartySettings party;
    party.name = std::move(settings.name);
    party.domain = std::move(settings.domain);
    party.host_name = std::move(settings.host_name);
    party.users = std::move(settings.users);
    party.listen = settings.listen;
    party.profile = settings.profile;
    party.next_hop = kit::FoundBySrv{settings.resolver};
    party.dialect = settings.dialect != nullptr ? settings.dialect : &lync2013();
    party.timers = settings.timers;
    party.request_headers = {std::string(party.dialect->verification.value)};
    party.seed = settings.seed;
    return party;
}

SipPeer::SipPeer(SipPeerSettings settings, kit::Journal& journal)
    : Party(party_settings(std::move(settings)), journal) {}

kit::Dialect const* dialect(std::string_view name) {
    for (auto const& [known, make] : dialects)
        if (known == name) return &make();
    return nullptr;
}

}  // namespace sip_peer
