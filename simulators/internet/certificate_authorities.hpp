// The certificate authorities of a simulated internet. Each certificate is minted once per name and fault.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/tls/context.hpp"
#include "sansio/time.hpp"

namespace internet {

enum class CertificateFault : std::uint8_t {
    none,
    expired,              // ended a day before the run
    not_yet_valid,        // begins a day after the run
    wrong_name,           // names "wrong.example" instead
    stranger,             // by an authority that nobody trusts
    no_client_usage,      // EKU without clientAuth
    no_server_usage,      // EKU without serverAuth
    sip_usage,            // no fault: EKU with id-kp-sipDomain only (RFC 5924)
    sip_and_mail_usage,   // no fault: EKU with id-kp-sipDomain and one that is of no use here
    any_usage,            // no fault: EKU with anyExtendedKeyUsage only
    foreign_usage,        // EKU for signing mail only
    no_alternative_name,  // no SAN, common name only
    domain_only,          // SAN holds the SIP domain, not the host
    renewed,              // no fault: begins a day before the run and ends three years after it
    intermediate,         // no fault: by an intermediate authority, whose certificate is sent along
    no_intermediate,      // by an intermediate authority whose certificate is not sent along
};

/// "expired", "wrong-name", …: the words of scenarios.
std::string_view to_text(CertificateFault fault);

/// What a certificate names instead of its host. Without dns_names and uri_names it has no SAN.
struct CertificateNames {
    std::string common_name;  // empty: the host
    std::vector<std::string> dns_names;
    std::vector<std::string> uri_names;
    auto operator<=>(CertificateNames const&) const = default;
};

struct Credentials {
    std::string chain_pem;  // leaf first
    std::string private_key_pem;
};

class CertificateAuthorities {
public:
    /// `around`: the calendar at the start of the run; good certificates are valid a year before and after it.
    explicit CertificateAuthorities(sansio::WallTime around);
    ~CertificateAuthorities();

    /// The authorities that everybody trusts, as PEM.
    std::string const& trusted_pem() const;
    /// The authority that nobody trusts, for a party that shall accept its own side.
    std::string const& stranger_pem() const;
    /// Minted on first use and then the same. `other_names` go into the SAN as well; `names` stand there instead of the host's
    /// name, whatever the fault says of names.
    Credentials const& credentials(std::string_view host_name,
                                   CertificateFault fault = CertificateFault::none,
                                   std::vector<std::string> const& other_names = {},
                                   std::optional<CertificateNames> const& names = {});
    /// A context for both roles that trusts trusted_pem() and presents credentials().
    std::shared_ptr<tls::Context const> context(std::string_view host_name,
                                                CertificateFault fault = CertificateFault::none,
                                                tls::Settings base = {},
                                                std::optional<CertificateNames> const& names = {});

private:
    struct Shared;
    std::unique_ptr<Shared> shared_;
};

}  // namespace internet
