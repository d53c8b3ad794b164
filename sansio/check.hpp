// check(): a statement about our own code that stays on in release. A false one is our bug and ends the process.
#pragma once

namespace sansio {

/// Prints `claim` with the place to stderr and aborts.
[[noreturn]] void check_failed(char const* claim, char const* file, int line) noexcept;

/// Aborts unless `holds`. For our mistakes only: what a peer or the world can cause is a Result or an input.
/// The built-ins, because clang 14 does not know libstdc++ 12's std::source_location.
inline void check(bool holds, char const* claim, char const* file = __builtin_FILE(),
                  int line = __builtin_LINE()) noexcept {
    if (!holds) [[unlikely]]
        check_failed(claim, file, line);
}

}  // namespace sansio
