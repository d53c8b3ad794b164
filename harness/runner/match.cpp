#include "harness/runner/match.hpp"

#include <algorithm>

#include "harness/runner/describe.hpp"
#include "harness/runner/header_match.hpp"
#include "harness/runner/text.hpp"
#include "simulators/wire/raw_message.hpp"
#include "simulators/wire/slices.hpp"

namespace runner {
namespace {

using Difference = std::optional<std::string>;

constexpr std::size_t status_line_head = std::string_view("SIP/2.0 100 ").size();

Difference start_line_difference(script::Expect const& expect, wire::Summary const& summary,
                                 Leniency const& leniency) {
    if (expect.status) {
        if (summary.is_request) return "a request";
        if (!leniency.accepts(*expect.status, summary.status))
            return "status " + std::to_string(summary.status);
        if (!expect.method.empty() && summary.cseq_method != expect.method)
            return "an answer to " + summary.cseq_method;
        return std::nullopt;
    }
    if (!summary.is_request) return "an answer";
    if (summary.method != expect.method) return "method " + summary.method;
    return std::nullopt;
}

Difference diagnostics_difference(std::string const& id, kit::Observation const& message) {
    std::string const value = diagnostics_of(message);
    if (value.substr(0, value.find(';')) == id) return std::nullopt;
    return value.empty() ? "no ms-diagnostics" : "ms-diagnostics: " + value;
}

/// Whether it came on the connection that a label names, or on another one.
Difference connection_difference(script::Expect const& expect, kit::Observation const& message,
                                 Play const& play) {
    NamedConnection const seen{message.party, message.connection};
    auto const is_one_of = [&](std::string const& label) {
        auto const known = play.connections_of(label);
        return std::ranges::count(known, seen) > 0;
    };
    if (!expect.same_connection.empty() && !is_one_of(expect.same_connection))
        return "on another connection than " + quoted(expect.same_connection);
    if (!expect.other_connection.empty() && is_one_of(expect.other_connection))
        return "on the connection of " + quoted(expect.other_connection);
    return std::nullopt;
}

}  // namespace

std::string wanted(script::Expect const& expect) {
    std::string text = expect.status ? std::to_string(*expect.status) : expect.method;
    if (expect.status && !expect.method.empty()) text += " to " + expect.method;
    if (!expect.of.empty()) text += " to \"" + expect.of + "\"";
    text += " at " + expect.at.name;
    if (expect.diagnostics) text += " with ms-diagnostics " + *expect.diagnostics;
    if (expect.start_line) text += " with the start line " + quoted(*expect.start_line);
    if (expect.request_uri) text += " for " + *expect.request_uri;
    if (expect.body) text += " with the body " + quoted(*expect.body);
    for (auto const& header : expect.headers) {
        text += ", " + header.name;
        if (header.is) text += ": " + *header.is;
        if (header.has) text += " with " + quoted(*header.has);
        if (header.lacks) text += " without " + quoted(*header.lacks);
        if (header.matches) text += ": " + *header.matches;
        if (header.first) text += ", first " + quoted(*header.first);
        if (header.last) text += ", last " + quoted(*header.last);
        if (header.count) text += " " + std::to_string(*header.count) + " times";
        if (header.values) text += " with " + std::to_string(*header.values) + " values";
    }
    return text;
}

bool is_at(script::Party const& at, kit::Observation const& event) {
    return at.address.empty() ? event.party == party_of(at) : event.user == at.address;
}

std::optional<std::string> difference(script::Expect const& expect, kit::Observation const& message,
                                      Play const& play) {
    if (!message.fault.empty()) return "bytes that cannot be read: " + message.fault;
    if (auto found = start_line_difference(expect, message.summary, play.leniency())) return found;
    if (expect.body) {
        std::string const body = play.substituted(*expect.body).value_or(*expect.body);
        if (message.summary.body != body) return "the body " + quoted(message.summary.body);
    }
    if (expect.diagnostics && !play.leniency().without_diagnostics)
        if (auto found = diagnostics_difference(*expect.diagnostics, message)) return found;
    wire::RawMessage const raw(message.raw);
    if (expect.start_line) {
        std::string const line = play.substituted(*expect.start_line).value_or(*expect.start_line);
        // "SIP/2.0 100 Trying": what a phrase says is its writer's (RFC 3261 §7.2).
        auto const compared = expect.status && play.leniency().without_texts ? status_line_head : line.npos;
        if (raw.start_line().substr(0, compared) != line.substr(0, compared))
            return "the start line " + quoted(std::string(raw.start_line()));
    }
    if (expect.request_uri) {
        std::string const uri = play.substituted(*expect.request_uri).value_or(*expect.request_uri);
        if (raw.request_uri() != uri) return "the Request-URI " + quoted(std::string(raw.request_uri()));
    }
    for (auto const& check : expect.headers)
        if (auto found = header_difference(check, raw, play)) return found;
    if (auto found = order_difference(expect.order, raw)) return found;
    for (auto const& same : expect.same)
        if (auto found = same_difference(same, raw, play)) return found;
    if (auto found = connection_difference(expect, message, play)) return found;
    return std::nullopt;
}

bool concerns(script::Expect const& expect, kit::Observation const& event, Play const& play) {
    if (event.kind != kit::Observation::Kind::received || play.is_taken(event.index) ||
        !is_at(expect.at, event))
        return false;
    if (!expect.of.empty()) {
        auto const* const sent = play.find_message(expect.of);
        if (sent == nullptr || event.summary.is_request || event.party != sent->party ||
            event.summary.call_id != sent->request.call_id ||
            event.summary.cseq_number != sent->request.cseq ||
            event.summary.cseq_method != wire::cseq_method(wire::RawMessage(sent->text).value("CSeq")))
            return false;
    }
    // What a party answers as its duty is nobody's business, unless a step asks for just that.
    return !event.automatic || !difference(expect, event, play);
}

}  // namespace runner
