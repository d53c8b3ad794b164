// What a check is told: whom to look at, how far to go, and who we are.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "harness/check/requests.hpp"
#include "harness/check/sip_answers.hpp"
#include "sansio/network.hpp"

namespace check {

/// A partner that is pinned instead of found by SRV: New-CsAllowedDomain -ProxyFqdn.
struct PinnedServer {
    std::string name;
    std::uint16_t port = 5061;
};

struct Settings {
    std::string domain;  // the partner's SIP domain
    std::optional<PinnedServer> proxy{};
    std::vector<sansio::Endpoint> resolvers;
    /// The resolver is a laboratory's, on loopback: then nothing leaves loopback.
    bool in_laboratory = false;
    /// Of each step: a look-up, a connection, a handshake, an answer. All targets and addresses run at the same time, so a check
    /// takes at most seven times as long, and three times when nobody answers.
    sansio::Duration timeout = std::chrono::seconds{5};
    Caller caller{};
    std::string certificate_issuer{};  // of ours; empty: we have none and show none
    std::vector<sansio::SentCertificate>
        authorities{};                     // whom we trust, and intermediates that we happen to know
    std::string user{};                    // "bob@fabrikam.com": asked for presence; empty: nobody
    std::optional<std::string> message{};  // sent to `user`
    DiagnosticAdvice advice{};
    sansio::WallTime wall{};
    std::uint64_t seed = 1;
    std::optional<sansio::IpAddress> local{};  // of the sockets towards resolvers; nothing: any

    bool has_certificate() const { return !certificate_issuer.empty(); }
};

}  // namespace check
