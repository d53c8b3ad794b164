// A BIO between OpenSSL and two plain buffers. Unlike BIO_s_mem it reads the caller's bytes in place and appends straight
// to the run that the driver writes, so ciphertext is never copied for our sake.
#pragma once
#include <cstddef>
#include <span>

#include "drivers/tls/openssl_handles.hpp"
#include "sansio/byte_buffer.hpp"

namespace tls {

struct Wire {
    std::span<std::byte const> in;  // what is left of the bytes that just arrived
    sansio::ByteBuffer out;
    bool ended = false;  // the TCP stream is over: an empty `in` is its end and no longer a pause
};

/// `wire` must outlive the BIO.
BioPtr make_wire_bio(Wire& wire);

}  // namespace tls
