#include "edge/certificates/identity.hpp"

#include <algorithm>

#include "sansio/domain_name.hpp"

namespace certificates {

bool bears_name(sansio::PeerCertificate const& certificate, std::string_view fqdn) {
    // A wildcard that is expected would be our own mistake of configuration; it must not match its literal twin.
    if (!sansio::is_domain_name(fqdn)) return false;
    auto const is_expected = [fqdn](std::string_view name) {
        return sansio::equal_ignoring_case(name, fqdn);
    };
    if (!certificate.has_subject_alt_name) return is_expected(certificate.common_name);
    return std::any_of(certificate.dns_names.begin(), certificate.dns_names.end(), is_expected);
}

bool is_server(sansio::PeerIdentity const& peer, std::string_view fqdn) {
    return peer.leaf && peer.chain.fault == sansio::ChainVerdict::Fault::none && bears_name(*peer.leaf, fqdn);
}

std::string names_text(sansio::PeerCertificate const& certificate) {
    if (!certificate.has_subject_alt_name) return certificate.common_name;
    std::string text;
    for (std::string const& name : certificate.dns_names) {
        if (!text.empty()) text += ", ";
        text += name;
    }
    return text;
}

}  // namespace certificates
