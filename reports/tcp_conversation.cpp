#include "reports/tcp_conversation.hpp"

#include <algorithm>

namespace reports {
namespace {

constexpr std::uint8_t fin = 0x01;
constexpr std::uint8_t syn = 0x02;
constexpr std::uint8_t push = 0x08;
constexpr std::uint8_t ack = 0x10;
constexpr std::uint8_t syn_ack = syn | ack;
constexpr std::uint8_t fin_ack = fin | ack;
constexpr std::uint8_t push_ack = push | ack;

constexpr std::uint8_t tcp_protocol = 6;
constexpr std::uint8_t time_to_live = 64;
constexpr std::size_t ip_header_size = 20;
constexpr std::size_t tcp_header_size = 20;
// NOP, then window scale 7 (RFC 7323): 8 MiB may be under way, so no message ever fills the window.
constexpr std::string_view syn_options = "\x01\x03\x03\x07";

void put_u8(std::string& text, std::size_t number) {
    text += static_cast<char>(number & 0xffU);
}
void put_u16(std::string& text, std::size_t number) {
    put_u8(text, number >> 8U);
    put_u8(text, number);
}
void put_u32(std::string& text, std::uint32_t number) {
    put_u16(text, number >> 16U);
    put_u16(text, number & 0xffffU);
}
void put_address(std::string& text, blocks::Ipv4Address const& address) {
    for (auto const octet : address) put_u8(text, octet);
}
void set_u16(std::string& text, std::size_t offset, std::uint16_t number) {
    text[offset] = static_cast<char>(number >> 8U);
    text[offset + 1] = static_cast<char>(number & 0xffU);
}

std::uint32_t sum_of(std::string_view bytes) {
    std::uint32_t sum = 0;
    for (std::size_t index = 0; index < bytes.size(); ++index) {
        auto const octet = static_cast<unsigned char>(bytes[index]);
        sum += index % 2 == 0 ? static_cast<std::uint32_t>(octet) << 8U : octet;
    }
    return sum;
}

std::string ip_header(TcpEnd const& from, TcpEnd const& to, std::uint16_t number, std::size_t tcp_size) {
    constexpr std::size_t checksum_offset = 10;
    std::string header;
    put_u8(header, 0x45);  // version 4, five words
    put_u8(header, 0);
    put_u16(header, ip_header_size + tcp_size);
    put_u16(header, number);
    put_u16(header, 0x4000);  // do not fragment
    put_u8(header, time_to_live);
    put_u8(header, tcp_protocol);
    put_u16(header, 0);
    put_address(header, from.address);
    put_address(header, to.address);
    set_u16(header, checksum_offset, internet_checksum(header));
    return header;
}

/// The part of the IP header that TCP's checksum covers.
std::string pseudo_header(TcpEnd const& from, TcpEnd const& to, std::size_t tcp_size) {
    std::string header;
    put_address(header, from.address);
    put_address(header, to.address);
    put_u16(header, tcp_protocol);
    put_u16(header, tcp_size);
    return header;
}

}  // namespace

std::uint16_t internet_checksum(std::string_view bytes, std::uint32_t sum) {
    sum += sum_of(bytes);
    while (sum > 0xffffU) sum = (sum & 0xffffU) + (sum >> 16U);
    return static_cast<std::uint16_t>(~sum & 0xffffU);
}

std::string TcpConversation::packet(bool from_client, std::uint8_t flags, std::string_view payload) {
    constexpr std::size_t checksum_offset = 16;
    constexpr std::size_t window = 0xffff;
    Half& from = from_client ? client_ : server_;
    Half const& to = from_client ? server_ : client_;
    std::string_view const options = (flags & syn) != 0 ? syn_options : std::string_view();
    std::string segment;
    put_u16(segment, from.end.port);
    put_u16(segment, to.end.port);
    put_u32(segment, from.sequence);
    put_u32(segment, (flags & ack) != 0 ? to.sequence : 0);
    put_u8(segment, ((tcp_header_size + options.size()) / 4) << 4U);
    put_u8(segment, flags);
    put_u16(segment, window);
    put_u16(segment, 0);  // checksum
    put_u16(segment, 0);  // nothing is urgent
    segment += options;
    segment += payload;
    auto const covered = sum_of(pseudo_header(from.end, to.end, segment.size()));
    set_u16(segment, checksum_offset, internet_checksum(segment, covered));
    from.sequence += static_cast<std::uint32_t>(payload.size() + ((flags & (syn | fin)) != 0 ? 1 : 0));
    return ip_header(from.end, to.end, ++from.packets, segment.size()) + segment;
}

std::vector<std::string> TcpConversation::open() {
    return {packet(true, syn, {}), packet(false, syn_ack, {}), packet(true, ack, {})};
}

std::vector<std::string> TcpConversation::send(bool from_client, std::string_view bytes) {
    std::vector<std::string> packets;
    while (!bytes.empty()) {
        auto const size = std::min(bytes.size(), segment_max);
        bool const last = size == bytes.size();
        packets.push_back(packet(from_client, last ? push_ack : ack, bytes.substr(0, size)));
        bytes.remove_prefix(size);
    }
    if (!packets.empty()) packets.push_back(packet(!from_client, ack, {}));
    return packets;
}

std::vector<std::string> TcpConversation::close() {
    return {packet(true, fin_ack, {}), packet(false, fin_ack, {}), packet(true, ack, {})};
}

}  // namespace reports
