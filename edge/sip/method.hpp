// Request methods known by number. Method names are case-sensitive (RFC 3261 §7.1).
#pragma once
#include <cstdint>
#include <string_view>

namespace sip {

enum class Method : std::uint8_t {
#define METHOD(identifier, text) identifier,
#include "edge/sip/methods.inc"
#undef METHOD
    unknown,
};

Method find_method(std::string_view text);
/// Empty for Method::unknown: the text then stands in the message only.
std::string_view name_of(Method method);

}  // namespace sip
