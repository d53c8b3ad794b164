// A small certificate authority for simulations and tests: real P-256 certificates, dates from the caller, no clock.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sansio/time.hpp"

namespace tls {

/// What a certificate is to say. Without dns_names and uri_names it has no subjectAltName at all; without any usage it
/// has no extendedKeyUsage, so it may be used for everything.
struct CertificateRequest {
    std::string common_name;
    std::vector<std::string> dns_names;
    std::vector<std::string> uri_names;
    sansio::WallTime not_before;
    sansio::WallTime not_after;
    bool server_eku = true;
    bool client_eku = true;
    std::vector<std::string> other_usages;  // dotted OIDs
    std::string issuer_url{};               // authorityInfoAccess caIssuers; empty: none
};

/// A chain in PEM, leaf first and without the root, and the leaf's private key.
struct Credentials {
    std::string chain_pem;
    std::string key_pem;
};

/// Serial numbers count up from `first_serial`. Under a DeterministicScope (deterministic_random.hpp) the same calls make the
/// same bytes.
class Authority {
public:
    /// A self-signed root.
    Authority(std::string const& common_name, sansio::WallTime not_before, sansio::WallTime not_after,
              std::uint64_t first_serial = 1);
    Authority(Authority&&) noexcept;
    Authority& operator=(Authority&&) noexcept;
    ~Authority();

    Credentials issue(CertificateRequest const& request);
    /// An intermediate authority; the chains that it issues carry its certificate behind the leaf.
    Authority subordinate(std::string const& common_name, sansio::WallTime not_before,
                          sansio::WallTime not_after, std::uint64_t first_serial = 1);
    /// What others must trust: the certificate of this authority.
    std::string const& certificate_pem() const;

private:
    struct Material;
    explicit Authority(std::unique_ptr<Material> material);
    std::unique_ptr<Material> material_;
};

/// A certificate that vouches for itself: the partner who never saw an authority.
Credentials issue_self_signed(CertificateRequest const& request, std::uint64_t serial = 1);

}  // namespace tls
