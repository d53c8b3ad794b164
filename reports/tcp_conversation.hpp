// A TCP conversation that never was: IPv4 packets that carry given bytes, as a capture between the two ends would show them
// (RFC 791, RFC 9293).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reports/pcapng_blocks.hpp"

namespace reports {

struct TcpEnd {
    blocks::Ipv4Address address{};
    std::uint16_t port = 0;
    bool operator==(TcpEnd const&) const = default;
};

/// Nothing is lost, late or sent twice in it. Each call answers whole packets in the order of the wire, with correct checksums.
class TcpConversation {
public:
    /// Octets of a segment at most: it fits any Ethernet with all headers.
    static constexpr std::size_t segment_max = 1400;

    TcpConversation(TcpEnd client, TcpEnd server) : client_{client}, server_{server} {}

    /// SYN, SYN and ACK, ACK. Comes first.
    std::vector<std::string> open();
    /// The bytes in segments, and the other end's ACK. No bytes: no packets.
    std::vector<std::string> send(bool from_client, std::string_view bytes);
    /// FIN of both ends, the client's first, and the last ACK.
    std::vector<std::string> close();

private:
    struct Half {
        TcpEnd end{};
        std::uint32_t sequence = 1000;  // of its next octet
        std::uint16_t packets = 0;      // the IP header counts them
    };
    std::string packet(bool from_client, std::uint8_t flags, std::string_view payload);

    Half client_;
    Half server_;
};

/// RFC 1071: the Internet checksum of `bytes`, to which `sum` was added up before.
std::uint16_t internet_checksum(std::string_view bytes, std::uint32_t sum = 0);

}  // namespace reports
