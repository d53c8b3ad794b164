// Bytes that wait to be sent: appended at the end, taken from the front, always one contiguous run.
#pragma once
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace sansio {

inline std::span<std::byte const> as_bytes(std::string_view text) {
    return {reinterpret_cast<std::byte const*>(text.data()), text.size()};
}
inline std::string_view as_text(std::span<std::byte const> bytes) {
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

/// Out-bytes of one connection. Amortised O(1) a byte: the front is closed up only when it is at least half.
class ByteBuffer {
public:
    void append(std::string_view text) {
        // memcpy must not see the null pointer of an empty view.
        if (!text.empty()) std::memcpy(extend(text.size()), text.data(), text.size());
    }
    void append(char letter) { *extend(1) = letter; }
    void append(std::span<std::byte const> bytes) { append(as_text(bytes)); }

    /// Room for `count` more bytes, which the caller writes at once; the pointer is valid until the next call.
    char* extend(std::size_t count) {
        make_room(count);
        char* const start = storage_.data() + end_;
        end_ += count;
        return start;
    }
    /// Gives back the last `count` bytes of what extend() handed out.
    void shrink(std::size_t count) { end_ -= count; }

    std::span<std::byte const> bytes() const { return as_bytes(text()); }
    std::string_view text() const { return {storage_.data() + begin_, end_ - begin_}; }
    std::size_t size() const { return end_ - begin_; }
    bool empty() const { return begin_ == end_; }

    /// Forgets the first `count` bytes; `count` <= size().
    void consume(std::size_t count);
    void clear() { begin_ = end_ = 0; }
    /// An empty buffer that a burst made large returns its memory; a small one is kept for the next message.
    void release_if_large();

private:
    void make_room(std::size_t count) {
        if (storage_.size() - end_ < count) [[unlikely]]
            grow(count);
    }
    void grow(std::size_t count);

    std::vector<char> storage_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace sansio
