#include "edge/dns/stream_reader.hpp"

#include "sansio/check.hpp"

namespace dns {
namespace {
constexpr std::size_t prefix_size = 2;
constexpr std::size_t message_max = 65'535;
}  // namespace

std::string with_size(std::string_view message) {
    sansio::check(message.size() <= message_max, "a DNS message fits its size field");
    std::string bytes;
    bytes.reserve(prefix_size + message.size());
    bytes += static_cast<char>((message.size() >> 8U) & 0xffU);
    bytes += static_cast<char>(message.size() & 0xffU);
    return bytes.append(message);
}

std::optional<std::string> StreamReader::poll_event() {
    std::string_view const bytes = in_.text();
    if (bytes.size() < prefix_size) return std::nullopt;
    auto const size = static_cast<std::size_t>(static_cast<unsigned char>(bytes[0])) * 256U +
                      static_cast<unsigned char>(bytes[1]);
    if (bytes.size() < prefix_size + size) return std::nullopt;
    std::optional<std::string> message(std::in_place, bytes.substr(prefix_size, size));
    in_.consume(prefix_size + size);
    return message;
}

}  // namespace dns
