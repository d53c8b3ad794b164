// Whether a stream's reader can tell where these bytes end (RFC 3261 §18.3).
#pragma once
#include <string_view>

namespace reports {

/// True for one message whose single Content-Length is the size of its body, and for the CRLFs of a keep-alive
/// (RFC 5626 §3.5.1). False for anything that a reader may join with what follows it.
bool tells_its_end(std::string_view bytes);

}  // namespace reports
