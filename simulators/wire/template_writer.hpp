// Messages from text: a template is a readable file with LF line ends and ${name} placeholders.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sansio/result.hpp"

namespace wire {

/// Placeholder → value. Values go in byte for byte; a value of several lines holds CRLF between them.
using Values = std::map<std::string, std::string, std::less<>>;

struct TemplateFault {
    std::string text;  // names the placeholder or the line
};

/// Fills `text`: its LFs become CRLF, ${name} becomes the value, a head line that was a placeholder alone and turned out
/// empty vanishes, and Content-Length is set to the size of the body. Fails on an unknown placeholder.
sansio::Result<std::string, TemplateFault> fill(std::string_view text, Values const& values);

/// Placeholders alone, for one line: no line ends, no Content-Length.
sansio::Result<std::string, TemplateFault> fill_value(std::string_view line, Values const& values);

/// Header edits of a scenario, in order: "Max-Forwards: 0" replaces the first such line (others of that name go) or
/// adds one before Content-Length; "+Via: x" adds another line on top of those of its name; "-Contact" removes all lines
/// of that name; a line that starts with "=" replaces the start line. Bytes that no edit names stay as they are.
sansio::Result<std::string, TemplateFault> edit(std::string message, std::vector<std::string> const& edits);

/// Sets Content-Length to the size of the body, at its place or as the last header line.
std::string with_content_length(std::string message);

}  // namespace wire
