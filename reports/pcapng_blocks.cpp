#include "reports/pcapng_blocks.hpp"

#include <algorithm>

namespace reports::blocks {
namespace {

constexpr std::uint32_t section_header_type = 0x0a0d0d0a;
constexpr std::uint32_t interface_description_type = 1;
constexpr std::uint32_t name_resolution_type = 4;
constexpr std::uint32_t enhanced_packet_type = 6;
constexpr std::uint32_t byte_order_magic = 0x1a2b3c4d;

constexpr std::uint16_t option_end = 0;
constexpr std::uint16_t option_comment = 1;
constexpr std::uint16_t option_interface_name = 2;
constexpr std::uint16_t option_user_application = 4;
constexpr std::uint16_t record_end = 0;
constexpr std::uint16_t record_ipv4 = 1;

constexpr std::size_t option_size_max = 0xffff;  // 16 bits
constexpr std::size_t frame_size = 12;           // type, and the length in front and behind

template <class Number>
void put(std::string& text, Number number) {
    for (std::size_t byte = 0; byte < sizeof number; ++byte)
        text += static_cast<char>((number >> (8 * byte)) & 0xffU);
}

void pad(std::string& text) {
    text.append((4 - text.size() % 4) % 4, '\0');
}

void put_option(std::string& text, std::uint16_t code, std::string_view value) {
    value = value.substr(0, option_size_max);
    put(text, code);
    put(text, static_cast<std::uint16_t>(value.size()));
    text += value;
    pad(text);
}

void put_comments(std::string& text, std::span<std::string const> comments) {
    for (auto const& comment : comments) put_option(text, option_comment, comment);
}

void put_end_of_options(std::string& text) {
    put(text, option_end);
    put(text, std::uint16_t{0});
}

std::string block(std::uint32_t type, std::string_view body) {
    auto const size = static_cast<std::uint32_t>(body.size() + frame_size);
    std::string text;
    put(text, type);
    put(text, size);
    text += body;
    put(text, size);
    return text;
}

}  // namespace

std::string section_header(std::string_view program, std::span<std::string const> comments) {
    std::string body;
    put(body, byte_order_magic);
    put(body, std::uint16_t{1});  // version 1.0
    put(body, std::uint16_t{0});
    put(body, ~std::uint64_t{0});  // the section's length is not told
    put_option(body, option_user_application, program);
    put_comments(body, comments);
    put_end_of_options(body);
    return block(section_header_type, body);
}

std::string interface_description(std::string_view name, std::uint16_t link_type) {
    std::string body;
    put(body, link_type);
    put(body, std::uint16_t{0});
    put(body, std::uint32_t{0});  // packets are never cut
    put_option(body, option_interface_name, name);
    put_end_of_options(body);
    return block(interface_description_type, body);
}

std::string name_resolution(std::span<std::pair<Ipv4Address, std::string> const> names) {
    std::string body;
    for (auto const& [address, name] : names) {
        auto const text = name.substr(0, std::min(name.find('\0'), option_size_max - sizeof address - 1));
        put(body, record_ipv4);
        put(body, static_cast<std::uint16_t>(address.size() + text.size() + 1));
        for (auto const octet : address) body += static_cast<char>(octet);
        body += text;
        body += '\0';
        pad(body);
    }
    put(body, record_end);
    put(body, std::uint16_t{0});
    return block(name_resolution_type, body);
}

std::string enhanced_packet(sansio::WallTime at, std::string_view packet,
                            std::span<std::string const> comments) {
    auto const since = std::chrono::duration_cast<std::chrono::microseconds>(at.time_since_epoch()).count();
    auto const time = static_cast<std::uint64_t>(std::max<decltype(since)>(0, since));
    auto const size = static_cast<std::uint32_t>(packet.size());
    std::string body;
    put(body, std::uint32_t{0});  // of the only interface
    put(body, static_cast<std::uint32_t>(time >> 32U));
    put(body, static_cast<std::uint32_t>(time));
    put(body, size);
    put(body, size);
    body += packet;
    pad(body);
    if (!comments.empty()) {
        put_comments(body, comments);
        put_end_of_options(body);
    }
    return block(enhanced_packet_type, body);
}

}  // namespace reports::blocks
