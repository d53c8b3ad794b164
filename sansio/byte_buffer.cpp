#include "sansio/byte_buffer.hpp"

#include <algorithm>

#include "sansio/check.hpp"

namespace sansio {

void ByteBuffer::consume(std::size_t count) {
    check(count <= size(), "no more is consumed than there is");
    begin_ += count;
    if (begin_ == end_) begin_ = end_ = 0;
}

void ByteBuffer::release_if_large() {
    constexpr std::size_t kept_max = 256 * 1024;
    if (!empty() || storage_.size() <= kept_max) return;
    begin_ = end_ = 0;
    std::vector<char>().swap(storage_);
}

void ByteBuffer::grow(std::size_t count) {
    if (begin_ >= end_ - begin_ && storage_.size() - size() >= count) {
        std::memcpy(storage_.data(), storage_.data() + begin_, size());
    } else {
        std::vector<char> larger(std::max<std::size_t>({512, storage_.size() * 2, size() + count}));
        if (!empty()) std::memcpy(larger.data(), storage_.data() + begin_, size());
        storage_.swap(larger);
    }
    end_ -= begin_;
    begin_ = 0;
}

}  // namespace sansio
