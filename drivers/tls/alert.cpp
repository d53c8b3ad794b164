#include "drivers/tls/alert.hpp"

namespace tls {

namespace {

struct Row {
    std::uint8_t code;
    std::string_view name;
};
// RFC 8446 §6, and of RFC 5246 §7.2 what older peers still send.
constexpr Row rows[] = {
    {0, "close_notify"},
    {10, "unexpected_message"},
    {20, "bad_record_mac"},
    {21, "decryption_failed"},
    {22, "record_overflow"},
    {30, "decompression_failure"},
    {40, "handshake_failure"},
    {41, "no_certificate"},
    {42, "bad_certificate"},
    {43, "unsupported_certificate"},
    {44, "certificate_revoked"},
    {45, "certificate_expired"},
    {46, "certificate_unknown"},
    {47, "illegal_parameter"},
    {48, "unknown_ca"},
    {49, "access_denied"},
    {50, "decode_error"},
    {51, "decrypt_error"},
    {60, "export_restriction"},
    {70, "protocol_version"},
    {71, "insufficient_security"},
    {80, "internal_error"},
    {86, "inappropriate_fallback"},
    {90, "user_canceled"},
    {100, "no_renegotiation"},
    {109, "missing_extension"},
    {110, "unsupported_extension"},
    {112, "unrecognized_name"},
    {113, "bad_certificate_status_response"},
    {115, "unknown_psk_identity"},
    {116, "certificate_required"},
    {120, "no_application_protocol"},
};

}  // namespace

std::string alert_name(std::uint8_t code) {
    for (Row const& row : rows)
        if (row.code == code) return std::string(row.name);
    return "alert " + std::to_string(code);
}

Alert alert_for(sansio::ChainVerdict::Fault fault) {
    using Fault = sansio::ChainVerdict::Fault;
    switch (fault) {
        case Fault::no_certificate:
            return Alert::certificate_required;
        case Fault::expired:
            return Alert::certificate_expired;
        case Fault::not_yet_valid:
            return Alert::bad_certificate;
        case Fault::unknown_authority:
            return Alert::unknown_ca;
        case Fault::wrong_purpose:
            return Alert::unsupported_certificate;
        case Fault::revoked:
            return Alert::certificate_revoked;
        case Fault::none:
        case Fault::other:
            break;
    }
    return Alert::certificate_unknown;
}

sansio::ConnectionFault refused_by_alert(std::uint8_t code) {
    return {sansio::ConnectionFault::Stage::tls_refused, {}, "the peer sent " + alert_name(code)};
}

}  // namespace tls
