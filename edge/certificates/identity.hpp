// Is this peer the server we expect? The Access Edge's rule: the expected FQDN stands in the certificate's names.
#pragma once
#include <string>
#include <string_view>

#include "sansio/network.hpp"

namespace certificates {

/// True if `fqdn` (an SRV target, a ProxyFqdn, the next hop's name) is a SAN dNSName of the certificate. The common
/// name counts only when there is no subjectAltName extension at all (RFC 5922 §7.1). Whole names, any ASCII case; a
/// wildcard equals nothing (RFC 5922 §7.2).
bool bears_name(sansio::PeerCertificate const& certificate, std::string_view fqdn);

/// The same for a peer: false without a certificate or with one whose chain was not accepted.
bool is_server(sansio::PeerIdentity const& peer, std::string_view fqdn);

/// The names that bears_name() looks at, comma-separated, for logs and diagnostics.
std::string names_text(sansio::PeerCertificate const& certificate);

}  // namespace certificates
