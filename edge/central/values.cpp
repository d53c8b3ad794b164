#include "edge/central/values.hpp"

#include "edge/topology/values.hpp"
#include "sansio/domain_name.hpp"

namespace central {
namespace {

using Checked = sansio::Result<std::string, std::string>;

Checked boolean(Token const& token) {
    bool const is_plain = token.kind == Token::Kind::variable || !token.is_quoted;
    if (is_plain && (token.text == "$true" || token.text == "1")) return "True";
    if (is_plain && (token.text == "$false" || token.text == "0")) return "False";
    return sansio::unexpected(std::string("$true or $false"));
}

Checked number(Parameter const& parameter, std::string_view text) {
    if (topology::parse_number(text, parameter.number_min, parameter.number_max)) return std::string(text);
    return sansio::unexpected("a number from " + std::to_string(parameter.number_min) + " to " +
                              std::to_string(parameter.number_max));
}

}  // namespace

Checked check_value(Parameter const& parameter, Token const& token) {
    bool const is_boolean = parameter.type == ParameterType::boolean || parameter.type == ParameterType::flag;
    if (is_boolean) return boolean(token);
    bool const is_null = token.kind == Token::Kind::variable && token.text == "$null";
    if (is_null || token.text.empty()) {
        if (parameter.is_nullable) return std::string();
        return sansio::unexpected(std::string("a value that is not empty"));
    }
    if (token.kind == Token::Kind::variable) return sansio::unexpected(std::string("a value, not a truth"));
    switch (parameter.type) {
        case ParameterType::fqdn:
            if (sansio::is_domain_name(token.text)) return sansio::lower_case(token.text);
            return sansio::unexpected(std::string(topology::DomainValue::expected));
        case ParameterType::number:
            return number(parameter, token.text);
        case ParameterType::text:
        case ParameterType::pattern:
        case ParameterType::boolean:
        case ParameterType::flag:
            break;
    }
    return token.text;
}

bool matches_pattern(std::string_view text, std::string_view pattern) {
    // When what follows the latest star does not fit, the star takes one letter more.
    std::size_t at = 0;
    std::size_t in_pattern = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_took_until = 0;
    while (at < text.size()) {
        bool const has_letter = in_pattern < pattern.size();
        if (has_letter && pattern[in_pattern] == '*') {
            star = in_pattern++;
            star_took_until = at;
        } else if (has_letter &&
                   (pattern[in_pattern] == '?' ||
                    sansio::equal_ignoring_case(pattern.substr(in_pattern, 1), text.substr(at, 1)))) {
            ++in_pattern;
            ++at;
        } else if (star != std::string_view::npos) {
            in_pattern = star + 1;
            at = ++star_took_until;
        } else {
            return false;
        }
    }
    while (in_pattern < pattern.size() && pattern[in_pattern] == '*') ++in_pattern;
    return in_pattern == pattern.size();
}

}  // namespace central
