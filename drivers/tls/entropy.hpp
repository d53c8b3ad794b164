// Randomness of the system, for programs that were not given a seed.
#pragma once
#include <cstdint>

namespace tls {

/// Never in a simulation; deterministic_random.hpp serves there.
std::uint64_t seed_from_system();

}  // namespace tls
