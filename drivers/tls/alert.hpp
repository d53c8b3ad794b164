// TLS alerts: what they are called and which one answers which chain (RFC 8446 §6).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "sansio/network.hpp"

namespace tls {

enum class Alert : std::uint8_t {
    close_notify = 0,
    unexpected_message = 10,
    handshake_failure = 40,
    bad_certificate = 42,
    unsupported_certificate = 43,
    certificate_revoked = 44,
    certificate_expired = 45,
    certificate_unknown = 46,
    unknown_ca = 48,
    decode_error = 50,
    protocol_version = 70,
    certificate_required = 116,
};

/// The RFC's name; "alert 99" for a number without one.
std::string alert_name(std::uint8_t code);
/// The alert that OpenSSL sends for such a chain.
Alert alert_for(sansio::ChainVerdict::Fault fault);
/// The fault of whoever receives the alert.
sansio::ConnectionFault refused_by_alert(std::uint8_t code);

}  // namespace tls
