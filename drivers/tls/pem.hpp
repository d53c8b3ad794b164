// Certificates and keys from PEM text.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "drivers/tls/openssl_handles.hpp"
#include "sansio/result.hpp"

namespace tls {

struct PemFault {
    std::string text;
};

/// All certificates of `pem` in their order; none in an empty text. A block that cannot be read is a fault.
sansio::Result<std::vector<CertificatePtr>, PemFault> read_certificates(std::string_view pem);
/// An unencrypted private key.
sansio::Result<KeyPtr, PemFault> read_private_key(std::string_view pem);

std::string to_pem(X509* certificate);
std::string to_pem(EVP_PKEY* key);

}  // namespace tls
