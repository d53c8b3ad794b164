// Generic parameters ";name=value;name" of URIs and headers (RFC 3261 §25.1 generic-param, uri-parameter).
#pragma once
#include <optional>
#include <string_view>

#include "edge/sip/rules.hpp"

namespace sip {

struct Parameter {
    std::string_view name;
    std::string_view value;  // as written, quotes included; empty without "="
    bool has_value = false;
};

/// A view of ";a=1;b" (empty: none). parse() has checked the form, so walking cannot fail.
class Parameters {
public:
    Parameters() = default;
    /// Header parameters: names are tokens, values tokens, hosts or quoted strings, white space around ';' and '='.
    static Result<Parameters, SyntaxFault> parse(std::string_view text);
    /// The same, and the value of the parameter called `wanted` (lower case) is found on the way; empty without one. Two of
    /// that name are malformed, as nobody could say which of them counts (RFC 3261 §7.3.1).
    static Result<Parameters, SyntaxFault> parse(std::string_view text, std::string_view wanted,
                                                 std::string_view& value);
    /// URI parameters: no white space, no quotes, %-escapes.
    static Result<Parameters, SyntaxFault> parse_of_uri(std::string_view text);

    /// The first of that name, in any case.
    std::optional<Parameter> find(std::string_view name) const;
    /// The value of that name; nothing when it is absent or has no value.
    std::optional<std::string_view> value_of(std::string_view name) const;
    bool has(std::string_view name) const { return find(name).has_value(); }
    std::string_view text() const { return text_; }  // with the first ';'
    bool empty() const { return text_.empty(); }

    /// Takes the next one off the front of `rest`, which begins as text().
    static std::optional<Parameter> take(std::string_view& rest);

private:
    explicit Parameters(std::string_view text) : text_(text) {}
    std::string_view text_;
};

}  // namespace sip
