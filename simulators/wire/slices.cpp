#include "simulators/wire/slices.hpp"

#include <algorithm>
#include <charconv>

namespace wire {
namespace {

constexpr std::string_view white_space = " \t\r\n";

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// The first place at which one of `wanted` stands outside of quotes and <>; npos when there is none.
std::size_t find_outside(std::string_view text, std::string_view wanted, std::size_t from = 0) {
    bool quoted = false;
    bool angled = false;
    for (std::size_t at = from; at < text.size(); ++at) {
        char const letter = text[at];
        if (quoted && letter == '\\') {
            ++at;
        } else if (letter == '"') {
            quoted = !quoted;
        } else if (!quoted && letter == '<') {
            angled = true;
        } else if (!quoted && letter == '>') {
            angled = false;
        } else if (!quoted && !angled && wanted.find(letter) != std::string_view::npos) {
            return at;
        }
    }
    return std::string_view::npos;
}

std::string_view without_scheme(std::string_view uri) {
    auto const colon = uri.find(':');
    if (colon == std::string_view::npos) return uri;
    auto const scheme = uri.substr(0, colon);
    return same_text(scheme, "sip") || same_text(scheme, "sips") ? uri.substr(colon + 1) : uri;
}

/// host or host:port behind the user part, without parameters and headers.
std::string_view host_port_of(std::string_view uri) {
    auto rest = without_scheme(uri);
    if (auto const at = rest.find('@'); at != std::string_view::npos) rest.remove_prefix(at + 1);
    return rest.substr(0, rest.find_first_of(";?>"));
}

template <class Number>
Number number(std::string_view digits) {
    Number value = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc{} && end == digits.data() + digits.size() ? value : Number{0};
}

}  // namespace

bool same_text(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

std::vector<std::string_view> elements(std::string_view value) {
    std::vector<std::string_view> parts;
    for (std::size_t from = 0;;) {
        auto const comma = find_outside(value, ",", from);
        auto const part = trimmed(value.substr(from, comma == std::string_view::npos ? comma : comma - from));
        if (!part.empty()) parts.push_back(part);
        if (comma == std::string_view::npos) return parts;
        from = comma + 1;
    }
}

std::string_view uri_of(std::string_view value) {
    bool quoted = false;
    for (std::size_t at = 0; at < value.size(); ++at) {
        if (quoted && value[at] == '\\') {
            ++at;
        } else if (value[at] == '"') {
            quoted = !quoted;
        } else if (!quoted && value[at] == '<') {
            return value.substr(at + 1, value.find('>', at) - at - 1);
        }
    }
    return trimmed(value.substr(0, value.find(';')));
}

std::string_view parameter(std::string_view value, std::string_view name) {
    for (auto at = find_outside(value, ";"); at != std::string_view::npos;) {
        auto const next = find_outside(value, ";", at + 1);
        auto const part =
            trimmed(value.substr(at + 1, next == std::string_view::npos ? next : next - at - 1));
        auto const equals = part.find('=');
        if (same_text(trimmed(part.substr(0, equals)), name))
            return equals == std::string_view::npos ? std::string_view{} : trimmed(part.substr(equals + 1));
        at = next;
    }
    return {};
}

std::string_view address_of(std::string_view uri) {
    auto const rest = without_scheme(uri);
    auto const host_port = host_port_of(uri);
    if (rest.find('@') == std::string_view::npos) return host_of(uri);
    auto const user_end = static_cast<std::size_t>(host_port.data() - rest.data());
    return rest.substr(0, user_end + host_of(uri).size());
}

std::string_view host_of(std::string_view uri) {
    auto const host_port = host_port_of(uri);
    if (host_port.starts_with('[')) return host_port.substr(0, host_port.find(']') + 1);
    return host_port.substr(0, host_port.find(':'));
}

std::uint16_t port_of(std::string_view uri) {
    auto const rest = host_port_of(uri).substr(host_of(uri).size());
    return rest.starts_with(':') ? number<std::uint16_t>(rest.substr(1)) : std::uint16_t{0};
}

std::uint32_t cseq_number(std::string_view cseq) {
    return number<std::uint32_t>(cseq.substr(0, cseq.find_first_of(white_space)));
}

std::string_view cseq_method(std::string_view cseq) {
    auto const space = cseq.find_first_of(white_space);
    return space == std::string_view::npos ? std::string_view{} : trimmed(cseq.substr(space));
}

}  // namespace wire
