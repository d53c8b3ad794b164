// The blocks of a pcapng file (draft-ietf-opsawg-pcapng), little-endian, times in microseconds.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sansio/time.hpp"

namespace reports::blocks {

/// Four octets in the order of the wire.
using Ipv4Address = std::array<std::uint8_t, 4>;

/// LINKTYPE_RAW: a packet begins with its IP header.
inline constexpr std::uint16_t link_type_raw_ip = 101;

/// Section header: who wrote the file, and remarks on the whole of it. First block of a file.
std::string section_header(std::string_view program, std::span<std::string const> comments);
/// The one interface, and how its packets begin. Second block.
std::string interface_description(std::string_view name, std::uint16_t link_type);
/// Names of addresses. A name ends at its first NUL.
std::string name_resolution(std::span<std::pair<Ipv4Address, std::string> const> names);
/// One packet with remarks on it. A time before 1970 counts as 1970.
std::string enhanced_packet(sansio::WallTime at, std::string_view packet,
                            std::span<std::string const> comments);

}  // namespace reports::blocks
