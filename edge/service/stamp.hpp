// What the edge adds to the top Via of a request: where it came from (RFC 3261 §18.2.1) and over which connection (facts/wire.md
// §1.2). The same text goes into the forwarded request and into every answer of our own.
#pragma once
#include <string_view>

#include "edge/service/links.hpp"
#include "edge/sip/via.hpp"

namespace edge {

/// ";received=…;ms-received-port=…;ms-received-cid=…". The text lives in `link` until the next call for it.
std::string_view stamp(Link& link, sip::Via const& top);
/// The same; empty if the top Via cannot be read.
std::string_view stamp(Link& link, sip::MessageView const& request);

}  // namespace edge
