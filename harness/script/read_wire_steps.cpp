// <send>, <answer>, <again>: what a party writes.
#include <algorithm>

#include "harness/script/parts.hpp"
#include "harness/script/raw_bytes.hpp"

namespace script {
namespace {

using Accept = Names::Accept;

std::vector<HeaderEdit> header_edits(Element const& send) {
    std::vector<HeaderEdit> edits;
    if (auto line = read_header_line(send, "set"))
        edits.push_back({std::move(line->first), std::move(line->second)});
    for (auto const& header : send.children("header")) {
        header.allow({"name", "value", "left-out", "another"});
        header.allow_nothing_inside();
        HeaderEdit edit{read_header_name(header), header.find("value"), header.yes("another")};
        if (edit.value.has_value() == header.yes("left-out"))
            header.report("<header> needs either value=\"…\" or left-out=\"true\"");
        else if (edit.another && !edit.value)
            header.report("another", "what is left out is not another line");
        edits.push_back(std::move(edit));
    }
    return edits;
}

Delivery read_delivery(Element const& element) {
    using Share = Delivery::Share;
    Delivery delivery;
    auto const pieces = element.find("pieces").value_or("whole");
    if (pieces == "single-bytes")
        delivery.single_bytes = true;
    else if (pieces != "whole")
        delivery.records = element.number("pieces", 2, 10'000).value_or(1);
    auto const only = element.find("only");
    if (only == "half") {
        delivery.share = Share::half;
    } else if (only == "head") {
        delivery.share = Share::head;
    } else if (only) {
        delivery.share = Share::first;
        delivery.first = element.number("only", 1, 1'000'000).value_or(1);
    }
    delivery.connection = read_label(element, "on");
    return delivery;
}

Literal read_bytes(Element const& element, ReadOptions const& options) {
    element.allow({"encoding", "file", "times"});
    element.allow_children({});
    Literal literal{{}, true, element.place()};
    std::string text = element.text();
    if (auto const file = element.find("file")) {
        if (!trim(text).empty()) element.report("file", "<bytes> has either a file or its own text");
        std::string_view const own = element.file();
        auto const folder = own.substr(0, own.find_last_of('/') + 1);  // without a '/': nothing
        bool const below = file->find("..") == std::string::npos && !file->starts_with('/');
        auto content =
            below && options.bytes_file ? options.bytes_file(std::string(folder) + *file) : std::nullopt;
        if (!content) element.report("file", "cannot read \"" + *file + "\" beside the scenario");
        text = std::move(content).value_or("");
    }
    auto const encoding = element.word<Encoding>(
        "encoding", {{"text", Encoding::text}, {"hex", Encoding::hex}, {"base64", Encoding::base64}},
        Encoding::text);
    auto decoded = decode(text, encoding);
    if (!decoded) element.report_at(element.text_place(), decoded.error());
    auto const once = std::move(decoded).value_or("");
    auto const times = element.number("times", 1, 4'000'000).value_or(1);
    if (once.size() * times > bytes_max) {
        element.report("times", "no more than " + std::to_string(bytes_max) + " bytes in one <bytes>");
        return literal;
    }
    literal.text.reserve(once.size() * times);
    for (unsigned round = 0; round < times; ++round) literal.text += once;
    if (literal.text.empty()) element.report("<bytes> holds nothing");
    return literal;
}

/// Children <header>, <body>, <message>, <bytes> and the attributes set, pieces, only and on.
Writing read_writing(Element const& element, ReadOptions const& options) {
    element.allow_children({"header", "body", "message", "bytes"});
    element.allow_no_text();
    Writing writing;
    writing.headers = header_edits(element);
    writing.delivery = read_delivery(element);
    for (auto const& child : element.children()) {
        if (child.name() == "body") {
            child.allow({});
            child.allow_children({});
            if (!writing.body.empty()) child.report("a second <body>");
            writing.body = spoken_text(child);
        } else if (child.name() == "message") {
            child.allow({"exact", "length"});
            child.allow_children({});
            bool const as_written =
                child.word<bool>("length", {{"computed", false}, {"as-written", true}}, false);
            writing.literals.push_back({child.text(), child.yes("exact"), child.place(), as_written});
            if (trim(child.text()).empty()) child.report("<message> holds nothing");
        } else if (child.name() == "bytes") {
            writing.literals.push_back(read_bytes(child, options));
        }
    }
    if (!writing.literals.empty() && (!writing.headers.empty() || !writing.body.empty()))
        element.report(
            "a <message> is sent as it stands: no headers or body beside it; write them into the message");
    return writing;
}

}  // namespace

Send read_send(Element const& element, Names const& names, ReadOptions const& options) {
    element.allow(
        {"from", "to", "label", "method", "request-uri", "in", "of", "set", "pieces", "only", "on"});
    Send send;
    send.from = names.party(element, "from", Accept::user_or_whole);
    if (element.has("to") || (!element.has("in") && !element.has("of") && !element.has("on")))
        send.to = names.party(element, "to", Accept::anybody);
    send.label = read_label(element);
    send.method = read_method(element);
    send.request_uri = element.find("request-uri").value_or("");
    send.dialog = element.find("in").value_or("");
    send.of = read_label(element, "of");
    send.writing = read_writing(element, options);
    bool const literal = !send.writing.literals.empty();
    if (literal &&
        (element.has("method") || element.has("in") || element.has("of") || element.has("request-uri")))
        element.report("a <message> is sent as it stands: no method, request-uri, in or of beside it");
    if (!literal && !element.has("method"))
        element.report("<send> needs method=\"…\", a <message> or <bytes>");
    if (!literal && !element.has("to") && !element.has("in") && !element.has("of"))
        element.report("<send> needs to=\"…\": whom it is written to");
    if (!send.of.empty() && send.method != "CANCEL" && send.method != "ACK")
        element.report("of", "only CANCEL and ACK are made of another request");
    if (!send.of.empty() && !send.dialog.empty()) element.report("in", "of=\"…\" says already which dialog");
    if (!send.of.empty() && send.writing.delivery.connection.empty())
        send.writing.delivery.connection = send.of;
    return send;
}

Answer read_answer(Element const& element, ReadOptions const& options) {
    element.allow({"to", "status", "reason", "tag", "label", "set", "pieces", "only", "on"});
    Answer answer;
    element.required("to");
    answer.of = read_label(element, "to");
    answer.status = element.number("status", 100, 699).value_or(0);
    answer.reason = element.find("reason").value_or("");
    answer.tag = element.find("tag").value_or("");
    if (element.has("tag") && !is_token(answer.tag))
        element.report("tag", "\"" + answer.tag + "\" is not a tag (RFC 3261 §25.1: a token)");
    answer.label = read_label(element);
    answer.writing = read_writing(element, options);
    bool const literal = !answer.writing.literals.empty();
    if (literal && (element.has("status") || element.has("reason") || element.has("tag")))
        element.report("a <message> is sent as it stands: no status, reason or tag beside it");
    if (!literal && !element.has("status"))
        element.report("<answer> needs status=\"…\", a <message> or <bytes>");
    return answer;
}

Again read_again(Element const& element) {
    element.allow({"of", "label", "pieces", "only", "on"});
    element.allow_nothing_inside();
    element.required("of");
    return {read_label(element, "of"), read_label(element), read_delivery(element)};
}

}  // namespace script
