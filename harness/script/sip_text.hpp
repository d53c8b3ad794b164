// Text of a scenario file to bytes of a message: ${name}, and for SIP text the rules of product.md §2.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "harness/script/scenario.hpp"
#include "sansio/result.hpp"

namespace script {

using Variables = std::map<std::string, std::string, std::less<>>;

/// What ${…} means in this scenario: "alice" (address), "contoso.domain", "contoso.edge", "contoso.pool", "fabrikam.domain",
/// "fabrikam.server". A player adds "n" inside <repeat>.
Variables variables(Scenario const& scenario);

/// What ${label.word} may ask of a message with a label: "call-id", "from-tag", "via" (its lines, whole), …
std::vector<std::string_view> message_words();

/// Our author's mistake in a text; `offset` counts from its first byte.
struct TextFault {
    std::size_t offset = 0;
    std::string message;
};

/// Replaces each ${name}.
sansio::Result<std::string, TextFault> substitute(std::string_view text, Variables const& known);

/// The bytes of a literal message: the common indentation goes, LF becomes CRLF, ${name} and \xNN \r \n \0 \\ \$ are
/// understood, a missing end of the header is added, Content-Length is computed, unless it stays as written. With `exact` none of that happens.
sansio::Result<std::string, TextFault> to_bytes(Literal const& literal, Variables const& known);

/// Drops the empty first and last line and the indentation that all lines share.
std::string unindent(std::string_view text);

}  // namespace script
