// What the edge keeps for its peers, as the edge itself counts it.
#pragma once
#include <cstdint>
#include <string>

#include "sansio/result.hpp"

namespace runner {

struct Held {
    std::uint64_t connections = 0;  // now
    std::uint64_t bytes_max = 0;    // of unfinished and unsent messages, the most at any time since the start
};

/// Or why it could not be asked.
using HeldOrFault = sansio::Result<Held, std::string>;

}  // namespace runner
