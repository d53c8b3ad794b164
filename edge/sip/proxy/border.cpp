#include "edge/sip/proxy/border.hpp"

#include "edge/sip/proxy/edits.hpp"

namespace sip::proxy {

namespace {

enum class Treatment : std::uint8_t { keep, strip };

struct BorderRow {
    Header header;
    Treatment inbound;
    Treatment outbound;
};
constexpr BorderRow border[] = {
#define BORDER(header, inbound, outbound) {Header::header, Treatment::inbound, Treatment::outbound},
#include "edge/sip/proxy/border.inc"
#undef BORDER
};

std::string_view name_of(Trust::SourceType type) {
    switch (type) {
        case Trust::SourceType::authorized_server:
            return "AuthorizedServer";
        case Trust::SourceType::auto_federation:
            return "AutoFederation";
        case Trust::SourceType::direct_partner:
            return "DirectPartner";
        case Trust::SourceType::edge_proxy_generated:
            return "EdgeProxyGenerated";
        case Trust::SourceType::internet_user:
            return "InternetUser";
    }
    return {};
}

std::string_view name_of(Trust::Network network) {
    switch (network) {
        case Trust::Network::none:
            return {};
        case Trust::Network::federation:
            return "federation";
        case Trust::Network::public_cloud:
            return "publiccloud";
    }
    return {};
}

}  // namespace

void strip_at_border(MessageView const& view, Direction direction, Rewrite& rewrite) {
    for (auto const& row : border) {
        auto const treatment = direction == Direction::inbound ? row.inbound : row.outbound;
        if (treatment == Treatment::strip && view.has(row.header)) remove_lines(view, row.header, rewrite);
    }
}

std::string trust_line(Trust const& trust) {
    std::string line = "ms-edge-proxy-message-trust: ms-source-type=";
    line.append(name_of(trust.source_type)).append(";ms-ep-fqdn=").append(trust.endpoint_fqdn);
    line.append(";ms-source-verified-user=").append(trust.verified ? "verified" : "unverified");
    if (trust.network != Trust::Network::none)
        line.append(";ms-source-network=").append(name_of(trust.network));
    if (!trust.remote_fqdn.empty()) line.append(";ms-remote-fqdn=").append(trust.remote_fqdn);
    return line.append("\r\n");
}

}  // namespace sip::proxy
