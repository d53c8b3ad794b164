// Small phrases of failure texts.
#pragma once
#include <string>
#include <string_view>

#include "sansio/time.hpp"

namespace runner {

/// "5 s", "250 ms", "2 min", "17 us": the largest unit without a remainder.
std::string to_text(sansio::Duration duration);
/// In quotes, control characters visible, cut after `size_max` letters.
std::string quoted(std::string_view text, std::size_t size_max = 80);

}  // namespace runner
