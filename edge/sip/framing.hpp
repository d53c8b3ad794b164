// Finds the messages in a byte stream (RFC 3261 §18.3, §7.5; RFC 5626 §5.4 for keep-alives). A StreamMachine without output.
#pragma once
#include <optional>
#include <span>
#include <variant>

#include "edge/sip/message_view.hpp"
#include "sansio/byte_buffer.hpp"
#include "sansio/time.hpp"

namespace sip {

struct FramerLimits {
    std::size_t head_max = 16 * 1024;
    std::size_t message_max = MessageView::size_max;
};

/// A complete message of good syntax. The view is valid until the next call.
struct MessageReceived {
    MessageView const* view;
};
/// A complete message that is not SIP; the stream goes on. `view` serves for an answer only.
struct MalformedReceived {
    MessageView const* view;
    SyntaxFault fault;
};
/// A double CRLF between messages: the caller answers one CRLF (RFC 5626 §5.4).
struct PingReceived {};
/// The stream cannot be read on: answer, if `head` is there and is a request, and close. Comes once, and nothing after it.
struct StreamFault {
    SyntaxFault fault;
    MessageView const* head;
};

/// receive(bytes) does not copy what is a whole message: the caller polls all events before `bytes` ends.
class Framer {
public:
    using Event = std::variant<MessageReceived, MalformedReceived, PingReceived, StreamFault>;

    explicit Framer(FramerLimits limits = {}) : limits_(limits) {}

    void receive(std::span<std::byte const> bytes, sansio::Time now);
    /// A message that is not complete by now is a StreamFault.
    void end_of_stream(sansio::Time now);
    void expire(sansio::Time) {}
    std::optional<sansio::Time> next_deadline() const { return std::nullopt; }
    std::span<std::byte const> unsent() const { return {}; }
    void sent(std::size_t) {}
    std::optional<Event> poll_event();

    /// Bytes of an incomplete message that are kept.
    std::size_t pending() const { return kept_.size(); }

private:
    std::optional<Event> read();
    std::string_view bytes() const { return kept_.empty() ? input_ : kept_.text(); }
    void take(std::size_t count);
    std::optional<Event> skip_line_ends();
    bool head_is_complete();
    std::optional<Event> read_head();
    std::optional<Event> read_body();
    std::optional<Event> end();
    Event fail(SyntaxFault fault, bool with_head);

    FramerLimits limits_;
    sansio::ByteBuffer kept_;       // an incomplete message from earlier calls, or empty
    std::string_view input_;        // what receive() brought and kept_ does not hold
    std::size_t searched_ = 0;      // of the current message: no head ends before this place
    std::size_t message_size_ = 0;  // of the current message; 0: its head is not complete
    unsigned line_ends_ = 0;        // CRLFs since the last message or ping
    bool failed_ = false;
    bool ended_ = false;
    MessageView view_;
};

}  // namespace sip
