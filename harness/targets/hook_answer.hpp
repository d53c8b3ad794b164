// What a hook of a target says: one line of JSON on its standard output, an object with one of
//
//   {"ready": true}                                 the state is in force
//   {"unsupported": ["partner discovery"]}          these parts of it cannot be applied
//   {"failed": "nobody listens on 127.0.1.10:5061"} it should have worked and did not
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "sansio/result.hpp"

namespace targets {

struct HookAnswer {
    enum class Kind : std::uint8_t { ready, unsupported, failed };
    Kind kind = Kind::ready;
    std::string text;  // what cannot be applied, or why it failed; empty when ready
    bool operator==(HookAnswer const&) const = default;
};

inline constexpr std::size_t hook_answer_max = 64 * 1024;

/// `line` without its end. The fault is a sentence that quotes the line.
sansio::Result<HookAnswer, std::string> parse_hook_answer(std::string_view line);

}  // namespace targets
