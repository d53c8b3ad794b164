// Checks one argument's text against its parameter's type.
#pragma once
#include <string>
#include <string_view>

#include "edge/central/cmdlet.hpp"
#include "edge/central/lexer.hpp"
#include "sansio/result.hpp"

namespace central {

/// The value as Argument::value holds it, or what the value should have been.
sansio::Result<std::string, std::string> check_value(Parameter const& parameter, Token const& token);

/// * stands for any characters and ? for one; ASCII case does not count.
bool matches_pattern(std::string_view text, std::string_view pattern);

}  // namespace central
