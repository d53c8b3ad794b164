#include "edge/sip/framing.hpp"

#include <algorithm>
#include <cstring>

#include "edge/sip/content_length.hpp"
#include "sansio/check.hpp"

namespace sip {

void Framer::receive(std::span<std::byte const> bytes, sansio::Time /*now*/) {
    sansio::check(input_.empty(), "all events are polled before more bytes come");
    if (failed_) return;
    input_ = sansio::as_text(bytes);
    if (kept_.empty()) return;
    // Once the message's size is known, only what it lacks is copied: the messages behind it are read in place.
    auto const missing =
        message_size_ == 0 ? input_.size() : std::min(input_.size(), message_size_ - kept_.size());
    kept_.append(input_.substr(0, missing));
    input_.remove_prefix(missing);
}

void Framer::end_of_stream(sansio::Time /*now*/) {
    ended_ = true;
}

std::optional<Framer::Event> Framer::poll_event() {
    if (failed_) return std::nullopt;
    if (auto event = read()) return event;
    if (!input_.empty()) {
        kept_.append(input_);
        input_ = {};
    }
    kept_.release_if_large();
    return ended_ ? end() : std::nullopt;
}

std::optional<Framer::Event> Framer::read() {
    if (message_size_ == 0) {
        if (searched_ == 0) {
            if (auto event = skip_line_ends()) return event;
        }
        if (auto event = read_head()) return event;
    }
    return read_body();
}

void Framer::take(std::size_t count) {
    // The bytes stay where they are until the next receive(), so views of them stay valid.
    if (kept_.empty()) {
        input_.remove_prefix(count);
    } else {
        kept_.consume(count);
    }
}

std::optional<Framer::Event> Framer::skip_line_ends() {
    for (auto rest = bytes(); !rest.empty(); rest = bytes()) {
        if (rest.front() == '\n') return fail({Rule::line_end, 0}, false);
        if (rest.front() != '\r' || rest.size() == 1) return std::nullopt;
        if (rest[1] != '\n') return fail({Rule::line_end, 0}, false);
        take(2);
        if (++line_ends_ == 2) {
            line_ends_ = 0;
            return PingReceived{};
        }
    }
    return std::nullopt;
}

/// Looks for an empty line from where the last search ended; how long a message dribbles in costs nothing extra.
bool Framer::head_is_complete() {
    auto const rest = bytes();
    auto at = searched_ < 3 ? std::size_t{0} : searched_ - 3;
    searched_ = rest.size();
    for (; at < rest.size(); ++at) {
        auto const* found = static_cast<char const*>(std::memchr(rest.data() + at, '\n', rest.size() - at));
        if (found == nullptr) return false;
        at = static_cast<std::size_t>(found - rest.data());
        auto const behind = rest.substr(at + 1, 2);
        if (behind.substr(0, 1) == "\n" || behind == "\r\n") return true;
    }
    return false;
}

std::optional<Framer::Event> Framer::read_head() {
    auto const rest = bytes();
    if (rest.empty() || rest == "\r") return std::nullopt;
    auto const head_max = std::min(limits_.head_max, MessageView::size_max);
    std::optional<std::size_t> head;
    // The index finds the end itself: most messages come whole and are passed over once.
    if (searched_ == 0 || head_is_complete()) head = view_.index(rest.substr(0, head_max));
    if (!head) {
        searched_ = rest.size();
        if (rest.size() >= head_max)
            return fail({Rule::head_too_large, static_cast<std::uint32_t>(head_max)}, false);
        return std::nullopt;
    }
    auto const& flaw = view_.fault();
    if (flaw && describe(flaw->rule).layer == Layer::framing) return fail(*flaw, true);
    auto const length = content_length_of(view_);
    if (!length) return fail(length.error(), true);
    if (!*length) return fail({Rule::content_length_missing, static_cast<std::uint32_t>(*head)}, true);
    message_size_ = *head + **length;
    if (message_size_ > std::min(limits_.message_max, MessageView::size_max))
        return fail({Rule::message_too_large, static_cast<std::uint32_t>(*head)}, true);
    return std::nullopt;
}

std::optional<Framer::Event> Framer::read_body() {
    auto const rest = bytes();
    if (message_size_ == 0 || rest.size() < message_size_) return std::nullopt;
    view_.set_body(rest, message_size_ - view_.head().size());
    take(message_size_);
    message_size_ = 0;
    searched_ = 0;
    line_ends_ = 0;
    if (auto const& flaw = view_.fault()) return MalformedReceived{&view_, *flaw};
    return MessageReceived{&view_};
}

std::optional<Framer::Event> Framer::end() {
    auto const rest = bytes();
    if (rest.empty() || rest == "\r") return std::nullopt;
    bool const with_head = message_size_ != 0;
    if (with_head) view_.set_body(rest, rest.size() - view_.head().size());
    return fail({Rule::stream_truncated, static_cast<std::uint32_t>(rest.size())}, with_head);
}

Framer::Event Framer::fail(SyntaxFault fault, bool with_head) {
    failed_ = true;
    input_ = {};
    return StreamFault{fault, with_head ? &view_ : nullptr};
}

}  // namespace sip
