// What a core hears from the network and what it asks of it. Plain values; drivers/ turn them into sockets or simulations.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "sansio/address.hpp"
#include "sansio/time.hpp"

namespace sansio {

/// Names a connection within one host. The host numbers those it opens; the driver numbers those it accepts and
/// sets `accepted_bit`, so the two never meet. A number is never used twice in a host's life.
enum class ConnectionId : std::uint64_t {};
inline constexpr std::uint64_t accepted_bit = std::uint64_t{1} << 63U;

/// Names a listener or a datagram socket within one host; chosen by the host.
enum class ListenerId : std::uint32_t {};
enum class SocketId : std::uint32_t {};

/// Which of the TLS contexts that its owner gave to the driver is meant: an index, `plain_tcp` for none.
enum class TlsProfile : std::uint16_t {};
inline constexpr TlsProfile plain_tcp{0xffff};

/// What a certificate says, as far as an identity rule may ask. Filled by drivers/tls.
struct PeerCertificate {
    std::string common_name;
    std::vector<std::string> dns_names;            // subjectAltName dNSName, as written
    std::vector<std::string> uri_names;            // subjectAltName uniformResourceIdentifier
    bool has_subject_alt_name = false;             // any SAN extension at all (RFC 5922 §7.1)
    std::vector<std::string> extended_key_usages;  // dotted OIDs; empty: no such extension
    WallTime not_before;
    WallTime not_after;
    std::string fingerprint;  // SHA-256 of the DER form, lower-case hex
};

/// The verdict of the chain's validation. `text` is OpenSSL's own wording.
struct ChainVerdict {
    enum class Fault : std::uint8_t {
        none,
        no_certificate,
        expired,
        not_yet_valid,
        unknown_authority,
        wrong_purpose,
        revoked,
        other
    };
    Fault fault = Fault::none;
    int depth = 0;  // 0: the leaf
    std::string text;
};

/// One certificate of a chain as it was sent, for whoever judges chains by rules of its own.
struct SentCertificate {
    std::string subject;  // RFC 4514 text
    std::string issuer;
    std::string
        issuer_url;   // where the issuer's certificate can be fetched (RFC 5280 §4.2.2.1); empty: not said
    std::string key;  // "RSA", "EC"
    unsigned key_bits = 0;
    std::string signature;  // "sha256WithRSAEncryption"
    WallTime not_before;
    WallTime not_after;

    bool is_self_issued() const { return subject == issuer; }
};
/// What a server showed of itself in the handshake.
struct SentChain {
    std::vector<SentCertificate> certificates;  // leaf first
    bool asks_for_certificate = false;          // of ours, and so for mutual TLS
};

/// Who is at the other end, after the handshake. Without a certificate `leaf` is empty.
struct PeerIdentity {
    std::optional<PeerCertificate> leaf;
    ChainVerdict chain;
    std::string tls_version;  // "TLSv1.3"; "plain" for the plain twin, empty without TLS
    std::string cipher;
    bool resumed = false;
    std::shared_ptr<SentChain const> sent;  // of a server, where tls::Settings::report_peer asks for it
};

/// Why a connection did not come to be, or ended badly.
struct ConnectionFault {
    enum class Stage : std::uint8_t {
        refused,          // RST to our SYN, or nobody there
        unreachable,      // no route, partition
        timed_out,        // no answer within the connect limit
        tls_timed_out,    // TCP connected, the handshake did not end within its limit
        tls_refused,      // the peer ended the handshake: an alert or a reset
        tls_chain,        // we refused the peer's chain; `chain` says why
        tls_protocol,     // version, cipher, garbage
        reset,            // RST on an established connection
        truncated,        // FIN without close_notify
        limit,            // a limit of ours, `text` names it
        no_such_profile,  // the host named a TLS profile that it was not given
    };
    Stage stage = Stage::refused;
    ChainVerdict chain;
    std::string text;
    /// What was learned of a server before it or we ended the handshake; only where tls::Settings::report_peer asks for it.
    std::shared_ptr<PeerIdentity const> peer{};
};

// ---- inputs ----

/// The listener is open; `local` holds the real port.
struct Listening {
    ListenerId listener;
    Endpoint local;
};
struct ListenFailed {
    ListenerId listener;
    std::string text;
};
/// A peer connected to a listener and its handshake is done.
struct Accepted {
    ConnectionId connection;
    ListenerId listener;
    Endpoint local;
    Endpoint remote;
    PeerIdentity identity;
};
/// A peer reached a listener and no handshake came of it; for logs only, no id was ever valid.
struct AcceptFailed {
    ListenerId listener;
    Endpoint remote;
    ConnectionFault fault;
};
/// Answers Connect: the handshake is done.
struct Connected {
    ConnectionId connection;
    Endpoint local;
    Endpoint remote;
    PeerIdentity identity;
};
/// Answers Connect: it failed, the id is free.
struct ConnectFailed {
    ConnectionId connection;
    ConnectionFault fault;
};
/// Plain bytes, in any cut. The view ends with the call.
struct Received {
    ConnectionId connection;
    std::span<std::byte const> bytes;
};
/// The connection is gone, also after Close: exactly once per connection that was Accepted or Connected.
/// Without `fault` it ended in order (close_notify, or our Close).
struct Closed {
    ConnectionId connection;
    std::optional<ConnectionFault> fault;
};
/// Answers OpenSocket.
struct SocketOpen {
    SocketId socket;
    Endpoint local;
};
struct SocketFailed {
    SocketId socket;
    std::string text;
};
struct DatagramReceived {
    SocketId socket;
    Endpoint from;
    std::span<std::byte const> bytes;
};

using Input = std::variant<Listening, ListenFailed, Accepted, AcceptFailed, Connected, ConnectFailed,
                           Received, Closed, SocketOpen, SocketFailed, DatagramReceived>;

// ---- actions ----

/// Answered once by Listening or ListenFailed. Each accepted connection uses `profile` as a server.
struct Listen {
    ListenerId listener;
    Endpoint local;
    TlsProfile profile;
};
/// No more connections are accepted; those that are open stay.
struct StopListening {
    ListenerId listener;
};
/// Answered once by Connected or ConnectFailed, also after a Close. `local` without a port: any port of that address.
struct Connect {
    ConnectionId connection;
    Endpoint remote;
    std::optional<IpAddress> local;
    TlsProfile profile;
    std::string server_name;  // SNI; empty: none is sent
};
/// The host's unsent(connection) is not empty. Emitted once when it stops being empty and again after each time the
/// driver emptied it; emitting it too often is harmless.
struct Send {
    ConnectionId connection;
};
/// Ends a connection: `flush` sends what is unsent and close_notify first, `abort` resets at once.
struct Close {
    enum class Way : std::uint8_t { flush, abort };
    ConnectionId connection;
    Way way = Way::flush;
};
struct OpenSocket {
    SocketId socket;
    Endpoint local;
};
struct CloseSocket {
    SocketId socket;
};
struct SendDatagram {
    SocketId socket;
    Endpoint to;
    std::string bytes;
};
/// A line for people. `event` is a stable lower_snake_case name; fields are key, value pairs in a fixed order.
struct Report {
    enum class Level : std::uint8_t { debug, info, warning, error };
    Level level = Level::info;
    std::string event;
    std::vector<std::pair<std::string, std::string>> fields;
};

using Action =
    std::variant<Listen, StopListening, Connect, Send, Close, OpenSocket, CloseSocket, SendDatagram, Report>;

}  // namespace sansio
