// Domain names as text: the letter-digit-hyphen form of RFC 1123 §2.1, compared without regard to ASCII case.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sansio {

inline constexpr std::size_t domain_name_size_max = 253;

/// "contoso.com": at least two labels of 1–63 letters, digits and inner hyphens, the last not all digits, so that an
/// IPv4 address is none; no dot at the end.
bool is_domain_name(std::string_view text);
/// ASCII letters only; anything else stays as it is.
std::string lower_case(std::string_view text);
bool equal_ignoring_case(std::string_view one, std::string_view other);
/// The same value for names that differ in ASCII case only, and on every machine.
std::uint64_t hash_ignoring_case(std::string_view text);
/// Without one dot at the end, which DNS writes and SIP does not.
std::string_view without_final_dot(std::string_view name);
/// Behind the first dot: "fabrikam.com" for "sip.fabrikam.com", empty when there is no dot.
std::string_view parent_domain(std::string_view name);

}  // namespace sansio
