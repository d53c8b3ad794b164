// Parts of a header value or URI, found by position alone. Every answer is a slice of the argument; empty means absent.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace wire {

/// Case-insensitive comparison of ASCII letters.
bool same_text(std::string_view left, std::string_view right);
std::string_view trimmed(std::string_view text);
/// The parts of a comma list; commas in quotes and in <> do not count.
std::vector<std::string_view> elements(std::string_view value);
/// The URI of a name-addr or addr-spec: what stands in <>, else everything up to the first ';'.
std::string_view uri_of(std::string_view value);
/// A header parameter (behind the '>', or behind the first ';' without one): `tag`, `branch`.
std::string_view parameter(std::string_view value, std::string_view name);
/// "sip:bob@fabrikam.com;gruu" → "bob@fabrikam.com"; without a user part the host alone. No port, no parameters.
std::string_view address_of(std::string_view uri);
/// Host of a URI without port and parameters.
std::string_view host_of(std::string_view uri);
/// Port of a URI; 0 when none is written.
std::uint16_t port_of(std::string_view uri);
/// The number and the method of a CSeq value.
std::uint32_t cseq_number(std::string_view cseq);
std::string_view cseq_method(std::string_view cseq);

}  // namespace wire
