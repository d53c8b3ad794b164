// Reason phrases that a party writes (RFC 3261 §21, and Lync's own spelling of 504).
#pragma once
#include <string_view>

namespace kit {

/// "Not Found" for 404; a general word of the class for a status that nobody here uses by itself.
std::string_view reason_of(int status);

}  // namespace kit
