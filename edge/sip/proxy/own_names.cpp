#include "edge/sip/proxy/own_names.hpp"

#include <algorithm>

namespace sip::proxy {

namespace {

constexpr std::uint16_t default_tls_port = 5061;

}  // namespace

bool OwnNames::owns(Uri const& uri) const {
    auto const port = uri.port == 0 ? default_tls_port : uri.port;
    return uri.is_sip() && std::any_of(names.begin(), names.end(), [&](OwnName const& name) {
               return name.port == port && same_host(name.host, uri.host);
           });
}

}  // namespace sip::proxy
