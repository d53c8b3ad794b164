// From OpenSSL's certificates and validation errors to the plain values that identity rules read.
#pragma once
#include <utility>

#include "drivers/tls/context.hpp"
#include "drivers/tls/openssl_handles.hpp"
#include "sansio/network.hpp"

namespace tls {

/// What the certificate says. Fields that are missing or unreadable stay empty.
sansio::PeerCertificate read_peer_certificate(X509 const* certificate);
sansio::WallTime read_time(ASN1_TIME const* time);
/// For X509_VERIFY_PARAM_set_time and its like.
std::time_t to_seconds(sansio::WallTime wall);

/// X509_V_OK, or the X509_V_ERR_… code of a certificate that is not valid at `wall`.
int dates_error(X509 const* certificate, sansio::WallTime wall);
/// `error` is an X509_V_… code.
sansio::ChainVerdict make_verdict(int error, int depth);

/// Collects the first fault of one validation; OpenSSL's verify callbacks hand every step to it.
class Judgement {
public:
    explicit Judgement(Settings const& settings) : settings_(&settings) {}

    /// `ok` and the result as in X509_STORE_CTX_set_verify_cb: 1 goes on, 0 ends the validation.
    int on_step(int ok, X509_STORE_CTX* validation);
    sansio::ChainVerdict const& verdict() const { return verdict_; }
    sansio::ChainVerdict take_verdict() { return std::move(verdict_); }

private:
    bool excused(X509_STORE_CTX* validation) const;

    Settings const* settings_;
    sansio::ChainVerdict verdict_;
};

}  // namespace tls
