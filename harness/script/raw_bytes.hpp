// Bytes that XML cannot carry, as a scenario writes them.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sansio/result.hpp"

namespace script {

enum class Encoding : std::uint8_t { text, hex, base64 };

/// How many bytes one <bytes> may stand for.
inline constexpr std::size_t bytes_max = 4 * 1024 * 1024;

/// `text` stays as it is; blanks and line ends in hex and base64 mean nothing. The fault is a sentence.
sansio::Result<std::string, std::string> decode(std::string_view text, Encoding encoding);

}  // namespace script
