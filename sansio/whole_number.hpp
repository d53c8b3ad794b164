// A whole number of a command line.
#pragma once
#include <cstdint>
#include <string>

namespace sansio {

/// What is wrong with a text that should be a decimal number from `least` to `most`, both inclusive; empty: nothing. A sign, a 0
/// in front and a number beyond 64 bits are wrong: libraries for command lines take them for another number.
std::string whole_number_fault(std::string const& text, std::uint64_t least, std::uint64_t most);

}  // namespace sansio
