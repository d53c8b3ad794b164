#include "edge/sip/message_view.hpp"

#include <algorithm>

#include "edge/sip/content_length.hpp"
#include "edge/sip/line_scan.hpp"
#include "edge/sip/start_line.hpp"
#include "edge/sip/text.hpp"

namespace sip {

namespace {

constexpr auto npos = std::string_view::npos;

/// Where the first comma outside "…" and <…> stands; npos without one.
std::size_t find_comma(std::string_view text) {
    if (text.find(',') == npos) return npos;
    bool quoted = false;
    bool bracketed = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        char const letter = text[at];
        if (quoted) {
            if (letter == '\\') ++at;
            if (letter == '"') quoted = false;
        } else if (letter == '"' && !bracketed) {
            quoted = true;
        } else if (letter == '<' || letter == '>') {
            bracketed = letter == '<';
        } else if (letter == ',' && !bracketed) {
            return at;
        }
    }
    return npos;
}

}  // namespace

Elements::Elements(MessageView const& view, Header header) : view_(&view), line_(view.first(header)) {
    open_line();
}

void Elements::open_line() {
    rest_ = line_ == 0 ? std::string_view{} : view_->line_value(line_ - 1U);
    first_in_line_ = true;
}

std::optional<Element> Elements::next() {
    if (line_ == 0) return std::nullopt;
    auto const comma = find_comma(rest_);
    bool const last = comma == npos;
    Element const element{trim(rest_.substr(0, comma)), line_ - 1U, first_in_line_ && last, last};
    if (!last) {
        rest_.remove_prefix(comma + 1);
        first_in_line_ = false;
        return element;
    }
    auto const following = view_->line(line_ - 1U).next;
    line_ = following == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(following + 1);
    open_line();
    return element;
}

Result<MessageView, SyntaxFault> MessageView::parse(std::string_view wire) {
    Result<MessageView, SyntaxFault> result;
    auto const head = result->index(wire.substr(0, size_max));
    if (result->fault_) return unexpected<SyntaxFault>(*result->fault_);
    if (!head) return sip::fault(Rule::stream_truncated, wire.size());
    if (wire.size() > size_max) return sip::fault(Rule::message_too_large, size_max);
    auto const length = content_length_of(*result);
    if (!length) return unexpected<SyntaxFault>(length.error());
    auto const available = wire.size() - *head;
    if (*length && **length > available) return sip::fault(Rule::stream_truncated, wire.size());
    result->set_body(wire, length->value_or(available));
    return result;
}

std::optional<std::size_t> MessageView::index(std::string_view bytes) {
    bytes = bytes.substr(0, size_max);
    wire_ = bytes;
    line_count_ = 0;
    head_size_ = headers_offset_ = 0;
    method_size_ = uri_size_ = status_ = 0;
    method_ = Method::unknown;
    is_request_ = false;
    fault_.reset();
    first_.fill(0);
    overflow_.clear();
    for (std::size_t begin = 0;;) {
        auto const line_feed = find_line_feed(bytes, begin);
        if (line_feed == npos) return std::nullopt;
        bool const proper = line_feed > begin && bytes[line_feed - 1] == '\r';
        auto const end = proper ? line_feed - 1 : line_feed;
        if (end == begin && begin != 0) {
            head_size_ = static_cast<std::uint32_t>(line_feed + 1);
            wire_ = bytes.substr(0, head_size_);
            return head_size_;
        }
        if (begin == 0) {
            read_start_line(bytes.substr(0, end));
            headers_offset_ = static_cast<std::uint32_t>(line_feed + 1);
        } else if (bytes[begin] == ' ' || bytes[begin] == '\t') {
            extend_line(bytes, end);
        } else {
            add_line(bytes, begin, end);
        }
        begin = line_feed + 1;
    }
}

/// Blames what may not stand in a line on the way: a CR or LF alone, and a control character outside of a quoted-pair.
std::size_t MessageView::find_line_feed(std::string_view bytes, std::size_t begin) {
    for (auto at = begin;; ++at) {
        at = find_control(bytes, at);
        if (at == bytes.size()) return npos;
        auto const letter = bytes[at];
        if (letter == '\t') continue;
        if (letter == '\r') {
            if (at + 1 == bytes.size()) return npos;
            if (bytes[at + 1] == '\n') return at + 1;
            blame(Rule::line_end, at);
        } else if (letter == '\n') {
            blame(Rule::line_end, at);
            return at;
        } else if (!is_escaped(bytes, at)) {
            blame(Rule::control_letter, at);
        }
    }
}

void MessageView::blame(Rule rule, std::size_t offset) {
    // Where the stream cannot be trusted, nothing else matters: no flaw of the message may hide that.
    bool const graver =
        fault_ && describe(rule).layer == Layer::framing && describe(fault_->rule).layer != Layer::framing;
    if (!fault_ || graver) fault_ = SyntaxFault{rule, static_cast<std::uint32_t>(offset)};
}

void MessageView::read_start_line(std::string_view line) {
    auto const start = StartLine::parse(line);
    if (!start) {
        blame(start.error().rule, start.error().offset);
        // A request of a bad start line is still answered, so its method must be known: nobody answers an ACK.
        is_request_ = !equal_ignoring_case(line.substr(0, 4), "SIP/");
        method_offset_ = 0;
        method_size_ = static_cast<std::uint16_t>(std::min(line.find(' '), line.size()));
        method_ = find_method(method_text());
        return;
    }
    is_request_ = start->status == 0;
    status_ = static_cast<std::uint16_t>(start->status);
    auto const& rest = is_request_ ? start->request_uri : start->reason;
    uri_offset_ = static_cast<std::uint16_t>(rest.data() - line.data());
    uri_size_ = static_cast<std::uint16_t>(rest.size());
    method_offset_ = 0;
    method_size_ = static_cast<std::uint16_t>(start->method.size());
    if (is_request_) method_ = find_method(start->method);
}

void MessageView::add_line(std::string_view bytes, std::size_t begin, std::size_t end) {
    auto const name_end = end_of(bytes, begin, token_class);
    auto colon = name_end;
    while (bytes[colon] == ' ' || bytes[colon] == '\t') ++colon;
    if (bytes[colon] != ':' || name_end == begin) return blame(Rule::header_line, begin);
    auto const header = find_header(bytes.substr(begin, name_end - begin));
    if (line_count_ == lines_max) return blame(Rule::too_many_headers, begin);

    auto value_begin = colon + 1;
    auto value_end = end;
    while (value_begin < value_end && is_space(bytes[value_begin])) ++value_begin;
    while (value_end > value_begin && is_space(bytes[value_end - 1])) --value_end;
    HeaderLine const line{static_cast<std::uint16_t>(begin), static_cast<std::uint16_t>(value_begin),
                          static_cast<std::uint16_t>(value_end - value_begin), header, 0};
    auto const number = line_count_++;
    if (number < lines_inline) {
        lines_[number] = line;
    } else {
        overflow_.push_back(line);
    }
    if (header == Header::unknown) return;
    auto const slot = static_cast<std::size_t>(header);
    if (first_[slot] == 0) {
        first_[slot] = static_cast<std::uint16_t>(number + 1);
    } else {
        mutable_line(last_[slot]).next = static_cast<std::uint8_t>(number);
    }
    last_[slot] = static_cast<std::uint8_t>(number);
}

void MessageView::extend_line(std::string_view bytes, std::size_t end) {
    if (line_count_ == 0) return blame(Rule::header_line, headers_offset_);
    auto& line = mutable_line(line_count_ - 1U);
    auto const value = trim(bytes.substr(line.value_offset, end - line.value_offset));
    line.value_offset = static_cast<std::uint16_t>(value.data() - bytes.data());
    line.value_size = static_cast<std::uint16_t>(value.size());
}

std::optional<std::string_view> MessageView::single(SingleHeader header) const {
    auto const number = first(to_header(header));
    if (number == 0) return std::nullopt;
    return line_value(number - 1U);
}

std::size_t MessageView::count(Header header) const {
    auto at = first(header);
    std::size_t lines = 0;
    while (at != 0) {
        ++lines;
        auto const following = line(at - 1U).next;
        at = following == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(following + 1);
    }
    return lines;
}

std::string_view MessageView::line_name(std::size_t number) const {
    auto const begin = line(number).name_offset;
    return trim(wire_.substr(begin, wire_.find(':', begin) - begin));
}

std::string_view MessageView::line_text(std::size_t number) const {
    auto const begin = line(number).name_offset;
    // The empty line is two bytes: only a view with a fault can have a bare LF there, and nobody edits that.
    auto const end = number + 1 < line_count_ ? line(number + 1).name_offset : head_size_ - 2;
    return wire_.substr(begin, end - begin);
}

}  // namespace sip
