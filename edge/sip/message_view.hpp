// One SIP message as a lazy index over its bytes (RFC 3261 §7): where each line stands; values are read when asked for.
// Nothing is copied and nothing allocated, unless a message has more than 64 header lines.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "edge/sip/header_names.hpp"
#include "edge/sip/method.hpp"
#include "edge/sip/rules.hpp"

namespace sip {

/// One header line, with its folded continuations, as offsets into the message.
struct HeaderLine {
    std::uint16_t name_offset;
    std::uint16_t value_offset;
    std::uint16_t value_size;  // without white space around it
    Header header;
    std::uint8_t next;  // the number of the next line of the same header; 0: none
};

class MessageView;

/// One element of a comma list, with the place it stands in.
struct Element {
    std::string_view text;  // without white space around it; empty between two commas
    std::size_t line;       // for MessageView::line_*
    bool only;              // the only element of its line
    bool last_in_line;
};

/// Walks all elements of a comma list through all its lines; commas inside "…" and <…> do not divide.
/// A pull cursor: while (auto element = elements.next()) …
class Elements {
public:
    Elements(MessageView const& view, Header header);
    std::optional<Element> next();

private:
    void open_line();

    MessageView const* view_;
    std::uint16_t line_;  // number + 1; 0: at the end
    std::string_view rest_;
    bool first_in_line_ = true;
};

class MessageView {
public:
    static constexpr std::size_t size_max = 65535;  // 16-bit offsets
    static constexpr std::size_t lines_inline = 64;
    static constexpr std::size_t lines_max = 256;

    MessageView() = default;

    /// One whole message: `wire` ends where its body ends. Body length is checked against Content-Length, if there is one.
    static Result<MessageView, SyntaxFault> parse(std::string_view wire);

    // ---- start line ----
    bool is_request() const { return is_request_; }
    Method method() const { return method_; }  // of a request
    std::string_view method_text() const { return text(method_offset_, method_size_); }
    std::string_view request_uri() const { return text(uri_offset_, uri_size_); }
    int status() const { return status_; }  // of a response; 0 for a request
    std::string_view reason() const { return text(uri_offset_, uri_size_); }  // of a response; may be empty

    // ---- bytes ----
    std::string_view wire() const { return wire_; }  // all of it
    std::string_view head() const {
        return wire_.substr(0, head_size_);
    }  // start line to empty line, both included
    std::string_view body() const { return wire_.substr(head_size_); }
    /// Where `part`, a view into wire(), begins.
    std::uint32_t offset_of(std::string_view part) const {
        return static_cast<std::uint32_t>(part.data() - wire_.data());
    }

    // ---- headers ----
    bool has(Header header) const { return first(header) != 0; }
    /// The value of the first line of that header. Whoever must know whether there are more asks count().
    std::optional<std::string_view> single(SingleHeader header) const;
    std::size_t count(Header header) const;
    Elements elements(ListHeader header) const { return {*this, to_header(header)}; }
    /// The first element: elements(header).next(), for the top Via or Route.
    std::optional<Element> top(ListHeader header) const { return elements(header).next(); }

    // ---- lines, also of unknown headers, in the order of the message ----
    std::size_t line_count() const { return line_count_; }
    HeaderLine const& line(std::size_t number) const {
        return number < lines_inline ? lines_[number] : overflow_[number - lines_inline];
    }
    std::string_view line_name(std::size_t number) const;  // as written
    std::string_view line_value(std::size_t number) const {
        auto const& at = line(number);
        return text(at.value_offset, at.value_size);
    }
    /// The whole line with its continuations and its CR LF: what goes when the line is removed.
    std::string_view line_text(std::size_t number) const;
    /// The number of the first line of that header, plus one; 0: there is none. Others follow by HeaderLine::next.
    std::uint16_t first(Header header) const {
        return header == Header::unknown ? std::uint16_t{0} : first_[static_cast<std::size_t>(header)];
    }
    /// Where the first header line begins: just after the start line.
    std::uint32_t headers_offset() const { return headers_offset_; }

    // ---- for the framer and for answers to bad messages ----
    /// Indexes the head at the front of `bytes`, as well as can be, and answers its size, the empty line included;
    /// nothing if the empty line is not there yet. The body is empty until set_body(). Views may be indexed again and again.
    std::optional<std::size_t> index(std::string_view bytes);
    /// The message is head plus `size` bytes. `bytes` must hold them.
    void set_body(std::string_view bytes, std::size_t size) { wire_ = bytes.substr(0, head_size_ + size); }
    /// The first thing that index() found wrong; the view then serves for an answer and for nothing else.
    std::optional<SyntaxFault> const& fault() const { return fault_; }

private:
    std::string_view text(std::size_t offset, std::size_t size) const { return wire_.substr(offset, size); }
    void blame(Rule rule, std::size_t offset);
    std::size_t find_line_feed(std::string_view bytes, std::size_t begin);
    void read_start_line(std::string_view line);
    void add_line(std::string_view bytes, std::size_t begin, std::size_t end);
    void extend_line(std::string_view bytes, std::size_t end);
    HeaderLine& mutable_line(std::size_t number) {
        return number < lines_inline ? lines_[number] : overflow_[number - lines_inline];
    }

    std::string_view wire_;
    std::uint32_t head_size_ = 0;
    std::uint32_t headers_offset_ = 0;
    std::uint16_t method_offset_ = 0, method_size_ = 0, uri_offset_ = 0, uri_size_ = 0;
    std::uint16_t status_ = 0;
    std::uint16_t line_count_ = 0;
    Method method_ = Method::unknown;
    bool is_request_ = false;
    std::optional<SyntaxFault> fault_;
    std::array<std::uint16_t, known_headers> first_{};
    std::array<std::uint8_t, known_headers> last_{};
    std::array<HeaderLine, lines_inline> lines_;
    std::vector<HeaderLine> overflow_;
};

}  // namespace sip
