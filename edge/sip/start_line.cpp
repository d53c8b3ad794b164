#include "edge/sip/start_line.hpp"

#include <algorithm>

#include "edge/sip/text.hpp"

namespace sip {

namespace {

constexpr std::string_view version = "SIP/2.0";

bool has_version_form(std::string_view text) {
    return text.size() > 4 && equal_ignoring_case(text.substr(0, 4), "SIP/") &&
           text.find('.') != std::string_view::npos;
}

Result<StartLine, SyntaxFault> parse_status_line(std::string_view line) {
    auto const space = line.find(' ');
    if (!equal_ignoring_case(line.substr(0, space), version)) return fault(Rule::version, 0);
    if (space == std::string_view::npos) return fault(Rule::start_line, line.size());
    auto const rest = line.substr(space + 1);
    auto const end = std::min(rest.find(' '), rest.size());
    auto const status = parse_number<int>(rest.substr(0, end), 699);
    if (end != 3 || !status || *status < 100) return fault(Rule::start_line, space + 1);
    // The SP before an empty reason is required, but liberal receivers do without (RFC 4475 §3.1.1.13).
    return StartLine{.method = {},
                     .request_uri = {},
                     .status = *status,
                     .reason = rest.substr(std::min(end + 1, rest.size()))};
}

Result<StartLine, SyntaxFault> parse_request_line(std::string_view line) {
    auto const first = end_of(line, 0, token_class);
    if (first == line.size()) return fault(Rule::start_line, first);
    if (first == 0 || line[first] != ' ') return fault(Rule::start_line, 0);
    auto const last = line.find(' ', first + 1);
    if (last == std::string_view::npos) return fault(Rule::start_line, line.size());
    auto const uri = line.substr(first + 1, last - first - 1);
    auto const spoken = line.substr(last + 1);
    if (uri.empty()) return fault(Rule::start_line, first + 1);
    if (spoken != version) {
        if (!has_version_form(spoken) || spoken.find(' ') != std::string_view::npos)
            return fault(Rule::start_line, last + 1);
        if (!equal_ignoring_case(spoken, version)) return fault(Rule::version, last + 1);
    }
    return StartLine{.method = line.substr(0, first), .request_uri = uri, .status = 0, .reason = {}};
}

}  // namespace

Result<StartLine, SyntaxFault> StartLine::parse(std::string_view line) {
    // No method has a '/': it is no letter of a token.
    bool const status_line =
        line.size() > 3 && line[3] == '/' && has_version_form(line.substr(0, line.find(' ')));
    return status_line ? parse_status_line(line) : parse_request_line(line);
}

}  // namespace sip
