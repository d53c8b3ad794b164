// What an <expect> says of the headers of a message: what is different, in words; nothing when all holds.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "harness/runner/play.hpp"
#include "harness/script/messages.hpp"
#include "simulators/wire/raw_message.hpp"

namespace runner {

std::optional<std::string> header_difference(script::HeaderCheck const& check,
                                             wire::RawMessage const& message, Play const& play);
std::optional<std::string> order_difference(std::vector<std::string> const& order,
                                            wire::RawMessage const& message);
std::optional<std::string> same_difference(script::SameAs const& same, wire::RawMessage const& message,
                                           Play const& play);

/// * is any run of letters, ? one letter.
bool fits_pattern(std::string_view text, std::string_view pattern);

}  // namespace runner
