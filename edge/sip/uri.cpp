#include "edge/sip/uri.hpp"

#include <algorithm>
#include <optional>

#include "edge/sip/text.hpp"

namespace sip {

namespace {

constexpr auto npos = std::string_view::npos;

/// Goes past the host at the front of `text`; 0: there is none. Three colons in a row in an IPv6 reference are taken,
/// as an old grammar had them (RFC 5118 §4.10).
std::size_t host_size(std::string_view text) {
    if (!text.empty() && text.front() == '[') {
        auto const close = end_of(text, 1, reference_class);
        return close > 1 && text.substr(close, 1) == "]" ? close + 1 : 0;
    }
    return end_of(text, 0, host_class);
}

std::optional<SyntaxFault> at(std::size_t offset) {
    return SyntaxFault{Rule::uri, static_cast<std::uint32_t>(offset)};
}

std::optional<SyntaxFault> read_other(Uri& uri, std::size_t colon) {
    uri.scheme = Uri::Scheme::other;
    auto const rest = uri.text.substr(colon + 1);
    auto const* const bad = std::find_if(rest.begin(), rest.end(), [](char c) {
        return is_letter_of(c, control_class) || c == ' ' || c == '<' || c == '>' || c == '"';
    });
    if (rest.empty() || bad != rest.end()) return at(colon + 1);
    return std::nullopt;
}

/// Where the userinfo that begins at `from` ends, with its '@'; `from` without one, npos when it is malformed.
std::size_t end_of_user(std::string_view text, std::size_t from) {
    auto end = end_of(text, from, host_class);
    if (end == text.size()) return from;
    // "sip:host;lr" and "sip:user;x@host" differ in their '@' only, and neither grammar has one anywhere else.
    if (text[end] != '@' && text.find('@', end) == npos) return from;
    end = end_of_escaped(text, end, user_class);
    bool const good = end > from && end < text.size() && text[end] == '@' && text[from] != ':';
    return good ? end + 1 : npos;
}

/// After "sip:" or "sips:": userinfo, host, port, parameters, headers.
std::optional<SyntaxFault> read_sip(Uri& uri, std::size_t begin) {
    auto const host_begin = end_of_user(uri.text, begin);
    if (host_begin == npos) return at(begin);
    if (host_begin != begin) uri.user = uri.text.substr(begin, host_begin - begin - 1);
    auto rest = uri.text.substr(host_begin);
    auto const host = HostPort::take(rest, Rule::uri);
    if (!host) return at(host_begin + host.error().offset);
    uri.host = host->host;
    uri.port = host->port;
    if (rest.empty()) return std::nullopt;
    auto const offset = uri.text.size() - rest.size();
    auto const question = rest.find('?');
    auto const parameters = Parameters::parse_of_uri(rest.substr(0, question));
    if (!parameters) return at(offset + parameters.error().offset);
    uri.parameters = *parameters;
    if (question == npos) return std::nullopt;
    uri.headers = rest.substr(question + 1);
    if (uri.headers.empty() || end_of_escaped(uri.headers, 0, uri_headers_class) != uri.headers.size())
        return at(offset + question);
    return std::nullopt;
}

/// The size of "sip:" or "sips:" at the front; 0: something else.
std::size_t sip_scheme_size(std::string_view text) {
    auto const is = [text](std::size_t at, char letter) {
        return text[at] == letter || to_lower(text[at]) == letter;
    };
    if (text.size() < 5 || !is(0, 's') || !is(1, 'i') || !is(2, 'p')) return text == "sip:" ? 4 : 0;
    if (text[3] == ':') return 4;
    return is(3, 's') && text[4] == ':' ? 5 : 0;
}

std::optional<SyntaxFault> read(Uri& uri) {
    if (auto const size = sip_scheme_size(uri.text); size != 0) {
        uri.scheme_text = uri.text.substr(0, size - 1);
        if (size == 5) uri.scheme = Uri::Scheme::sips;
        return read_sip(uri, size);
    }
    auto const colon = end_of(uri.text, 0, scheme_class);
    if (colon == 0 || colon == uri.text.size() || uri.text[colon] != ':' || !is_alpha(uri.text.front()))
        return at(0);
    uri.scheme_text = uri.text.substr(0, colon);
    return read_other(uri, colon);
}

}  // namespace

Result<HostPort, SyntaxFault> HostPort::take(std::string_view& text, Rule rule) {
    HostPort result;
    auto const size = host_size(text);
    if (size == 0) return fault(rule, 0);
    result.host = text.substr(0, size);
    auto rest = text.substr(size);
    if (!rest.empty() && rest.front() == ':') {
        auto const digits = rest.substr(1, end_of(rest, 1, digit_class) - 1);
        auto const port = parse_number<std::uint16_t>(digits, UINT16_MAX);
        if (!port) return fault(rule, size + 1);
        result.port = *port;
        rest.remove_prefix(digits.size() + 1);
    }
    text = rest;
    return result;
}

Result<Uri, SyntaxFault> Uri::parse(std::string_view text) {
    Result<Uri, SyntaxFault> result;
    result->text = text;
    if (auto const flaw = read(*result)) result = unexpected<SyntaxFault>(*flaw);
    return result;
}

bool same_host(std::string_view a, std::string_view b) {
    return equal_ignoring_case(sansio::without_final_dot(a), sansio::without_final_dot(b));
}

}  // namespace sip
