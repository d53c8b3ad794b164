// A federated partner: its edge and its users in one host, found by SRV and finding others by SRV.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "simulators/kit/party.hpp"

namespace sip_peer {

struct SipPeerSettings {
    std::string name = "fabrikam";
    std::string domain = "fabrikam.com";
    std::string host_name = "sip.fabrikam.com";
    std::vector<kit::User> users;
    sansio::Endpoint listen;
    sansio::Endpoint resolver;
    kit::Dialect const* dialect = nullptr;  // nullptr: lync2013
    sansio::TlsProfile profile{0};
    kit::TimerValues timers;
    std::uint64_t seed = 1;
};

/// What makes a party a partner; a caller may change it before it makes a kit::Party.
kit::PartySettings party_settings(SipPeerSettings settings);

class SipPeer : public kit::Party {
public:
    SipPeer(SipPeerSettings settings, kit::Journal& journal);
};

/// By the name that scenarios and the command line use; nullptr for an unknown one.
kit::Dialect const* dialect(std::string_view name);

}  // namespace sip_peer
