#include "sansio/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace sansio {

void check_failed(char const* claim, char const* file, int line) noexcept {
    // The process ends here, so a failed write has nobody left to be told.
    static_cast<void>(std::fprintf(stderr, "%s:%d: this should hold and does not: %s\n", file, line, claim));
    std::abort();
}

}  // namespace sansio
