#include "edge/sip/proxy/own_names.hpp"

#include <algorithm>

#include "edge/sip/text.hpp"

namespace sip::proxy {

namespace {

constexpr std::uint16_t default_tls_port = 5061;

/// TCP is what TLS runs on: a SIPS URI says "transport=tcp" (RFC 3261 §26.2.2).
bool speaks_tls(Uri const& uri) {
    auto const transport = uri.parameters.value_of("transport");
    if (!transport || equal_ignoring_case(*transport, "tls")) return true;
    return uri.scheme == Uri::Scheme::sips && equal_ignoring_case(*transport, "tcp");
}

}  // namespace

bool OwnNames::owns(Uri const& uri) const {
    if (!uri.is_sip()) return false;
    if (uri.parameters.empty()) return is_at(uri, uri.host);
    return is_at(uri, uri.parameters.value_of("maddr").value_or(uri.host));
}

bool OwnNames::is_at(Uri const& uri, std::string_view host) const {
    auto const port = uri.port == 0 ? default_tls_port : uri.port;
    bool const known = std::any_of(names.begin(), names.end(), [&](OwnName const& name) {
        return name.port == port && same_host(name.host, host);
    });
    return known && (uri.parameters.empty() || speaks_tls(uri));
}

bool OwnNames::has_host(std::string_view host) const {
    return std::any_of(names.begin(), names.end(),
                       [&](OwnName const& name) { return same_host(name.host, host); });
}

}  // namespace sip::proxy
