#include "edge/sip/respond.hpp"

#include <initializer_list>
#include <string>

#include "edge/sip/cseq.hpp"
#include "edge/sip/line_scan.hpp"
#include "edge/sip/name_addr.hpp"
#include "edge/sip/text.hpp"
#include "edge/sip/via.hpp"

namespace sip {

namespace {

using sansio::ByteBuffer;

struct StatusText {
    int status;
    std::string_view text;
};
constexpr StatusText status_texts[] = {
#define STATUS(status, text) {status, text},
#include "edge/sip/status_texts.inc"
#undef STATUS
};

void append_status_line(int status, std::string_view reason, ByteBuffer& out) {
    out.append("SIP/2.0 ");
    out.append(DecimalText(static_cast<std::uint64_t>(status)).view());
    out.append(' ');
    out.append(reason.empty() ? reason_phrase(status) : reason);
    out.append("\r\n");
}

/// A value as it came, but for what would make the answer no SIP: a CR or LF that folds nothing, a control character outside
/// of a quoted-pair. Only a request that is refused for it has such a thing.
void append_value(std::string_view value, ByteBuffer& out) {
    std::size_t begin = 0;
    for (auto at = find_control(value, 0); at < value.size(); at = find_control(value, at)) {
        auto const fold = value.substr(at, 3);
        bool const folds = fold == "\r\n " || fold == "\r\n\t";
        bool const line_end = value[at] == '\r' || value[at] == '\n';
        bool const in_pair = !line_end && is_escaped(value, at);
        if (folds) {
            at += fold.size();
        } else if (value[at] == '\t' || in_pair) {
            ++at;
        } else {
            out.append(value.substr(begin, at - begin));
            out.append(' ');
            begin = ++at;
        }
    }
    out.append(value.substr(begin));
}

/// Names are written out and lines end properly, however the request wrote them.
void append_header(Header header, std::initializer_list<std::string_view> value, ByteBuffer& out) {
    out.append(name_of(header));
    out.append(": ");
    for (auto const piece : value) append_value(piece, out);
    out.append("\r\n");
}

/// What an answer must have and a malformed request does not give: nobody is called so (RFC 2606 §2).
constexpr std::string_view nobody = "<sip:invalid.invalid>";

/// A top Via that cannot be read, as far as it leads an answer back.
void append_salvaged_via(std::string_view text, std::string_view parameters, ByteBuffer& out) {
    auto const [host, branch] = salvage_via(text);
    append_header(Header::via,
                  {"SIP/2.0/TLS ", host.empty() ? "invalid.invalid" : host,
                   branch.empty() ? "" : ";branch=", branch, parameters},
                  out);
}

/// The first Via line: its first element with `parameters` behind, and what else it has.
void append_top_vias(MessageView const& request, Element const& top, std::string_view parameters,
                     ByteBuffer& out) {
    auto const first = request.line_value(top.line);
    auto const cut = static_cast<std::size_t>(top.text.data() + top.text.size() - first.data());
    std::string_view element = first.substr(0, cut);
    std::string clean;
    if (auto const stamps = parameters.empty() ? std::vector<std::string_view>{} : foreign_stamps(top.text);
        !stamps.empty()) {
        clean = element;
        for (auto stamp = stamps.rbegin(); stamp != stamps.rend(); ++stamp)
            clean.erase(static_cast<std::size_t>(stamp->data() - element.data()), stamp->size());
        element = clean;
    }
    append_header(Header::via, {element, parameters, first.substr(cut)}, out);
}

/// All Via lines, with `parameters` behind the first element of the first. They go back as they came (RFC 3261 §8.2.6.2), those
/// below the first also if they cannot be read: they are for others, who wrote them (§16.3). Of a line whose first element
/// cannot be read, what else cannot be read is left out.
void append_vias(MessageView const& request, std::string_view parameters, ByteBuffer& out) {
    auto elements = request.elements(ListHeader::via);
    auto const top = elements.next();
    if (!top) return;
    if (Via::parse(top->text)) {
        append_top_vias(request, *top, parameters, out);
    } else {
        append_salvaged_via(top->text, parameters, out);
        for (auto below = elements.next(); below && below->line == top->line; below = elements.next())
            if (Via::parse(below->text)) append_header(Header::via, {below->text}, out);
    }
    for (auto next = request.line(top->line).next; next != 0; next = request.line(next).next)
        append_header(Header::via, {request.line_value(next)}, out);
}

void append_copy(MessageView const& request, SingleHeader header, ByteBuffer& out) {
    if (auto const value = request.single(header)) append_header(to_header(header), {*value}, out);
}

/// From or To, which go back as they came (RFC 3261 §8.2.6.2). One that is no address at all would make the answer no SIP, too,
/// so it is quoted; who sent it knows his request by branch and CSeq.
void append_address(MessageView const& request, SingleHeader header, std::string_view tag, ByteBuffer& out) {
    auto const value = request.single(header);
    auto const address = value ? NameAddr::parse(*value) : NameAddr::parse(nobody);
    bool const good = address && address->uri();
    std::string quoted;
    if (!good) {
        quoted = "\"";
        for (char const letter : *value) {
            if (letter == '"' || letter == '\\') quoted += '\\';
            quoted += is_letter_of(letter, control_class) ? ' ' : letter;
        }
        quoted.append("\" ").append(nobody);
    }
    bool const tagged = good && !address->tag().empty();
    append_header(to_header(header),
                  {!good   ? std::string_view(quoted)
                   : value ? *value
                           : nobody,
                   tagged || tag.empty() ? "" : ";tag=", tagged ? "" : tag},
                  out);
}

void append_cseq(MessageView const& request, ByteBuffer& out) {
    auto const value = request.single(SingleHeader::cseq).value_or(std::string_view{});
    auto const digits = end_of(value, 0, digit_class);
    if (digits != 0 && is_token(trim(value.substr(digits)))) return append_header(Header::cseq, {value}, out);
    append_header(Header::cseq, {"0 ", is_token(request.method_text()) ? request.method_text() : "INVALID"},
                  out);
}

}  // namespace

std::string_view reason_phrase(int status) {
    for (auto const& row : status_texts)
        if (row.status == status) return row.text;
    return "Unknown";
}

void respond(MessageView const& request, int status, ResponseParts const& parts, ByteBuffer& out) {
    append_status_line(status, parts.reason, out);
    append_vias(request, parts.top_via_parameters, out);
    append_address(request, SingleHeader::from, {}, out);
    append_address(request, SingleHeader::to, status == 100 ? std::string_view{} : parts.to_tag, out);
    auto const call_id = request.single(SingleHeader::call_id).value_or(std::string_view{});
    append_header(Header::call_id, {call_id.empty() ? "invalid" : call_id}, out);
    append_cseq(request, out);
    // RFC 3261 §8.2.6.1: a 100 echoes the Timestamp.
    if (status == 100) append_copy(request, SingleHeader::timestamp, out);
    out.append(parts.headers);
    if (!parts.content_type.empty()) {
        out.append("Content-Type: ");
        out.append(parts.content_type);
        out.append("\r\n");
    }
    out.append("Content-Length: ");
    out.append(DecimalText(parts.body.size()).view());
    out.append("\r\n\r\n");
    out.append(parts.body);
}

bool can_be_answered(MessageView const& request) {
    if (!request.is_request() || request.method() == Method::ack || !request.has(Header::via)) return false;
    // What stands before a start line may hide its method.
    auto const cseq = cseq_of(request);
    return !cseq || cseq->method != Method::ack;
}

}  // namespace sip
