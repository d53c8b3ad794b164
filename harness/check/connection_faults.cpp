#include "harness/check/connection_faults.hpp"

#include <string_view>

namespace check {
namespace {

using Stage = sansio::ConnectionFault::Stage;

bool says(sansio::ConnectionFault const& fault, std::string_view word) {
    return fault.text.find(word) != std::string::npos;
}

bool is_alert(sansio::ConnectionFault const& fault) {
    return fault.stage == Stage::tls_refused && says(fault, "the peer sent ");
}

/// Alerts by which a server speaks of its client's certificate (RFC 8446 §6.2).
bool is_about_certificate(sansio::ConnectionFault const& fault) {
    for (std::string_view const name : {"bad_certificate", "unsupported_certificate", "certificate_revoked",
                                        "certificate_unknown", "access_denied", "decrypt_error"})
        if (says(fault, name)) return true;
    return false;
}

/// Lync resets the connection when it does not trust the authority, instead of sending an alert.
Observation refused_after_being_asked(sansio::ConnectionFault const& fault, OwnCertificate const& own) {
    if (!own.is_shown)
        return {
            Fact::tls_client_certificate_missed, "the partner wants a certificate (" + fault.text + ")", {}};
    if (says(fault, "unknown_ca"))
        return {Fact::tls_own_authority_unknown,
                "the partner does not trust who signed our certificate: " + fault.text, own.issuer};
    if (says(fault, "certificate_expired"))
        return {Fact::tls_own_certificate_expired,
                "the partner takes our certificate for expired: " + fault.text,
                {}};
    return {Fact::tls_own_certificate_refused,
            "the partner ended the handshake after it saw our certificate: " + fault.text,
            {}};
}

}  // namespace

Observation explain_tcp(sansio::ConnectionFault const& fault) {
    switch (fault.stage) {
        case Stage::refused:
        case Stage::reset:
            return {Fact::tcp_refused, "nobody listens there: " + fault.text, {}};
        case Stage::unreachable:
        case Stage::limit:
            return {Fact::tcp_no_route, "no way there: " + fault.text, {}};
        default:
            return {Fact::tcp_no_answer, "no answer to a connection attempt", {}};
    }
}

Observation explain_tls(sansio::ConnectionFault const& fault, bool server_asked, OwnCertificate const& own) {
    switch (fault.stage) {
        case Stage::refused:
        case Stage::unreachable:
        case Stage::limit:
        case Stage::timed_out:
            return explain_tcp(fault);
        case Stage::tls_timed_out:
            return {Fact::tls_silent, "connected, and the handshake was never answered", {}};
        case Stage::tls_protocol:
            if (says(fault, "unsupported protocol") || says(fault, "protocol version"))
                return {Fact::tls_version_refused, fault.text, {}};
            return {Fact::tls_no_protocol, fault.text, {}};
        default:
            break;
    }
    if (says(fault, "protocol_version") || says(fault, "insufficient_security"))
        return {Fact::tls_version_refused, fault.text, {}};
    bool const is_about_ours = is_about_certificate(fault) || says(fault, "unknown_ca") ||
                               says(fault, "certificate_expired") || says(fault, "certificate_required");
    if (server_asked && (is_about_ours || !own.is_shown || !is_alert(fault)))
        return refused_after_being_asked(fault, own);
    return {Fact::tls_handshake_refused, fault.text.empty() ? "the connection was reset" : fault.text, {}};
}

}  // namespace check
