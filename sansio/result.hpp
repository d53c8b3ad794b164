// The one way a core says "the peer's mistake": a value or a fault with its place (style.md §2.3).
#pragma once
#include <tl/expected.hpp>

namespace sansio {

template <class T, class Fault>
using Result = tl::expected<T, Fault>;
using tl::unexpected;

}  // namespace sansio
