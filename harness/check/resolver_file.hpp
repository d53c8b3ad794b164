// The resolvers of this machine, as resolv.conf names them.
#pragma once
#include <string_view>
#include <vector>

#include "sansio/address.hpp"

namespace check {

/// Endpoints of `text`, port 53, in their order; at most three, as the C library takes. Lines that say anything else, or nothing
/// that can be understood, are passed over.
std::vector<sansio::Endpoint> read_resolvers(std::string_view text);

}  // namespace check
