// Headers that may not cross the border, and the trust header that this side adds (MS-SIPRE §2.2.15).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "edge/sip/message_view.hpp"
#include "edge/sip/rewrite.hpp"

namespace sip::proxy {

enum class Direction : std::uint8_t {
    inbound,   // from a federated peer to the inside
    outbound,  // from the inside to a federated peer
};

/// Removes every line that border.inc strips in that direction.
void strip_at_border(MessageView const& view, Direction direction, Rewrite& rewrite);

/// What the edge says inwards about a message from outside.
struct Trust {
    enum class SourceType : std::uint8_t {
        authorized_server,
        auto_federation,
        direct_partner,
        edge_proxy_generated,
        internet_user
    };
    enum class Network : std::uint8_t { none, federation, public_cloud };
    SourceType source_type = SourceType::auto_federation;
    std::string_view endpoint_fqdn = {};  // the edge's internal FQDN
    bool verified = false;
    Network network = Network::federation;
    std::string_view remote_fqdn = {};  // empty: left out
};
/// "ms-edge-proxy-message-trust: ms-source-type=AutoFederation;ms-ep-fqdn=…;ms-source-verified-user=verified;ms-source-network=federation\r\n"
std::string trust_line(Trust const& trust);

}  // namespace sip::proxy
