// Looks for the end of a line and for what may not stand in it, in one pass over the bytes.
#pragma once
#include <bit>
#include <cstddef>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "edge/sip/text.hpp"

namespace sip {

/// The first control character from `from` on, HTAB among them; text.size() without one.
inline std::size_t find_control(std::string_view text, std::size_t from) {
#if defined(__SSE2__)
    auto const last_control = _mm_set1_epi8(0x1f);
    auto const rubout = _mm_set1_epi8(0x7f);
    for (; from + 16 <= text.size(); from += 16) {
        auto const block = _mm_loadu_si128(reinterpret_cast<__m128i const*>(text.data() + from));
        auto const low = _mm_cmpeq_epi8(_mm_min_epu8(block, last_control), block);
        auto const found = _mm_movemask_epi8(_mm_or_si128(low, _mm_cmpeq_epi8(block, rubout)));
        if (found != 0)
            return from + static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(found)));
    }
#endif
    while (from < text.size() && !is_letter_of(text[from], control_class)) ++from;
    return from;
}

/// The character at `at` is the second of a quoted-pair: an odd number of backslashes stands before it (RFC 3261 §25.1).
inline bool is_escaped(std::string_view text, std::size_t at) {
    std::size_t backslashes = 0;
    while (backslashes < at && text[at - backslashes - 1] == '\\') ++backslashes;
    return backslashes % 2 == 1;
}

}  // namespace sip
