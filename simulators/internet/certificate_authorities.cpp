#include "simulators/internet/certificate_authorities.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "drivers/tls/authority.hpp"
#include "sansio/check.hpp"

namespace internet {
namespace {

constexpr std::chrono::hours day{24};
constexpr auto year = 365 * day;

constexpr std::array<std::pair<std::string_view, CertificateFault>, 16> words{
    {{"none", CertificateFault::none},
     {"expired", CertificateFault::expired},
     {"not-yet-valid", CertificateFault::not_yet_valid},
     {"wrong-name", CertificateFault::wrong_name},
     {"stranger", CertificateFault::stranger},
     {"no-client-usage", CertificateFault::no_client_usage},
     {"no-server-usage", CertificateFault::no_server_usage},
     {"sip-usage", CertificateFault::sip_usage},
     {"sip-and-mail-usage", CertificateFault::sip_and_mail_usage},
     {"any-usage", CertificateFault::any_usage},
     {"foreign-usage", CertificateFault::foreign_usage},
     {"no-alternative-name", CertificateFault::no_alternative_name},
     {"domain-only", CertificateFault::domain_only},
     {"renewed", CertificateFault::renewed},
     {"intermediate", CertificateFault::intermediate},
     {"no-intermediate", CertificateFault::no_intermediate}}};

tls::CertificateRequest request_for(std::string const& host_name, CertificateFault fault,
                                    std::vector<std::string> const& other_names, sansio::WallTime around) {
    tls::CertificateRequest request;
    request.common_name = host_name;
    request.dns_names = {host_name};
    request.dns_names.insert(request.dns_names.end(), other_names.begin(), other_names.end());
    request.not_before = around - year;
    request.not_after = around + year;
    switch (fault) {
        case CertificateFault::none:
        case CertificateFault::stranger:
        case CertificateFault::intermediate:
        case CertificateFault::no_intermediate:
            break;
        case CertificateFault::expired:
            request.not_after = around - day;
            break;
        case CertificateFault::not_yet_valid:
            request.not_before = around + day;
            break;
        case CertificateFault::renewed:
            request.not_before = around - day;
            request.not_after = around + 3 * year;
            break;
        case CertificateFault::wrong_name:
            request.common_name = "wrong.example";
            request.dns_names = {"wrong.example"};
            break;
        case CertificateFault::no_client_usage:
            request.client_eku = false;
            break;
        case CertificateFault::no_server_usage:
            request.server_eku = false;
            break;
        case CertificateFault::sip_usage:
        case CertificateFault::any_usage:
        case CertificateFault::foreign_usage:
            request.client_eku = request.server_eku = false;
            request.other_usages = {fault == CertificateFault::sip_usage   ? "1.3.6.1.5.5.7.3.20"
                                    : fault == CertificateFault::any_usage ? "2.5.29.37.0"
                                                                           : "1.3.6.1.5.5.7.3.4"};
            break;
        case CertificateFault::sip_and_mail_usage:
            request.client_eku = request.server_eku = false;
            request.other_usages = {"1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.20"};
            break;
        case CertificateFault::no_alternative_name:
            request.dns_names.clear();
            break;
        case CertificateFault::domain_only:
            request.common_name = host_name.substr(host_name.find('.') + 1);
            request.dns_names = {request.common_name};
            break;
    }
    return request;
}

std::string leaf_of(std::string const& chain_pem) {
    constexpr std::string_view end = "-----END CERTIFICATE-----\n";
    return chain_pem.substr(0, chain_pem.find(end) + end.size());
}

}  // namespace

std::string_view to_text(CertificateFault fault) {
    return std::ranges::find(words, fault, &std::pair<std::string_view, CertificateFault>::second)->first;
}

struct CertificateAuthorities::Shared {
    using Key =
        std::tuple<std::string, CertificateFault, std::vector<std::string>, std::optional<CertificateNames>>;

    sansio::WallTime around;
    tls::Authority trusted;
    tls::Authority stranger;
    std::map<Key, Credentials> minted;
    std::optional<tls::Authority> intermediate;

    tls::Authority& issuer(CertificateFault fault) {
        if (fault == CertificateFault::stranger) return stranger;
        bool const below =
            fault == CertificateFault::intermediate || fault == CertificateFault::no_intermediate;
        if (!below) return trusted;
        if (!intermediate)
            intermediate = trusted.subordinate("Test Intermediate Authority", around - 5 * year,
                                               around + 5 * year, 1'000);
        return *intermediate;
    }
};

CertificateAuthorities::CertificateAuthorities(sansio::WallTime around)
    : shared_(new Shared{around,
                         tls::Authority("Public Test Authority", around - 5 * year, around + 5 * year),
                         tls::Authority("Stranger Authority", around - 5 * year, around + 5 * year),
                         {},
                         std::nullopt}) {}
CertificateAuthorities::~CertificateAuthorities() = default;

std::string const& CertificateAuthorities::trusted_pem() const {
    return shared_->trusted.certificate_pem();
}
std::string const& CertificateAuthorities::stranger_pem() const {
    return shared_->stranger.certificate_pem();
}

Credentials const& CertificateAuthorities::credentials(std::string_view host_name, CertificateFault fault,
                                                       std::vector<std::string> const& other_names,
                                                       std::optional<CertificateNames> const& names) {
    std::string const name(host_name);
    auto const [entry, is_new] = shared_->minted.try_emplace({name, fault, other_names, names});
    if (is_new) {
        auto request = request_for(name, fault, other_names, shared_->around);
        if (names) {
            request.common_name = names->common_name.empty() ? name : names->common_name;
            request.dns_names = names->dns_names;
            request.uri_names = names->uri_names;
        }
        auto issued = shared_->issuer(fault).issue(request);
        if (fault == CertificateFault::no_intermediate) issued.chain_pem = leaf_of(issued.chain_pem);
        entry->second = {std::move(issued.chain_pem), std::move(issued.key_pem)};
    }
    return entry->second;
}

std::shared_ptr<tls::Context const> CertificateAuthorities::context(
    std::string_view host_name, CertificateFault fault, tls::Settings base,
    std::optional<CertificateNames> const& names) {
    auto const& own = credentials(host_name, fault, {}, names);
    base.certificate_chain_pem = own.chain_pem;
    base.private_key_pem = own.private_key_pem;
    if (base.authorities_pem.empty()) base.authorities_pem = trusted_pem();
    auto context = tls::Context::make(std::move(base));
    sansio::check(context.has_value(), "OpenSSL takes what our own authority made");
    return *context;
}

}  // namespace internet
