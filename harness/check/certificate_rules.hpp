// Who answers: the partner's certificate by the rules of Lync's edges, judged from what was sent and nothing else.
#pragma once
#include <span>
#include <string_view>

#include "harness/check/observation.hpp"
#include "sansio/network.hpp"

namespace check {

struct CertificateRules {
    std::string_view expected_name;  // the SRV target, or the pinned server
    /// Whom we trust, with the intermediate authorities that we happen to know: those must be sent nevertheless.
    std::span<sansio::SentCertificate const> authorities;
    sansio::WallTime wall;
};

/// At least one observation: identity_good when nothing is wrong but what is worth a warning. `identity` is that of a client
/// with tls::Settings::report_peer that accepts every chain. `identity.leaf` must be there.
Observations judge_identity(sansio::PeerIdentity const& identity, CertificateRules const& rules);

}  // namespace check
