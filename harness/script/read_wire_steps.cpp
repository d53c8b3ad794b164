// <send>, <expect>, <refused>: the steps that speak of single messages.
#include <algorithm>

#include "harness/script/parts.hpp"

namespace script {
namespace {

using Accept = Names::Accept;

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
        bool const alphanumeric = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                                  (letter >= '0' && letter <= '9');
        return alphanumeric || std::string_view("-.!%*_+`'~").find(letter) != std::string_view::npos;
    });
}

std::string method(Element const& element) {
    auto word = element.find("method").value_or("");
    if (element.has("method") && !is_token(word))
        element.report("method", "\"" + word + "\" is not a method (RFC 3261 §25.1)");
    return word;
}

/// "Name: value"
std::optional<std::pair<std::string, std::string>> header_line(Element const& element,
                                                               std::string_view attribute) {
    auto const text = element.find(attribute);
    if (!text) return std::nullopt;
    auto const colon = text->find(':');
    auto const name = trim(std::string_view(*text).substr(0, colon));
    if (colon == std::string::npos || !is_token(name)) {
        element.report(attribute, std::string(attribute) + " holds one header: \"Name: value\"");
        return std::nullopt;
    }
    return std::pair(std::string(name), std::string(trim(std::string_view(*text).substr(colon + 1))));
}

std::string header_name(Element const& header) {
    auto name = header.required("name");
    if (!name.empty() && !is_token(name))
        header.report("name", "\"" + name + "\" is not a header's name (RFC 3261 §25.1)");
    return name;
}

std::vector<HeaderEdit> header_edits(Element const& send) {
    std::vector<HeaderEdit> edits;
    if (auto line = header_line(send, "set"))
        edits.push_back({std::move(line->first), std::move(line->second)});
    for (auto const& header : send.children("header")) {
        header.allow({"name", "value", "left-out"});
        header.allow_nothing_inside();
        HeaderEdit edit{header_name(header), header.find("value")};
        if (edit.value.has_value() == header.yes("left-out"))
            header.report("<header> needs either value=\"…\" or left-out=\"true\"");
        edits.push_back(std::move(edit));
    }
    return edits;
}

std::vector<HeaderCheck> header_checks(Element const& expect) {
    std::vector<HeaderCheck> checks;
    if (auto line = header_line(expect, "header"))
        checks.push_back({std::move(line->first), std::move(line->second), {}, {}, {}});
    for (auto const& header : expect.children("header")) {
        header.allow({"name", "is", "has", "lacks", "count"});
        header.allow_nothing_inside();
        HeaderCheck check{header_name(header), header.find("is"), header.find("has"), header.find("lacks"),
                          header.number("count", 0, 256)};
        if (!check.is && !check.has && !check.lacks && !header.has("count"))
            header.report("<header> checks nothing: it needs is, has, lacks or count");
        checks.push_back(std::move(check));
    }
    return checks;
}

/// ms-diagnostics stays inside (MS-OCER §2.2.1.1), so nobody outside can be asked for it.
std::optional<std::string> diagnostics(Element const& element, Names const& names, Party const& reader) {
    auto id = element.find("diagnostics");
    if (!id) return std::nullopt;
    if (id->empty() || id->find_first_not_of("0123456789") != std::string::npos)
        element.report("diagnostics", "diagnostics is the number of an ms-diagnostics header, such as 1008");
    if (!reader.name.empty() && !names.is_inside(reader))
        element.report("diagnostics", reader.name + " is outside, where ms-diagnostics never arrives");
    return id;
}

}  // namespace

Send read_send(Element const& element, Names const& names) {
    element.allow({"from", "to", "label", "method", "set", "pieces"});
    element.allow_children({"header", "body", "message"});
    element.allow_no_text();
    Send send;
    send.from = names.party(element, "from", Accept::user);
    send.to = names.party(element, "to", Accept::anybody);
    send.label = element.find("label").value_or("");
    send.method = method(element);
    send.headers = header_edits(element);
    send.pieces = element.word<Pieces>(
        "pieces", {{"whole", Pieces::whole}, {"single-bytes", Pieces::single_bytes}}, Pieces::whole);
    for (auto const& body : element.children("body")) {
        body.allow({});
        body.allow_children({});
        if (!send.body.empty()) body.report("a second <body>");
        send.body = spoken_text(body);
    }
    for (auto const& message : element.children("message")) {
        message.allow({"exact"});
        message.allow_children({});
        if (send.message) message.report("a second <message>");
        send.message = Literal{message.text(), message.yes("exact"), message.place()};
        if (trim(send.message->text).empty()) message.report("<message> holds nothing");
    }
    if (send.message && (element.has("method") || !send.headers.empty() || !send.body.empty()))
        element.report("a <message> is sent as it stands: no method, headers or body beside it");
    if (!send.message && !element.has("method")) element.report("<send> needs method=\"…\" or a <message>");
    return send;
}

Expect read_expect(Element const& element, Names const& names) {
    element.allow({"at", "status", "method", "of", "body", "header", "diagnostics", "within"});
    element.allow_children({"header"});
    element.allow_no_text();
    Expect expect;
    expect.at = names.party(element, "at", Accept::user_or_whole);
    if (auto const status = element.number("status", 100, 699)) expect.status = *status;
    expect.method = method(element);
    expect.of = element.find("of").value_or("");
    expect.body = element.find("body");
    expect.headers = header_checks(element);
    expect.diagnostics = diagnostics(element, names, expect.at);
    expect.within = element.duration("within");
    expect.place = element.place();
    if (!element.has("status") && !element.has("method"))
        element.report("<expect> needs status=\"…\" or method=\"…\"");
    if (!element.has("status") && (element.has("of") || element.has("diagnostics")))
        element.report("only an answer has of=\"…\" and diagnostics=\"…\": status is missing");
    return expect;
}

Refused read_refused(Element const& element, Names const& names) {
    element.allow({"from", "to", "method", "status", "by", "diagnostics", "within"});
    element.allow_nothing_inside();
    Refused refused;
    refused.from = names.party(element, "from", Accept::user);
    refused.to = names.party(element, "to", Accept::user_or_address);
    element.required("method");
    refused.method =
        element.word<std::string>("method", {{"MESSAGE", "MESSAGE"}, {"INVITE", "INVITE"}}, "MESSAGE");
    element.required("status");
    refused.status = element.number("status", 300, 699).value_or(0);
    if (element.has("by")) refused.by = names.whole(element, "by");
    refused.diagnostics = diagnostics(element, names, refused.from);
    refused.within = element.duration("within");
    return refused;
}

}  // namespace script
