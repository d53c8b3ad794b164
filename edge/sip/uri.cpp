#include "edge/sip/uri.hpp"

#include <algorithm>

#include "edge/sip/text.hpp"

namespace sip {

namespace {

constexpr auto npos = std::string_view::npos;

constexpr auto host_letters = detail::letters_of("-.");
constexpr bool is_host_letter(char c) {
    return host_letters[static_cast<unsigned char>(c)];
}
constexpr auto user_letters = detail::letters_of("-_.!~*'()&=+$,;?/:%");
constexpr bool is_user_letter(char c) {
    return user_letters[static_cast<unsigned char>(c)];
}
constexpr auto headers_letters = detail::letters_of("-_.!~*'()[]/?:+$&=%");
constexpr bool is_headers_letter(char c) {
    return headers_letters[static_cast<unsigned char>(c)];
}
constexpr auto scheme_letters = detail::letters_of("+-.");
constexpr bool is_scheme_letter(char c) {
    return scheme_letters[static_cast<unsigned char>(c)];
}
constexpr bool is_hex(char c) {
    return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f');
}

template <class Allowed>
std::size_t find_bad(std::string_view text, Allowed allowed) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!allowed(text[at])) return at;
        if (text[at] == '%' && (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2])))
            return at;
    }
    return npos;
}

/// Goes past the host at the front of `text`; 0: there is none. Three colons in a row in an IPv6 reference are taken,
/// as an old grammar had them (RFC 5118 §4.10).
std::size_t host_size(std::string_view text) {
    if (!text.empty() && text.front() == '[') {
        auto const close = text.find(']');
        auto const inner = text.substr(1, close == npos ? 0 : close - 1);
        bool const good = !inner.empty() && std::all_of(inner.begin(), inner.end(), [](char c) {
            return is_hex(c) || c == ':' || c == '.';
        });
        return good ? close + 1 : 0;
    }
    auto const* end = std::find_if_not(text.begin(), text.end(), is_host_letter);
    return static_cast<std::size_t>(end - text.begin());
}

Result<Uri, SyntaxFault> parse_other(Uri uri, std::size_t colon) {
    uri.scheme = Uri::Scheme::other;
    auto const rest = uri.text.substr(colon + 1);
    auto const bad = std::find_if(rest.begin(), rest.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == '<' || c == '>' || c == '"';
    });
    if (rest.empty() || bad != rest.end()) return fault(Rule::uri, colon + 1);
    return uri;
}

/// After "sip:" or "sips:": userinfo, host, port, parameters, headers.
Result<Uri, SyntaxFault> parse_sip(Uri uri, std::size_t colon) {
    auto rest = uri.text.substr(colon + 1);
    auto const at = [&](std::string_view part) {
        return static_cast<std::size_t>(part.data() - uri.text.data());
    };
    if (auto const sign = rest.find('@'); sign != npos) {
        uri.user = rest.substr(0, sign);
        auto const bad = find_bad(uri.user, is_user_letter);
        if (uri.user.empty() || uri.user.front() == ':' || bad != npos) return fault(Rule::uri, colon + 1);
        rest.remove_prefix(sign + 1);
    }
    auto const before_host = at(rest);
    auto const host = HostPort::take(rest, Rule::uri);
    if (!host) return fault(Rule::uri, before_host + host.error().offset);
    uri.host = host->host;
    uri.port = host->port;
    auto const question = rest.find('?');
    auto const parameters = Parameters::parse_of_uri(rest.substr(0, question));
    if (!parameters) return fault(Rule::uri, at(rest) + parameters.error().offset);
    uri.parameters = *parameters;
    if (question == npos) return uri;
    uri.headers = rest.substr(question + 1);
    if (uri.headers.empty() || find_bad(uri.headers, is_headers_letter) != npos)
        return fault(Rule::uri, at(rest) + question);
    return uri;
}

}  // namespace

Result<HostPort, SyntaxFault> HostPort::take(std::string_view& text, Rule rule) {
    HostPort result;
    auto const size = host_size(text);
    if (size == 0) return fault(rule, 0);
    result.host = text.substr(0, size);
    auto rest = text.substr(size);
    if (!rest.empty() && rest.front() == ':') {
        auto const* end = std::find_if_not(rest.begin() + 1, rest.end(), is_digit);
        auto const digits = rest.substr(1, static_cast<std::size_t>(end - rest.begin()) - 1);
        auto const port = parse_number<std::uint16_t>(digits, UINT16_MAX);
        if (!port) return fault(rule, size + 1);
        result.port = *port;
        rest.remove_prefix(digits.size() + 1);
    }
    text = rest;
    return result;
}

Result<Uri, SyntaxFault> Uri::parse(std::string_view text) {
    Uri uri;
    uri.text = text;
    auto const colon = text.find(':');
    if (colon == npos || colon == 0 || is_digit(text.front())) return fault(Rule::uri, 0);
    uri.scheme_text = text.substr(0, colon);
    if (!std::all_of(uri.scheme_text.begin(), uri.scheme_text.end(), is_scheme_letter))
        return fault(Rule::uri, 0);
    if (equal_ignoring_case(uri.scheme_text, "sip")) return parse_sip(uri, colon);
    if (!equal_ignoring_case(uri.scheme_text, "sips")) return parse_other(uri, colon);
    uri.scheme = Scheme::sips;
    return parse_sip(uri, colon);
}

bool same_host(std::string_view a, std::string_view b) {
    return equal_ignoring_case(sansio::without_final_dot(a), sansio::without_final_dot(b));
}

}  // namespace sip
