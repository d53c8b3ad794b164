#include "harness/runner/match.hpp"

#include <algorithm>

#include "harness/runner/describe.hpp"
#include "harness/runner/text.hpp"
#include "simulators/wire/raw_message.hpp"

namespace runner {
namespace {

using Difference = std::optional<std::string>;

Difference start_line_difference(script::Expect const& expect, wire::Summary const& summary) {
    if (expect.status) {
        if (summary.is_request) return "a request";
        if (summary.status != static_cast<int>(*expect.status))
            return "status " + std::to_string(summary.status);
        if (!expect.method.empty() && summary.cseq_method != expect.method)
            return "an answer to " + summary.cseq_method;
        return std::nullopt;
    }
    if (!summary.is_request) return "an answer";
    if (summary.method != expect.method) return "method " + summary.method;
    return std::nullopt;
}

Difference header_difference(script::HeaderCheck const& check, wire::RawMessage const& message,
                             Play const& play) {
    auto const values = message.values(check.name);
    auto const any_line = [&](auto holds) { return std::any_of(values.begin(), values.end(), holds); };
    auto const said = [&](std::optional<std::string> const& text) {
        return play.substituted(*text).value_or(*text);
    };
    std::string const seen =
        values.empty() ? "no " + check.name : check.name + ": " + std::string(values.front());
    if (check.count && values.size() != *check.count)
        return std::to_string(values.size()) + " lines of " + check.name + " instead of " +
               std::to_string(*check.count);
    if (check.is && !any_line([&, text = said(check.is)](std::string_view value) { return value == text; }))
        return seen + ", instead of " + quoted(said(check.is));
    if (check.has && !any_line([&, text = said(check.has)](std::string_view value) {
            return value.find(text) != value.npos;
        }))
        return seen + ", without " + quoted(said(check.has));
    if (check.lacks && any_line([&, text = said(check.lacks)](std::string_view value) {
            return value.find(text) != value.npos;
        }))
        return check.name + " holds " + quoted(said(check.lacks));
    return std::nullopt;
}

Difference diagnostics_difference(std::string const& id, kit::Observation const& message) {
    std::string const value = diagnostics_of(message);
    if (value.substr(0, value.find(';')) == id) return std::nullopt;
    return value.empty() ? "no ms-diagnostics" : "ms-diagnostics: " + value;
}

}  // namespace

std::string wanted(script::Expect const& expect) {
    std::string text = expect.status ? std::to_string(*expect.status) : expect.method;
    if (expect.status && !expect.method.empty()) text += " to " + expect.method;
    if (!expect.of.empty()) text += " to \"" + expect.of + "\"";
    text += " at " + expect.at.name;
    if (expect.diagnostics) text += " with ms-diagnostics " + *expect.diagnostics;
    if (expect.body) text += " with the body " + quoted(*expect.body);
    for (auto const& header : expect.headers) {
        text += ", " + header.name;
        if (header.is) text += ": " + *header.is;
        if (header.has) text += " with " + quoted(*header.has);
        if (header.lacks) text += " without " + quoted(*header.lacks);
        if (header.count) text += " " + std::to_string(*header.count) + " times";
    }
    return text;
}

bool is_at(script::Party const& at, kit::Observation const& event) {
    return at.address.empty() ? event.party == party_of(at) : event.user == at.address;
}

std::optional<std::string> difference(script::Expect const& expect, kit::Observation const& message,
                                      Play const& play) {
    if (!message.fault.empty()) return "bytes that cannot be read: " + message.fault;
    if (auto found = start_line_difference(expect, message.summary)) return found;
    if (expect.body) {
        std::string const body = play.substituted(*expect.body).value_or(*expect.body);
        if (message.summary.body != body) return "the body " + quoted(message.summary.body);
    }
    if (expect.diagnostics)
        if (auto found = diagnostics_difference(*expect.diagnostics, message)) return found;
    wire::RawMessage const raw(message.raw);
    for (auto const& check : expect.headers)
        if (auto found = header_difference(check, raw, play)) return found;
    return std::nullopt;
}

}  // namespace runner
