#include "edge/sip/transaction/kept_request.hpp"

#include "edge/sip/cseq.hpp"
#include "edge/sip/text.hpp"
#include "edge/sip/via.hpp"
#include "sansio/check.hpp"

namespace sip::transaction {

namespace {

void add(MessageView const& request, SingleHeader header, std::string& kept) {
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

/// `text` becomes `value`, with no more storage than it needs and, if there is enough, with what it has.
void hold(std::string& text, std::string_view value) {
    if (text.capacity() < value.size()) {
        std::string larger;
        larger.reserve(value.size());
        text.swap(larger);
    }
    text.assign(value);
}

std::uint16_t narrow(std::size_t size) {
    sansio::check(size <= UINT16_MAX, "a part of a message is smaller than 64 KiB");
    return static_cast<std::uint16_t>(size);
}

}  // namespace

void KeptRequest::keep(MessageView const& request, Key const& key, std::string_view top_via_parameters,
                       std::string& scratch) {
    auto const top = request.top(ListHeader::via);
    sansio::check(top.has_value(), "a request that is kept has a Via");
    auto const value = request.line_value(top->line);
    auto const cut = static_cast<std::size_t>(top->text.data() + top->text.size() - value.data());
    scratch.assign(request.wire().substr(0, request.headers_offset())).append("Via: ");
    auto const stamps = foreign_stamps(top->text);
    auto const place_of = [&](std::string_view part) {
        auto place = scratch.size() + static_cast<std::size_t>(part.data() - value.data());
        for (auto const stamp : stamps)
            if (stamp.data() < part.data()) place -= stamp.size();
        return narrow(place);
    };
    method_size_ = narrow(request.method_text().size());
    branch_at_ = place_of(key.branch);
    branch_size_ = narrow(key.branch.size());
    sent_by_at_ = place_of(key.sent_by);
    sent_by_size_ = narrow(key.sent_by.size());
    auto rest = value.substr(0, cut);
    for (auto const stamp : stamps) {
        scratch.append(rest.substr(0, static_cast<std::size_t>(stamp.data() - rest.data())));
        rest.remove_prefix(static_cast<std::size_t>(stamp.data() + stamp.size() - rest.data()));
    }
    scratch.append(rest).append(top_via_parameters).append(value.substr(cut)).append("\r\n");
    for (auto next = request.line(top->line).next; next != 0; next = request.line(next).next)
        scratch.append("Via: ").append(request.line_value(next)).append("\r\n");
    for (auto const header : {SingleHeader::from, SingleHeader::to, SingleHeader::call_id, SingleHeader::cseq,
                              SingleHeader::timestamp})
        add(request, header, scratch);
    scratch.append("\r\n");
    hold(text_, scratch);
    request_size_ = static_cast<std::uint32_t>(text_.size());
    sent_uri_size_ = sent_via_size_ = 0;
}

void KeptRequest::keep_sent(SentRequest const& sent) {
    text_.resize(request_size_);
    auto const size = request_size_ + sent.request_uri.size() + sent.via.size() + sent.routes.size();
    if (text_.capacity() < size) {
        std::string larger;
        larger.reserve(size);
        text_.swap(larger.append(text_));
    }
    text_.append(sent.request_uri).append(sent.via).append(sent.routes);
    sent_uri_size_ = narrow(sent.request_uri.size());
    sent_via_size_ = narrow(sent.via.size());
}

void KeptRequest::clear(std::size_t storage_kept) {
    text_.clear();
    if (text_.capacity() > storage_kept) text_ = {};
    request_size_ = 0;
    sent_uri_size_ = sent_via_size_ = 0;
}

SentRequest KeptRequest::sent() const {
    std::size_t const via_at = request_size_ + sent_uri_size_;
    return {text(request_size_, sent_uri_size_), text(via_at, sent_via_size_),
            std::string_view(text_).substr(via_at + sent_via_size_)};
}

void write_follow_up(Method method, KeptRequest const& kept, std::string_view to, std::string_view lines,
                     sansio::ByteBuffer& out) {
    MessageView request;
    sansio::check(request.index(kept.request()).has_value(), "a kept request is a whole head");
    auto const sent = kept.sent();
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
    out.append("\r\n");
    out.append(lines);
    out.append("Content-Length: 0\r\n\r\n");
}

}  // namespace sip::transaction
