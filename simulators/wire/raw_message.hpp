// A SIP message as bytes: lines and values are slices of what came, nothing is decoded, merged or reordered.
// The simulators mirror Via, Route, Record-Route and Contact from here.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wire {

/// One header line. `value` has no white space around it; folding inside it stays as written.
struct HeaderLine {
    std::string_view name;
    std::string_view value;
};

/// Any bytes at all make a RawMessage; what cannot be found in them is absent. Views live as long as the message.
class RawMessage {
public:
    RawMessage() = default;
    explicit RawMessage(std::string bytes);

    std::string const& bytes() const { return bytes_; }
    std::string_view start_line() const;
    /// A status line begins with "SIP/"; everything else is taken for a request.
    bool is_request() const;
    /// First word of a request's start line; of a response the method of its CSeq.
    std::string_view method() const;
    /// Second word of a request's start line; empty for a response.
    std::string_view request_uri() const;
    /// Status code; 0 for a request or when there are not exactly three digits.
    int status() const;

    /// All header lines in their order.
    std::vector<HeaderLine> headers() const;
    /// All values of `name` in their order, one a line, compact form included: values("Via") finds "v:" as well.
    std::vector<std::string_view> values(std::string_view name) const;
    /// The first of values(name), empty when there is none.
    std::string_view value(std::string_view name) const;
    bool has(std::string_view name) const { return !values(name).empty(); }
    /// Everything behind the empty line.
    std::string_view body() const;
    /// Start line, headers and the empty line.
    std::string_view head() const;

private:
    std::string bytes_;
    std::size_t head_size_ = 0;
};

/// True when both mean the same header: case does not matter, "v" is "Via".
bool same_header(std::string_view left, std::string_view right);

}  // namespace wire
