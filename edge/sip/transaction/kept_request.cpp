#include "edge/sip/transaction/kept_request.hpp"

#include "edge/sip/cseq.hpp"
#include "edge/sip/text.hpp"
#include "sansio/check.hpp"

namespace sip::transaction {

namespace {

void keep(MessageView const& request, SingleHeader header, std::string& kept) {
    auto const value = request.single(header);
    if (!value) return;
    kept.append(name_of(to_header(header))).append(": ").append(*value).append("\r\n");
}

void put(std::string_view name, std::string_view value, sansio::ByteBuffer& out) {
    out.append(name);
    out.append(": ");
    out.append(value);
    out.append("\r\n");
}

}  // namespace

void keep_request(MessageView const& request, std::string_view top_via_parameters, std::string& kept) {
    kept.assign(request.wire().substr(0, request.headers_offset()));
    if (auto const top = request.top(ListHeader::via)) {
        auto const value = request.line_value(top->line);
        auto const cut = static_cast<std::size_t>(top->text.data() + top->text.size() - value.data());
        kept.append("Via: ")
            .append(value.substr(0, cut))
            .append(top_via_parameters)
            .append(value.substr(cut))
            .append("\r\n");
        for (auto next = request.line(top->line).next; next != 0; next = request.line(next).next)
            kept.append("Via: ").append(request.line_value(next)).append("\r\n");
    }
    for (auto const header : {SingleHeader::from, SingleHeader::to, SingleHeader::call_id, SingleHeader::cseq,
                              SingleHeader::timestamp})
        keep(request, header, kept);
    kept.append("\r\n");
}

void write_follow_up(Method method, std::string_view kept, SentRequest const& sent, std::string_view to,
                     sansio::ByteBuffer& out) {
    MessageView request;
    sansio::check(request.index(kept).has_value(), "a kept request is a whole head");
    auto const cseq = cseq_of(request);
    sansio::check(cseq.has_value(), "a kept request has a CSeq");
    out.append(name_of(method));
    out.append(' ');
    out.append(sent.request_uri);
    out.append(" SIP/2.0\r\n");
    put("Via", sent.via, out);
    put("Max-Forwards", "70", out);
    out.append(sent.routes);
    put("From", request.single(SingleHeader::from).value_or(std::string_view{}), out);
    put("To", to.empty() ? request.single(SingleHeader::to).value_or(std::string_view{}) : to, out);
    put("Call-ID", request.single(SingleHeader::call_id).value_or(std::string_view{}), out);
    out.append("CSeq: ");
    out.append(DecimalText(cseq->number).view());
    out.append(' ');
    out.append(name_of(method));
    out.append("\r\nContent-Length: 0\r\n\r\n");
}

}  // namespace sip::transaction
