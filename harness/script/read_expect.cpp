// <expect>, <refused>: what must come.
#include <algorithm>
#include <set>

#include "harness/script/parts.hpp"

namespace script {
namespace {

using Accept = Names::Accept;

std::vector<HeaderCheck> header_checks(Element const& expect) {
    std::vector<HeaderCheck> checks;
    if (auto line = read_header_line(expect, "header"))
        checks.push_back({std::move(line->first), std::move(line->second), {}, {}, {}, {}, {}, {}, {}});
    for (auto const& header : expect.children("header")) {
        header.allow({"name", "is", "has", "lacks", "count", "values", "first", "last", "matches", "absent"});
        header.allow_nothing_inside();
        HeaderCheck check{
            read_header_name(header),       header.find("is"),    header.find("has"),  header.find("lacks"),
            header.number("count", 0, 256), header.find("first"), header.find("last"), header.find("matches"),
            header.number("values", 0, 256)};
        bool const absent = header.yes("absent");
        bool const checked = check.is || check.has || check.lacks || check.first || check.last ||
                             check.matches || header.has("count") || header.has("values");
        if (absent && checked) header.report("absent", "of what is absent nothing else can be said");
        if (absent) check.count = 0;
        if (!checked && !absent)
            header.report(
                "<header> checks nothing: it needs is, has, lacks, matches, first, last, count, values or "
                "absent");
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

Capture read_capture(Element const& element) {
    using Part = Capture::Part;
    element.allow({"name", "header", "parameter", "part", "line"});
    element.allow_nothing_inside();
    Capture capture;
    element.required("name");
    capture.name = read_label(element, "name");
    if (!element.has("header") && !element.has("part"))
        element.report("<capture> needs either header=\"…\" or part=\"request-uri|start-line|body\"");
    capture.header = element.find("header").value_or("");
    if (element.has("header") && !is_token(capture.header))
        element.report("header", "\"" + capture.header + "\" is not a header's name (RFC 3261 §25.1)");
    capture.part = element.word<Part>("part",
                                      {{"uri", Part::uri},
                                       {"request-uri", Part::request_uri},
                                       {"start-line", Part::start_line},
                                       {"body", Part::body}},
                                      Part::header);
    if (capture.part == Part::uri && !element.has("header"))
        element.report("part", "the URI of which header? header=\"…\" is missing");
    if (element.has("header") && element.has("part") && capture.part != Part::uri)
        element.report("part", "of a header only part=\"uri\" can be taken");
    capture.parameter = element.find("parameter").value_or("");
    if (element.has("parameter")) {
        capture.part = Part::parameter;
        if (!element.has("header") || element.has("part") || capture.parameter.empty())
            element.report("parameter", "a parameter is taken out of header=\"…\", and out of nothing else");
    }
    capture.line = element.number("line", 1, 256).value_or(1);
    return capture;
}

SameAs read_same(Element const& element) {
    element.allow({"of", "headers", "but", "body"});
    element.allow_nothing_inside();
    element.required("of");
    SameAs same{read_label(element, "of"), element.list("headers"), element.list("but"), element.yes("body")};
    if (element.has("headers") && element.has("but"))
        element.report("but", "either these headers, or all but those");
    return same;
}

void read_children(Element const& element, Expect& expect) {
    for (auto const& child : element.children("capture")) expect.captures.push_back(read_capture(child));
    for (auto const& child : element.children("same")) expect.same.push_back(read_same(child));
    for (auto const& child : element.children("order")) {
        child.allow({"headers"});
        child.allow_nothing_inside();
        child.required("headers");
        expect.order = child.list("headers");
        if (expect.order.size() < 2) child.report("headers", "an order needs at least two headers");
    }
}

}  // namespace

Expect read_expect(Element const& element, Names const& names) {
    element.allow({"at", "status", "method", "of", "body", "header", "diagnostics", "within", "label",
                   "request-uri", "start-line", "not-before", "same-connection", "other-connection"});
    element.allow_children({"header", "capture", "same", "order"});
    element.allow_no_text();
    Expect expect;
    expect.at = names.party(element, "at", Accept::user_or_whole);
    if (auto const status = element.number("status", 100, 699)) expect.status = *status;
    expect.method = read_method(element);
    expect.of = read_label(element, "of");
    expect.body = element.find("body");
    expect.headers = header_checks(element);
    expect.diagnostics = diagnostics(element, names, expect.at);
    expect.within = element.duration("within");
    expect.place = element.place();
    expect.label = read_label(element);
    expect.request_uri = element.find("request-uri");
    expect.not_before = element.duration("not-before");
    expect.same_connection = read_label(element, "same-connection");
    expect.other_connection = read_label(element, "other-connection");
    expect.start_line = element.find("start-line");
    read_children(element, expect);
    if (!element.has("status") && !element.has("method"))
        element.report("<expect> needs status=\"…\" or method=\"…\"");
    if (!element.has("status") && (element.has("of") || element.has("diagnostics")))
        element.report("only an answer has of=\"…\" and diagnostics=\"…\": status is missing");
    if (element.has("status") && element.has("request-uri"))
        element.report("request-uri", "an answer has no Request-URI");
    if (expect.not_before && *expect.not_before >= expect.within.value_or(std::chrono::seconds{5}))
        element.report("not-before", "not-before must be shorter than within (5s when it is not said)");
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
