// The header fields this edge knows by number; all others are lines with a name. One row each in header_names.inc.
#pragma once
#include <cstdint>
#include <string_view>

namespace sip {

enum class Header : std::uint8_t {
#define HEADER(identifier, name, compact, kind) identifier,
#include "edge/sip/header_names.inc"
#undef HEADER
    unknown,
};
inline constexpr std::size_t known_headers = static_cast<std::size_t>(Header::unknown);

/// The headers of one value a line: MessageView::single() takes no other, so a comma list is never read as one value.
enum class SingleHeader : std::uint8_t {
#define SIP_HEADER_single(identifier) identifier = static_cast<std::uint8_t>(Header::identifier),
#define SIP_HEADER_list(identifier)
#define HEADER(identifier, name, compact, kind) SIP_HEADER_##kind(identifier)
#include "edge/sip/header_names.inc"
#undef HEADER
#undef SIP_HEADER_single
#undef SIP_HEADER_list
};

/// The headers whose value is a comma list: read with MessageView::elements().
enum class ListHeader : std::uint8_t {
#define SIP_HEADER_single(identifier)
#define SIP_HEADER_list(identifier) identifier = static_cast<std::uint8_t>(Header::identifier),
#define HEADER(identifier, name, compact, kind) SIP_HEADER_##kind(identifier)
#include "edge/sip/header_names.inc"
#undef HEADER
#undef SIP_HEADER_single
#undef SIP_HEADER_list
};

constexpr Header to_header(SingleHeader header) {
    return static_cast<Header>(header);
}
constexpr Header to_header(ListHeader header) {
    return static_cast<Header>(header);
}

/// The header of that name or compact form, in any case (RFC 3261 §7.3.1, §7.3.3); Header::unknown for others.
Header find_header(std::string_view name);
/// The name as it is written; empty for Header::unknown.
std::string_view name_of(Header header);

}  // namespace sip
