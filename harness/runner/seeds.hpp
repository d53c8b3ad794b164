// One seed for a run gives one for each scenario, whichever others are selected.
#pragma once
#include <cstdint>
#include <string_view>

namespace runner {

/// FNV-1a: the same on every machine.
constexpr std::uint64_t stable_hash(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (char const letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
    return hash;
}

constexpr std::uint64_t scenario_seed(std::uint64_t run_seed, std::string_view id, unsigned round) {
    std::uint64_t mixed = run_seed + 0x9e3779b97f4a7c15U * round + stable_hash(id);
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31U);
}

}  // namespace runner
