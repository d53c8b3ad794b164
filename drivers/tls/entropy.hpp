// Randomness of the system, for programs that were not given a seed.
#pragma once
#include <cstdint>
#include <string>

namespace tls {

/// Never in a simulation; deterministic_random.hpp serves there.
std::uint64_t seed_from_system();
/// 32 bytes nobody else knows, as 64 lower-case hexadecimal digits.
std::string key_from_system();

}  // namespace tls
