#include "simulators/wire/slicer.hpp"

#include <algorithm>

#include "sansio/byte_buffer.hpp"
#include "simulators/wire/slices.hpp"

namespace wire {
namespace {

struct BodySize {
    std::optional<SliceFault::Rule> fault;
    std::size_t value = 0;
};

BodySize body_size(RawMessage const& head, SliceLimits const& limits) {
    auto const lengths = head.values("Content-Length");
    if (lengths.empty()) return {SliceFault::Rule::content_length_missing, 0};
    std::size_t size = 0;
    for (std::size_t index = 0; index < lengths.size(); ++index) {
        auto const digits = lengths[index];
        if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos)
            return {SliceFault::Rule::content_length_malformed, 0};
        std::size_t value = 0;
        for (char const digit : digits)
            value = std::min<std::size_t>(value * 10 + static_cast<std::size_t>(digit - '0'),
                                          limits.body_size_max + 1);
        if (index > 0 && value != size) return {SliceFault::Rule::content_length_conflict, 0};
        size = value;
    }
    if (size > limits.body_size_max) return {SliceFault::Rule::body_too_long, 0};
    return {std::nullopt, size};
}

/// Place of the first LF behind `from` that has no CR before it.
std::size_t bare_line_feed(std::string_view head, std::size_t from) {
    for (auto at = head.find('\n', from); at != std::string_view::npos; at = head.find('\n', at + 1))
        if (at == 0 || head[at - 1] != '\r') return at;
    return std::string_view::npos;
}

}  // namespace

void Slicer::receive(std::span<std::byte const> bytes) {
    if (failed_) return;
    if (begin_ > 0 && begin_ >= bytes_.size() / 2) {
        bytes_.erase(0, begin_);
        searched_ -= std::min(searched_, begin_);
        begin_ = 0;
    }
    bytes_.append(sansio::as_text(bytes));
}

std::optional<std::variant<RawMessage, SliceFault>> Slicer::next() {
    if (failed_) return std::nullopt;
    skip_keep_alives();
    auto const searched = searched_ > begin_ ? searched_ - begin_ : 0;
    auto const head_end = find_head_end();
    auto const head_size = head_end ? *head_end - begin_ : pending();
    auto const seen = std::string_view(bytes_).substr(begin_, head_size);
    if (auto const bare = bare_line_feed(seen, searched); bare != std::string_view::npos)
        return fault(SliceFault::Rule::bare_line_feed, bare);
    if (head_size > limits_.head_size_max)
        return fault(SliceFault::Rule::head_too_long, limits_.head_size_max);
    if (!head_end) return std::nullopt;

    auto const body = body_size(RawMessage(std::string(seen)), limits_);
    if (body.fault) return fault(*body.fault, head_size);
    auto const size = head_size + body.value;
    if (pending() < size) return std::nullopt;
    RawMessage message(bytes_.substr(begin_, size));
    begin_ += size;
    consumed_ += size;
    searched_ = begin_;
    return message;
}

std::variant<RawMessage, SliceFault> Slicer::fault(SliceFault::Rule rule, std::size_t at) {
    failed_ = true;
    return SliceFault{rule, consumed_ + at};
}

std::optional<std::size_t> Slicer::find_head_end() {
    auto const from = std::max(begin_, searched_ > 3 ? searched_ - 3 : 0);
    auto const end = bytes_.find("\r\n\r\n", from);
    if (end == std::string::npos) {
        searched_ = bytes_.size();
        return std::nullopt;
    }
    searched_ = end;
    return end + 4;
}

void Slicer::skip_keep_alives() {
    while (bytes_.compare(begin_, 2, "\r\n") == 0) {
        begin_ += 2;
        consumed_ += 2;
        ++keep_alives_;
    }
}

char const* to_text(SliceFault::Rule rule) {
    switch (rule) {
        case SliceFault::Rule::head_too_long:
            return "the head is too long";
        case SliceFault::Rule::body_too_long:
            return "the body is too long";
        case SliceFault::Rule::content_length_missing:
            return "Content-Length is missing";
        case SliceFault::Rule::content_length_malformed:
            return "Content-Length is no number";
        case SliceFault::Rule::content_length_conflict:
            return "Content-Length stands twice and differs";
        case SliceFault::Rule::bare_line_feed:
            return "a line of the head ends in LF without CR";
    }
    return "";
}

}  // namespace wire
