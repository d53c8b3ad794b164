// One end of a secured byte stream without I/O: ciphertext in and out, plain bytes in and out, the peer's identity.
// Two kinds behave alike: OpenSSL over memory BIOs (session.hpp) and the plain twin for simulations (plain_twin.hpp).
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <variant>

#include "sansio/network.hpp"

namespace tls {

enum class Role : std::uint8_t { client, server };

/// The handshake is done; from now on write() is allowed.
struct Established {
    sansio::PeerIdentity identity;
};
/// Plain bytes; the view ends with the next call on the channel.
struct Plaintext {
    std::span<std::byte const> bytes;
};
/// close_notify came, or the stream ended after it. Nothing more will be read.
struct PeerClosed {};
/// The handshake or the stream failed; unsent() may still hold an alert to be written before the TCP connection ends.
struct Failed {
    sansio::ConnectionFault fault;
};

using Event = std::variant<Established, Plaintext, PeerClosed, Failed>;

class Channel {
public:
    Channel() = default;
    Channel(Channel const&) = delete;
    Channel& operator=(Channel const&) = delete;
    virtual ~Channel() = default;

    /// A client's first flight stands in unsent() from the beginning.
    /// Bytes from the wire, in any cut. All of them are taken.
    virtual void receive(std::span<std::byte const> wire) = 0;
    /// The TCP stream ended; without close_notify before it, Failed{truncated} (or tls_refused in the handshake) follows.
    virtual void end_of_stream() = 0;
    virtual std::span<std::byte const> unsent() const = 0;
    virtual void sent(std::size_t count) = 0;
    /// Encrypts all of `plain`; only after Established and before close(). One record for each 16 KiB.
    virtual void write(std::span<std::byte const> plain) = 0;
    /// close_notify into unsent(); no write() after it.
    virtual void close() = 0;
    virtual std::optional<Event> poll_event() = 0;
};

}  // namespace tls
