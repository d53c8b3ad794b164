// Writes DNS messages byte by byte for the tests of this folder, without the library that reads them.
#pragma once
#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "edge/dns/answer.hpp"
#include "sansio/byte_buffer.hpp"

namespace dns {

inline std::string two_bytes(std::uint32_t number) {
    return {static_cast<char>((number >> 8U) & 0xffU), static_cast<char>(number & 0xffU)};
}

inline std::string name_bytes(std::string_view name) {
    std::string bytes;
    while (!name.empty()) {
        std::string_view const label = name.substr(0, name.find('.'));
        bytes += static_cast<char>(label.size());
        bytes += label;
        name.remove_prefix(std::min(name.size(), label.size() + 1));
    }
    return bytes + '\0';
}

inline std::string question_bytes(std::string_view name, std::uint16_t type) {
    return name_bytes(name) + two_bytes(type) + two_bytes(1);
}

inline std::string record_bytes(std::string_view owner, std::uint16_t type, std::uint32_t ttl,
                                std::string const& data) {
    return name_bytes(owner) + two_bytes(type) + two_bytes(1) + two_bytes(ttl >> 16U) + two_bytes(ttl) +
           two_bytes(static_cast<std::uint32_t>(data.size())) + data;
}

inline std::string srv_bytes(std::string_view owner, std::uint32_t ttl, SrvRecord const& srv) {
    return record_bytes(
        owner, 33, ttl,
        two_bytes(srv.priority) + two_bytes(srv.weight) + two_bytes(srv.port) + name_bytes(srv.target));
}
inline std::string a_bytes(std::string_view owner, std::uint32_t ttl, std::string const& address) {
    return record_bytes(owner, 1, ttl, address);
}
inline std::string cname_bytes(std::string_view owner, std::uint32_t ttl, std::string_view target) {
    return record_bytes(owner, 5, ttl, name_bytes(target));
}
/// An SOA record with this MINIMUM.
inline std::string soa_bytes(std::string_view owner, std::uint32_t ttl, std::uint32_t minimum) {
    std::string const zeros(16, '\0');
    return record_bytes(owner, 6, ttl,
                        name_bytes("ns." + std::string(owner)) + name_bytes("a." + std::string(owner)) +
                            zeros + two_bytes(minimum >> 16U) + two_bytes(minimum));
}

/// A response as the resolver's server would send it.
struct Message {
    std::uint16_t id = 0;
    std::string question;
    std::uint16_t flags =
        0x8180;  // response, recursion desired and available; the code in the last four bits
    std::vector<std::string> answers{};
    std::vector<std::string> authority{};

    std::string bytes() const {
        std::string result = two_bytes(id) + two_bytes(flags) + two_bytes(1) +
                             two_bytes(static_cast<std::uint32_t>(answers.size())) +
                             two_bytes(static_cast<std::uint32_t>(authority.size())) + two_bytes(0) +
                             question;
        for (std::string const& record : answers) result += record;
        for (std::string const& record : authority) result += record;
        return result;
    }
};

/// The name that a query asks for, letter by letter.
inline std::string question_name(std::string_view query) {
    constexpr std::size_t header_size = 12;
    std::string name;
    for (std::size_t at = header_size; query[at] != '\0';) {
        std::size_t const size = static_cast<unsigned char>(query[at]);
        if (!name.empty()) name += '.';
        name += query.substr(at + 1, size);
        at += 1 + size;
    }
    return name;
}

/// The id of a query, to be answered with.
inline std::uint16_t id_of(std::string_view query) {
    return static_cast<std::uint16_t>((static_cast<unsigned char>(query[0]) << 8) |
                                      static_cast<unsigned char>(query[1]));
}

}  // namespace dns
