#include "edge/sip/proxy/own_names.hpp"

#include <algorithm>
#include <optional>

#include "edge/sip/text.hpp"
#include "sansio/address.hpp"

namespace sip::proxy {

namespace {

constexpr std::uint16_t default_tls_port = 5061;

/// TCP is what TLS runs on: a SIPS URI says "transport=tcp" (RFC 3261 §26.2.2).
bool speaks_tls(Uri const& uri) {
    auto const transport = uri.parameters.value_of("transport");
    if (!transport || equal_ignoring_case(*transport, "tls")) return true;
    return uri.scheme == Uri::Scheme::sips && equal_ignoring_case(*transport, "tcp");
}

/// The address that a host of a URI is; nothing for a name.
std::optional<sansio::IpAddress> address_of_host(std::string_view host) {
    if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
    return sansio::IpAddress::parse(host);
}

/// Addresses have many spellings, and a URI writes one of IPv6 in brackets (RFC 3261 §25.1).
bool is_host(std::string_view own, std::string_view host) {
    if (same_host(own, host)) return true;
    if (host.empty() || (host.front() != '[' && !is_digit(host.front()))) return false;
    auto const address = address_of_host(host);
    return address && address_of_host(own) == address;
}

std::uint16_t port_of(Uri const& uri) {
    return uri.port == 0 ? default_tls_port : uri.port;
}

}  // namespace

bool OwnNames::owns(Uri const& uri) const {
    if (!uri.is_sip()) return false;
    if (uri.parameters.empty()) return is_at(uri, uri.host);
    return is_at(uri, uri.parameters.value_of("maddr").value_or(uri.host));
}

bool OwnNames::is_at(Uri const& uri, std::string_view host) const {
    auto const port = port_of(uri);
    bool const known = std::any_of(names.begin(), names.end(), [&](OwnName const& name) {
        return name.port == port && is_host(name.host, host);
    });
    return known && (uri.parameters.empty() || speaks_tls(uri));
}

bool OwnNames::is_responsible_for(Uri const& uri, std::string_view maddr) const {
    if (is_at(uri, maddr)) return true;
    auto const port = port_of(uri);
    bool const listens =
        std::any_of(names.begin(), names.end(), [port](OwnName const& name) { return name.port == port; });
    bool const ours = std::any_of(domains.begin(), domains.end(),
                                  [maddr](std::string const& domain) { return same_host(domain, maddr); });
    return listens && ours && speaks_tls(uri);
}

bool OwnNames::has_host(std::string_view host) const {
    return std::any_of(names.begin(), names.end(),
                       [&](OwnName const& name) { return is_host(name.host, host); });
}

}  // namespace sip::proxy
