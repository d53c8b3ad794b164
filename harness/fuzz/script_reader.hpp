// A script of bytes as what peers choose and say: each choice takes a byte, and an exhausted script chooses the first.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "harness/fuzz/wire_judge.hpp"

namespace fuzz {

class ScriptReader {
public:
    explicit ScriptReader(std::span<std::byte const> script) : script_(script) {}

    bool empty() const { return script_.empty(); }
    std::uint8_t byte();
    /// The next ones as they stand, at most `wanted`.
    std::string_view bytes(std::size_t wanted);
    /// What a peer on that side asks, and what one answers.
    std::string request(WireJudge::Side side);
    std::string response(wire::RawMessage const& request);

private:
    template <std::size_t count>
    std::string_view word(std::string_view const (&words)[count]) {
        return words[byte() % count];
    }

    std::span<std::byte const> script_;
};

}  // namespace fuzz
