// What a URI must lose before it may stand in a request line (RFC 3261 §16.6 step 2, §19.1.1 table 1; §16.4 on maddr).
#pragma once
#include <string>

#include "edge/sip/uri.hpp"

namespace sip::proxy {

/// It has headers or the parameter "method", which no Request-URI may have.
bool is_unfit_for_request_line(Uri const& uri);
/// Without those; all else byte for byte.
std::string request_line_uri(Uri const& uri);
/// The same, and without maddr, transport, and a port that is not the scheme's default: RFC 3261 §16.4, for a maddr that
/// is ours.
std::string without_maddr(Uri const& uri);

}  // namespace sip::proxy
