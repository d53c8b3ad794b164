// Edits that several steps of the proxy share.
#pragma once
#include <cstddef>
#include <cstdint>

#include "edge/sip/message_view.hpp"
#include "edge/sip/rewrite.hpp"

namespace sip::proxy {

/// Takes the first `count` elements of a comma list off; lines that become empty go wholly.
void remove_elements(MessageView const& view, ListHeader header, std::size_t count, Rewrite& rewrite);

/// Removes every line of that header.
void remove_lines(MessageView const& view, Header header, Rewrite& rewrite);

/// Where the first line of that header begins, or just behind the start line.
std::uint32_t place_for(MessageView const& view, Header header);

}  // namespace sip::proxy
