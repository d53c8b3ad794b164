// Bytes of strangers as text: which may stand in JSON, XML or a terminal as they are, and how the others are written.
#pragma once
#include <string>
#include <string_view>

namespace reports {

/// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view bytes);

std::string to_hex(std::string_view bytes);
/// Nothing but pairs of hexadecimal digits; anything else gives an empty string and false.
bool from_hex(std::string_view digits, std::string& bytes);

/// Line feeds and tabs stay; other control characters, DEL and bytes that are no UTF-8 become \xNN.
std::string printable(std::string_view bytes);
/// As printable, on one line: line ends become \r and \n.
std::string printable_line(std::string_view bytes);
/// As printable, for messages whose lines end in CR LF: that is a line end like LF alone.
std::string printable_message(std::string_view bytes);
/// As printable, then & < > as XML wants them between tags.
std::string xml_text(std::string_view bytes);
/// As xml_text, also quotes, and line feeds as &#10;, which an attribute would lose.
std::string xml_attribute(std::string_view bytes);

}  // namespace reports
