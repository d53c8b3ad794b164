// Cuts a byte stream into SIP messages by Content-Length alone (RFC 3261 §18.3): a reader of its own, so that the edge's
// framing is judged by a stranger.
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "simulators/wire/raw_message.hpp"

namespace wire {

/// Why the stream cannot be cut any further. `offset` counts from the first byte of the stream.
struct SliceFault {
    enum class Rule : std::uint8_t {
        head_too_long,             // no empty line within SliceLimits::head_size_max
        body_too_long,             // Content-Length above SliceLimits::body_size_max
        content_length_missing,    // RFC 3261 §20.14: a stream needs one
        content_length_malformed,  // not a number
        content_length_conflict,   // several, not the same
        bare_line_feed,            // a head line that does not end in CRLF
    };
    Rule rule;
    std::size_t offset = 0;
};

struct SliceLimits {
    std::size_t head_size_max = 64 * 1024;
    std::size_t body_size_max = 1024 * 1024;
};

/// CRLFs between messages are keep-alives and counted only (RFC 3261 §7.5, RFC 5626 §3.5.1).
class Slicer {
public:
    explicit Slicer(SliceLimits limits = {}) : limits_(limits) {}

    void receive(std::span<std::byte const> bytes);
    /// The next whole message, or the fault that ends the stream (told once); nothing while bytes are missing.
    std::optional<std::variant<RawMessage, SliceFault>> next();

    /// Bytes of a message that is not whole yet.
    std::size_t pending() const { return bytes_.size() - begin_; }
    std::size_t keep_alives() const { return keep_alives_; }

private:
    std::variant<RawMessage, SliceFault> fault(SliceFault::Rule rule, std::size_t at);
    std::optional<std::size_t> find_head_end();
    void skip_keep_alives();

    SliceLimits limits_;
    std::string bytes_;
    std::size_t begin_ = 0;
    std::size_t searched_ = 0;  // up to here there is no end of the head; a slow sender does not cost O(n²)
    std::size_t consumed_ = 0;
    std::size_t keep_alives_ = 0;
    bool failed_ = false;
};

char const* to_text(SliceFault::Rule rule);

}  // namespace wire
