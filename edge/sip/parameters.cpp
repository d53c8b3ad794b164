#include "edge/sip/parameters.hpp"

#include <array>

#include "edge/sip/text.hpp"

namespace sip {

namespace {

constexpr auto npos = std::string_view::npos;

constexpr auto uri_letters = detail::letters_of("-_.!~*'()[]/:&+$=");
constexpr bool is_uri_letter(char c) {
    return uri_letters[static_cast<unsigned char>(c)];
}
constexpr bool is_hex(char c) {
    return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f');
}

/// A value that is not quoted: wider than the grammar's token and host, since Microsoft writes base64 with '=' there.
constexpr auto value_letters = [] {
    std::array<bool, 256> table{};
    for (std::size_t byte = 0x21; byte < table.size(); ++byte) table[byte] = byte != 0x7f;
    for (char const c : {';', ',', '"', '<', '>'}) table[static_cast<unsigned char>(c)] = false;
    return table;
}();
constexpr bool is_value_letter(char c) {
    return value_letters[static_cast<unsigned char>(c)];
}

void skip_space(std::string_view text, std::size_t& at) {
    while (at < text.size() && is_space(text[at])) ++at;
}

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

/// Goes past one value; false if it is none.
bool skip_value(std::string_view text, std::size_t& at) {
    if (at < text.size() && text[at] == '"') return skip_quoted(text, at);
    auto const begin = at;
    while (at < text.size() && is_value_letter(text[at])) ++at;
    return at != begin;
}

}  // namespace

Result<Parameters, SyntaxFault> Parameters::parse(std::string_view text) {
    text = trim(text);
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != ';') return fault(Rule::parameters, at);
        skip_space(text, ++at);
        auto const name = at;
        while (at < text.size() && is_token_letter(text[at])) ++at;
        if (at == name) return fault(Rule::parameters, at);
        skip_space(text, at);
        if (at == text.size() || text[at] != '=') continue;
        skip_space(text, ++at);
        auto const value = at;
        if (!skip_value(text, at)) return fault(Rule::parameters, value);
        skip_space(text, at);
    }
    return Parameters(text);
}

Result<Parameters, SyntaxFault> Parameters::parse_of_uri(std::string_view text) {
    /// Goes past letters and %-escapes; answers how many.
    auto const skip_word = [text](std::size_t& at, auto allowed) {
        auto const begin = at;
        for (; at < text.size(); ++at) {
            if (allowed(text[at])) continue;
            if (text[at] != '%' || at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2]))
                break;
            at += 2;
        }
        return at - begin;
    };
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != ';') return fault(Rule::uri, at);
        ++at;
        if (skip_word(at, [](char c) { return c != '=' && is_uri_letter(c); }) == 0)
            return fault(Rule::uri, at);
        if (at == text.size() || text[at] != '=') continue;
        ++at;
        if (skip_word(at, is_uri_letter) == 0) return fault(Rule::uri, at);
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
