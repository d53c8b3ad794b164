#include "harness/script/sip_text.hpp"

#include <algorithm>

#include "sansio/domain_name.hpp"

namespace script {
namespace {

using TextResult = sansio::Result<std::string, TextFault>;

sansio::unexpected<TextFault> fault(std::size_t offset, std::string message) {
    return sansio::unexpected(TextFault{offset, std::move(message)});
}

std::optional<unsigned> hexadecimal(char digit) {
    if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
    if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a' + 10);
    if (digit >= 'A' && digit <= 'F') return static_cast<unsigned>(digit - 'A' + 10);
    return std::nullopt;
}

/// Appends what ${…} at the front of `text` means; returns how long that is in the file.
sansio::Result<std::size_t, TextFault> append_variable(std::string_view text, std::size_t offset,
                                                       Variables const& known, std::string& out) {
    auto const end = text.find('}');
    if (end == std::string_view::npos) return fault(offset, "${ is never closed");
    auto const found = known.find(text.substr(2, end - 2));
    if (found == known.end())
        return fault(offset, std::string(text.substr(0, end + 1)) + " stands for nothing");
    out += found->second;
    return end + 1;
}

/// Appends what the escape at the front of `text` means; returns its length.
sansio::Result<std::size_t, TextFault> append_escape(std::string_view text, std::size_t offset,
                                                     std::string& out) {
    char const kind = text.size() > 1 ? text[1] : ' ';
    if (kind == 'x') {
        auto const high = text.size() > 3 ? hexadecimal(text[2]) : std::nullopt;
        auto const low = text.size() > 3 ? hexadecimal(text[3]) : std::nullopt;
        if (!high || !low) return fault(offset, "\\x needs two hexadecimal digits");
        out += static_cast<char>(*high * 16 + *low);
        return 4;
    }
    constexpr std::string_view letters = "rn0\\$";
    constexpr std::string_view meanings{"\r\n\0\\$", 5};
    auto const index = letters.find(kind);
    if (index == std::string_view::npos)
        return fault(offset, "an escape is one of \\xNN \\r \\n \\0 \\\\ \\$");
    out += meanings[index];
    return 2;
}

TextResult expand(std::string_view text, Variables const& known) {
    std::string out;
    for (std::size_t index = 0; index < text.size();) {
        auto const rest = text.substr(index);
        if (rest[0] == '\n') {
            out += "\r\n";
            ++index;
        } else if (rest[0] == '\\' || rest.starts_with("${")) {
            auto const size =
                rest[0] == '\\' ? append_escape(rest, index, out) : append_variable(rest, index, known, out);
            if (!size) return sansio::unexpected(size.error());
            index += *size;
        } else {
            out += rest[0];
            ++index;
        }
    }
    return out;
}

/// Where the line Content-Length (or its compact form) stands in a header, without its line end.
std::optional<std::pair<std::size_t, std::size_t>> find_content_length(std::string_view header) {
    for (std::size_t start = 0; start < header.size();) {
        auto const end = std::min(header.find("\r\n", start), header.size());
        auto const line = header.substr(start, end - start);
        auto name = line.substr(0, line.find(':'));
        while (name.ends_with(' ')) name.remove_suffix(1);
        if (name.size() < line.size() &&
            (sansio::equal_ignoring_case(name, "Content-Length") || sansio::equal_ignoring_case(name, "l")))
            return std::pair(start, end - start);
        start = end + 2;
    }
    return std::nullopt;
}

std::string with_end_of_header(std::string message) {
    if (message.find("\r\n\r\n") == std::string::npos) {
        while (message.ends_with("\r\n")) message.resize(message.size() - 2);
        message += "\r\n\r\n";
    }
    return message;
}

std::string with_content_length(std::string message) {
    auto const header_size = message.find("\r\n\r\n") + 2;
    auto const line = "Content-Length: " + std::to_string(message.size() - header_size - 2);
    if (auto const found = find_content_length(std::string_view(message).substr(0, header_size)))
        message.replace(found->first, found->second, line);
    else
        message.insert(header_size, line + "\r\n");
    return message;
}

}  // namespace

Variables variables(Scenario const& scenario) {
    Variables known;
    auto const add_users = [&](std::vector<User> const& users) {
        for (auto const& user : users) known[user.name] = user.address;
    };
    auto const& organisation = scenario.cast.organisation;
    known[organisation.id + ".domain"] = organisation.domain;
    known[organisation.id + ".edge"] = organisation.external_edge;
    known[organisation.id + ".internal-edge"] = organisation.internal_edge;
    known[organisation.id + ".pool"] = organisation.pool;
    add_users(organisation.users);
    for (auto const& partner : scenario.cast.partners) {
        known[partner.id + ".domain"] = partner.domain;
        known[partner.id + ".server"] = partner.server;
        add_users(partner.users);
    }
    return known;
}

std::vector<std::string_view> message_words() {
    return {"request-uri", "call-id", "cseq", "cseq-number", "branch",       "from",       "from-tag",
            "to",          "to-tag",  "via",  "route",       "record-route", "contact-uri"};
}

TextResult substitute(std::string_view text, Variables const& known) {
    std::string out;
    for (std::size_t index = 0; index < text.size();) {
        auto const rest = text.substr(index);
        if (!rest.starts_with("${")) {
            out += rest[0];
            ++index;
            continue;
        }
        auto const size = append_variable(rest, index, known, out);
        if (!size) return sansio::unexpected(size.error());
        index += *size;
    }
    return out;
}

std::string unindent(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t start = 0; start <= text.size();) {
        auto const end = std::min(text.find('\n', start), text.size());
        lines.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    auto const is_empty = [](std::string_view line) {
        return line.find_first_not_of(" \t") == std::string_view::npos;
    };
    if (lines.size() > 1 && is_empty(lines.front())) lines.erase(lines.begin());
    if (lines.size() > 1 && is_empty(lines.back())) lines.pop_back();
    std::size_t indent = text.size();
    for (auto const line : lines)
        if (!is_empty(line)) indent = std::min(indent, line.find_first_not_of(" \t"));
    std::string out;
    for (std::size_t index = 0; index < lines.size(); ++index) {
        if (index > 0) out += '\n';
        if (!is_empty(lines[index])) out += lines[index].substr(indent);
    }
    return out;
}

TextResult to_bytes(Literal const& literal, Variables const& known) {
    if (literal.exact) return literal.text;
    auto expanded = expand(unindent(literal.text), known);
    if (!expanded) return expanded;
    auto message = with_end_of_header(std::move(*expanded));
    return literal.own_length ? message : with_content_length(std::move(message));
}

}  // namespace script
