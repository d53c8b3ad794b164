#include "edge/sip/respond.hpp"

#include <initializer_list>

#include "edge/sip/name_addr.hpp"
#include "edge/sip/text.hpp"

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

/// Names are written out and lines end properly, however the request wrote them; values stay as they came.
void append_header(Header header, std::initializer_list<std::string_view> value, ByteBuffer& out) {
    out.append(name_of(header));
    out.append(": ");
    for (auto const piece : value) out.append(piece);
    out.append("\r\n");
}

/// All Via lines, with `parameters` behind the first element of the first.
void append_vias(MessageView const& request, std::string_view parameters, ByteBuffer& out) {
    auto const top = request.top(ListHeader::via);
    if (!top) return;
    auto const first = request.line_value(top->line);
    auto const cut = static_cast<std::size_t>(top->text.data() + top->text.size() - first.data());
    append_header(Header::via, {first.substr(0, cut), parameters, first.substr(cut)}, out);
    for (auto next = request.line(top->line).next; next != 0; next = request.line(next).next)
        append_header(Header::via, {request.line_value(next)}, out);
}

void append_copy(MessageView const& request, SingleHeader header, ByteBuffer& out) {
    if (auto const value = request.single(header)) append_header(to_header(header), {*value}, out);
}

void append_to(MessageView const& request, int status, std::string_view tag, ByteBuffer& out) {
    auto const value = request.single(SingleHeader::to);
    if (!value) return;
    auto const address = NameAddr::parse(*value);
    bool const tagged = address && !address->tag().empty();
    if (tagged || tag.empty() || status == 100) return append_header(Header::to, {*value}, out);
    append_header(Header::to, {*value, ";tag=", tag}, out);
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
    append_copy(request, SingleHeader::from, out);
    append_to(request, status, parts.to_tag, out);
    append_copy(request, SingleHeader::call_id, out);
    append_copy(request, SingleHeader::cseq, out);
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
    return request.is_request() && request.method() != Method::ack && request.has(Header::via);
}

}  // namespace sip
