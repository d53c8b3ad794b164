// The names by which this element is addressed in Route and Request-URI.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "edge/sip/uri.hpp"

namespace sip::proxy {

struct OwnName {
    std::string host;  // FQDN or address
    std::uint16_t port = 5061;
};

struct OwnNames {
    std::vector<OwnName> names;
    std::vector<std::string> domains = {};  // that this element is responsible for (RFC 3261 §16.4)
    /// True for a SIP URI that leads to one of our hosts and ports: its maddr, or else its host. No port means 5061, as all
    /// that is spoken here is TLS (RFC 3261 §19.1.2); another transport is not ours.
    bool owns(Uri const& uri) const;
    /// The port and transport of `uri` are ours at `host`.
    bool is_at(Uri const& uri, std::string_view host) const;
    /// The same for an maddr, which may name one of our domains, too.
    bool is_responsible_for(Uri const& uri, std::string_view maddr) const;
    bool has_host(std::string_view host) const;
};

}  // namespace sip::proxy
