// What may not cross the border as it came, and what this side says of itself and of the other (MS-SIPRE §2.2.15).
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "edge/sip/message_view.hpp"
#include "edge/sip/rewrite.hpp"

namespace sip::proxy {

enum class Direction : std::uint8_t {
    inbound,   // from a federated peer to the inside
    outbound,  // from the inside to a federated peer
};

/// What the deployment may choose. The two names are not settled by any document; what bears the default name is stripped
/// by border.inc in any case.
struct BorderSettings {
    std::string verification_header = "ms-asserted-verification-level";
    std::string user_data_header = "ms-user-data";
    bool diagnostics_to_partners = false;  // EnableHeaderForFederatedUsers: ms-diagnostics goes out
};

/// Option tags that the inside may put into Proxy-Require: this edge serves them, so they end here (facts/wire.md §1.7.2).
std::span<std::string_view const> served_extensions(Direction direction);

/// Does what border.inc says of that direction.
void edit_at_border(MessageView const& view, Direction direction, BorderSettings const& settings,
                    Rewrite& rewrite);

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

/// What the edge says outwards about a message from inside: "ms-asserted-verification-level: ms-source-verified-user=verified\r\n".
std::string verification_line(BorderSettings const& settings, bool verified);
/// What a peer says of its sender: true when it asserts that it has verified him. Nobody is believed who does not say so
/// (Set-CsAccessEdgeConfiguration -VerificationLevel UseSourceVerification, facts/wire.md §1.5).
bool is_asserted_verified(MessageView const& view, BorderSettings const& settings);

}  // namespace sip::proxy
