// A reader of pcapng files for the tests of the writer; it shares nothing with it.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reports {

struct ReadPacket {
    std::uint64_t at_us = 0;
    std::string bytes;
    std::vector<std::string> comments;

    std::size_t u8(std::size_t offset) const { return static_cast<unsigned char>(bytes.at(offset)); }
    std::size_t u16(std::size_t offset) const { return u8(offset) << 8U | u8(offset + 1); }
    std::size_t u32(std::size_t offset) const { return u16(offset) << 16U | u16(offset + 2); }
    std::size_t ip_header() const { return (u8(0) & 0xfU) * 4; }
    std::size_t flags() const { return u8(ip_header() + 13); }
    std::size_t sequence() const { return u32(ip_header() + 4); }
    std::string payload() const { return bytes.substr(ip_header() + (u8(ip_header() + 12) >> 4U) * 4); }
    /// Both addresses and ports: one direction of one conversation.
    std::string direction() const { return bytes.substr(12, 8) + bytes.substr(ip_header(), 4); }
};

struct ReadCapture {
    std::vector<std::string> comments;         // of the section
    std::map<std::string, std::string> names;  // by address, four octets
    std::size_t link_type = 0;
    std::vector<ReadPacket> packets;
};

/// Nothing when a length or an order in the file is wrong.
class CaptureReader {
public:
    explicit CaptureReader(std::string_view file) : rest_(file) {}

    std::optional<ReadCapture> read() {
        ReadCapture capture;
        for (std::size_t block = 0; !rest_.empty(); ++block) {
            if (rest_.size() < 12 || rest_.size() % 4 != 0) return std::nullopt;
            auto const type = number(rest_, 0, 4);
            auto const size = number(rest_, 4, 4);
            if (size < 12 || size % 4 != 0 || size > rest_.size() || number(rest_, size - 4, 4) != size)
                return std::nullopt;
            auto const body = rest_.substr(8, size - 12);
            if ((block == 0) != (type == 0x0a0d0d0a) || (block == 1) != (type == 1)) return std::nullopt;
            if (!read_block(type, body, capture)) return std::nullopt;
            rest_.remove_prefix(size);
        }
        return capture;
    }

private:
    static std::size_t number(std::string_view text, std::size_t offset, std::size_t size) {
        std::size_t value = 0;
        for (std::size_t byte = size; byte-- > 0;)
            value = value << 8U | static_cast<unsigned char>(text.at(offset + byte));
        return value;
    }
    static bool options(std::string_view text, std::vector<std::string>& comments) {
        while (!text.empty()) {
            if (text.size() < 4) return false;
            auto const code = number(text, 0, 2);
            auto const size = number(text, 2, 2);
            if (code == 0) return text.size() == 4 && size == 0;
            auto const padded = 4 + (size + 3) / 4 * 4;
            if (padded > text.size()) return false;
            if (code == 1) comments.emplace_back(text.substr(4, size));
            text.remove_prefix(padded);
        }
        return true;
    }
    static bool names(std::string_view text, ReadCapture& capture) {
        while (text.size() >= 4 && number(text, 0, 2) == 1) {
            auto const size = number(text, 2, 2);
            auto const padded = 4 + (size + 3) / 4 * 4;
            if (size < 6 || padded > text.size() || text[4 + size - 1] != '\0') return false;
            capture.names[std::string(text.substr(4, 4))] = text.substr(8, size - 5);
            text.remove_prefix(padded);
        }
        return text == std::string_view("\0\0\0\0", 4);
    }
    static bool read_block(std::size_t type, std::string_view body, ReadCapture& capture) {
        std::vector<std::string> ignored;
        switch (type) {
            case 0x0a0d0d0a:
                return body.size() >= 16 && number(body, 0, 4) == 0x1a2b3c4d &&
                       options(body.substr(16), capture.comments);
            case 1:
                capture.link_type = number(body, 0, 2);
                return options(body.substr(8), ignored);
            case 4:
                return names(body, capture);
            case 6: {
                auto const size = number(body, 12, 4);
                auto const padded = 20 + (size + 3) / 4 * 4;
                if (number(body, 0, 4) != 0 || number(body, 16, 4) != size || padded > body.size())
                    return false;
                ReadPacket packet{
                    number(body, 4, 4) << 32U | number(body, 8, 4), std::string(body.substr(20, size)), {}};
                if (!options(body.substr(padded), packet.comments)) return false;
                capture.packets.push_back(std::move(packet));
                return true;
            }
            default:
                return false;
        }
    }

    std::string_view rest_;
};

/// 16-bit words of RFC 1071 added up, the checksum among them: 0xffff when it is right.
inline std::size_t words_of(std::string_view bytes, std::size_t sum = 0) {
    for (std::size_t index = 0; index < bytes.size(); index += 2) {
        sum += static_cast<std::size_t>(static_cast<unsigned char>(bytes[index])) << 8U;
        if (index + 1 < bytes.size()) sum += static_cast<unsigned char>(bytes[index + 1]);
    }
    while (sum > 0xffffU) sum = (sum & 0xffffU) + (sum >> 16U);
    return sum;
}

inline bool has_right_checksums(ReadPacket const& packet) {
    auto const tcp = packet.bytes.substr(packet.ip_header());
    return packet.u16(2) == packet.bytes.size() &&
           words_of(packet.bytes.substr(0, packet.ip_header())) == 0xffffU &&
           words_of(tcp, words_of(packet.bytes.substr(12, 8)) + 6 + tcp.size()) == 0xffffU;
}

/// What each direction of each conversation carried; nothing when an octet is missing or there twice.
inline std::optional<std::map<std::string, std::string>> streams_of(ReadCapture const& capture) {
    std::map<std::string, std::string> streams;
    std::map<std::string, std::size_t> next;
    for (auto const& packet : capture.packets) {
        auto const direction = packet.direction();
        if (next.contains(direction) && next[direction] != packet.sequence()) return std::nullopt;
        auto const payload = packet.payload();
        bool const counts_itself = (packet.flags() & 0x03U) != 0;  // SYN, FIN
        next[direction] = packet.sequence() + payload.size() + (counts_itself ? 1 : 0);
        streams[direction] += payload;
    }
    return streams;
}

}  // namespace reports
