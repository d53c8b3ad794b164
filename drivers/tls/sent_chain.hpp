// A chain as it was sent: names, keys and dates of each certificate as plain values, for rules that judge chains themselves.
#pragma once
#include <string_view>
#include <vector>

#include "drivers/tls/context.hpp"
#include "sansio/network.hpp"

struct ssl_st;

namespace tls {

/// Of a client's session, whether or not its handshake succeeds. `asked`: the server asked for our certificate.
sansio::SentChain read_sent_chain(ssl_st const* ssl, bool asked);
/// The certificates of `pem` in their order. Fails on a block that cannot be read; `text` says why.
sansio::Result<std::vector<sansio::SentCertificate>, ContextFault> describe_certificates(
    std::string_view pem);

}  // namespace tls
