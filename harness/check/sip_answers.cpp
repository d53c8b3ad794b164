#include "harness/check/sip_answers.hpp"

#include <algorithm>
#include <charconv>

#include "sansio/domain_name.hpp"
#include "simulators/wire/sip_reader.hpp"
#include "simulators/wire/slices.hpp"

namespace check {
namespace {

std::optional<DiagnosticHeader> read_header(std::string_view value) {
    DiagnosticHeader header;
    auto const [end, fault] = std::from_chars(value.data(), value.data() + value.size(), header.id);
    if (fault != std::errc{}) return std::nullopt;
    auto const rest = value.substr(static_cast<std::size_t>(end - value.data()));
    if (!rest.empty() && rest.front() != ';' && rest.front() != '.' && rest.front() != ' ')
        return std::nullopt;
    constexpr std::string_view key = "reason=\"";
    auto const at = sansio::lower_case(rest).find(key);
    if (at == std::string::npos) return header;
    // A quoted string ends at the first quote that no backslash stands before (RFC 3261 §25.1).
    for (std::size_t i = at + key.size(); i < rest.size() && rest[i] != '"'; ++i) {
        if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
        header.reason += rest[i];
    }
    return header;
}

std::string joined(std::vector<std::string_view> const& values) {
    std::string text;
    for (auto const value : values) text += (text.empty() ? "" : ", ") + std::string(value);
    return text;
}

std::string reason_phrase(wire::RawMessage const& answer) {
    auto const line = answer.start_line();
    auto const first = line.find(' ');
    auto const second = first == std::string_view::npos ? first : line.find(' ', first + 1);
    return second == std::string_view::npos ? std::string() : std::string(line.substr(second + 1));
}

std::string describe(wire::RawMessage const& answer, Asked const& asked,
                     std::optional<DiagnosticHeader> const& diagnostics) {
    std::string text = asked.method + (asked.user.empty() ? "" : " to " + asked.user) + ": " +
                       std::to_string(answer.status()) + " " + reason_phrase(answer);
    if (diagnostics) {
        text += "; ms-diagnostics " + std::to_string(diagnostics->id);
        if (!diagnostics->reason.empty()) text += " \"" + diagnostics->reason + "\"";
    }
    for (std::string_view const name : {"Allow", "Supported", "Server"})
        if (auto const values = answer.values(name); !values.empty())
            text += "; " + std::string(name) + ": " + joined(values);
    return text;
}

/// Of an answer that refuses, where no diagnostics say more.
Fact refusal(int status, Asked const& asked) {
    bool const about_user = status == 404 || status == 480 || status == 410 || status == 604;
    if (about_user) return asked.user.empty() ? Fact::sip_unknown_user : Fact::sip_user_absent;
    if (status == 403 || status == 603) return Fact::sip_forbidden;
    if (status >= 500 && status < 600) return Fact::sip_server_failed;
    // Whoever refuses the method of a question to the domain has understood it.
    bool const knows_no_options = status == 405 || status == 420 || status == 416;
    if (asked.user.empty() && asked.method == "OPTIONS" && knows_no_options) return Fact::sip_answered;
    return Fact::sip_refused;
}

}  // namespace

std::optional<DiagnosticHeader> read_diagnostics(wire::RawMessage const& message) {
    for (std::string_view const name : {"ms-diagnostics", "ms-diagnostics-public"})
        for (auto const value : message.values(name))
            if (auto header = read_header(value)) return header;
    return std::nullopt;
}

Observation judge_answer(wire::RawMessage const& answer, Asked const& asked, DiagnosticAdvice const& advice) {
    if (auto const read = wire::read_sip(answer.bytes()); !read)
        return {Fact::sip_unreadable,
                "the answer to " + asked.method + " cannot be read: " + read.error().text,
                {}};
    auto const diagnostics = read_diagnostics(answer);
    auto const seen = describe(answer, asked, diagnostics);
    if (answer.status() < 300) return {Fact::sip_answered, seen, {}};
    auto const fact = refusal(answer.status(), asked);
    if (row_of(fact).severity == Severity::ok) return {fact, seen, {}};
    auto const meant = diagnostics && advice ? advice(diagnostics->id) : std::string();
    if (!meant.empty()) return {Fact::sip_diagnostics, seen, "The partner's servers report: " + meant};
    return {fact, seen, fact == Fact::sip_user_absent ? asked.user : "Call-ID " + asked.call_id};
}

}  // namespace check
