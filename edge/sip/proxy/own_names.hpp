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
    /// True for a SIP URI of one of our hosts and ports; no port means 5061 (RFC 3261 §19.1.2: TLS).
    bool owns(Uri const& uri) const;
};

}  // namespace sip::proxy
