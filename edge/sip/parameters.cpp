#include "edge/sip/parameters.hpp"

#include "edge/sip/text.hpp"

namespace sip {

namespace {

constexpr auto npos = std::string_view::npos;

/// Goes past a quoted string that begins at `at`; false if it does not end.
bool skip_quoted(std::string_view text, std::size_t& at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            ++at;
            return true;
        }
    }
    return false;
}

/// As find() compares names; `wanted` is in lower case.
bool is_name(std::string_view name, std::string_view wanted) {
    if (name.size() != wanted.size()) return false;
    for (std::size_t at = 0; at < name.size(); ++at)
        if (to_lower(name[at]) != wanted[at]) return false;
    return true;
}

}  // namespace

Result<Parameters, SyntaxFault> Parameters::parse(std::string_view text) {
    std::string_view nothing;
    return parse(text, {}, nothing);
}

Result<Parameters, SyntaxFault> Parameters::parse(std::string_view text, std::string_view wanted,
                                                  std::string_view& value) {
    text = trim(text);
    bool found = false;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != ';') return fault(Rule::parameters, at);
        auto const name = end_of(text, at + 1, space_class);
        auto const name_end = end_of(text, name, token_class);
        if (name_end == name) return fault(Rule::parameters, name);
        bool const is_wanted = is_name(text.substr(name, name_end - name), wanted);
        if (is_wanted && found) return fault(Rule::parameters, name);
        found = found || is_wanted;
        at = end_of(text, name_end, space_class);
        if (at == text.size() || text[at] != '=') continue;
        auto const begin = at = end_of(text, at + 1, space_class);
        if (at < text.size() && text[at] == '"') {
            if (!skip_quoted(text, at)) return fault(Rule::parameters, begin);
        } else {
            at = end_of(text, begin, value_class);
            if (at == begin) return fault(Rule::parameters, begin);
        }
        if (is_wanted) value = text.substr(begin, at - begin);
        at = end_of(text, at, space_class);
    }
    return Parameters(text);
}

Result<Parameters, SyntaxFault> Parameters::parse_of_uri(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != ';') return fault(Rule::uri, at);
        auto const name = at + 1;
        at = end_of_escaped(text, name, uri_parameter_class);
        if (at == name) return fault(Rule::uri, at);
        if (at == text.size() || text[at] != '=') continue;
        auto const value = at + 1;
        at = value;
        // '=' is in no pvalue of the grammar; Microsoft's base64 ends in it.
        do at = end_of_escaped(text, at, uri_parameter_class);
        while (at < text.size() && text[at] == '=' && ++at != 0);
        if (at == value) return fault(Rule::uri, at);
    }
    return Parameters(text);
}

std::optional<Parameter> Parameters::take(std::string_view& rest) {
    if (rest.empty()) return std::nullopt;
    std::size_t at = 1;
    while (at < rest.size() && rest[at] != ';') {
        if (rest[at] == '"') {
            if (!skip_quoted(rest, at)) at = rest.size();
        } else {
            ++at;
        }
    }
    auto const whole = rest.substr(1, at - 1);
    rest.remove_prefix(at);
    auto const equals = whole.find('=');
    if (equals == npos) return Parameter{trim(whole), {}, false};
    return Parameter{trim(whole.substr(0, equals)), trim(whole.substr(equals + 1)), true};
}

std::optional<Parameter> Parameters::find(std::string_view name) const {
    auto rest = text_;
    while (auto const parameter = take(rest))
        if (parameter->name.size() == name.size() && equal_ignoring_case(parameter->name, name))
            return parameter;
    return std::nullopt;
}

std::optional<std::string_view> Parameters::value_of(std::string_view name) const {
    auto const parameter = find(name);
    if (!parameter || !parameter->has_value) return std::nullopt;
    return parameter->value;
}

}  // namespace sip
