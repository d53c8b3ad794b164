// Why a connection to a partner did not come to be, as a fact that an administrator can act on.
#pragma once
#include "harness/check/observation.hpp"
#include "sansio/network.hpp"

namespace check {

/// What the check itself brought to the handshake.
struct OwnCertificate {
    bool is_shown = false;
    std::string issuer;  // who signed it
};

/// Of a plain connection.
Observation explain_tcp(sansio::ConnectionFault const& fault);
/// Of a handshake, or of a connection that ended before it carried anything: with TLS 1.3 a client learns only then that its
/// certificate was refused (RFC 8446 §4.4.2.4).
Observation explain_tls(sansio::ConnectionFault const& fault, bool server_asked, OwnCertificate const& own);

}  // namespace check
