// Plain bytes that a channel has decrypted and its caller has not seen yet: one run, written in place.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>

namespace tls {

/// Unlike a ByteBuffer it does not clear memory that is about to be written: that was a sixth of the cost of a record.
class PlainRun {
public:
    /// Room for at least one byte, after what is there.
    std::span<std::byte> room() {
        if (capacity_ - size_ < room_min) grow(room_min);
        return {storage_.get() + size_, capacity_ - size_};
    }
    /// The first `count` bytes of room() were written.
    void written(std::size_t count) { size_ += count; }
    void append(std::span<std::byte const> bytes) {
        if (bytes.empty()) return;
        if (capacity_ - size_ < bytes.size()) grow(bytes.size());
        std::memcpy(storage_.get() + size_, bytes.data(), bytes.size());
        size_ += bytes.size();
    }

    std::span<std::byte const> bytes() const { return {storage_.get(), size_}; }
    bool empty() const { return size_ == 0; }
    /// Forgets all, memory too: an idle connection keeps none.
    void release() {
        storage_.reset();
        size_ = capacity_ = 0;
    }

private:
    static constexpr std::size_t record_max = 16 * 1024;
    static constexpr std::size_t room_min = 1024;  // a record is read in two steps rather than memory doubled

    void grow(std::size_t count) {
        std::size_t const capacity = std::max({record_max, capacity_ * 2, size_ + count});
        auto larger = std::make_unique_for_overwrite<std::byte[]>(capacity);
        if (size_ > 0) std::memcpy(larger.get(), storage_.get(), size_);
        storage_ = std::move(larger);
        capacity_ = capacity;
    }

    std::unique_ptr<std::byte[]> storage_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace tls
