#include "edge/sip/rewrite.hpp"

#include <algorithm>

#include "sansio/check.hpp"

namespace sip {

Rewrite::Rewrite() {
    splices_.reserve(16);
    text_.reserve(1024);
}

void Rewrite::replace(std::size_t offset, std::size_t count, std::initializer_list<std::string_view> pieces) {
    auto const text_offset = text_.size();
    for (auto const piece : pieces) text_.append(piece);
    Splice const splice{static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(count),
                        static_cast<std::uint32_t>(text_offset),
                        static_cast<std::uint32_t>(text_.size() - text_offset)};
    auto const after = [](Splice const& a, Splice const& b) { return a.offset < b.offset; };
    splices_.insert(std::upper_bound(splices_.begin(), splices_.end(), splice, after), splice);
}

void Rewrite::render(std::string_view wire, sansio::ByteBuffer& out) const {
    // One piece of memory for all: the bytes kept plus the bytes inserted are never more than this.
    auto const room = wire.size() + text_.size();
    char* const begin = out.extend(room);
    char* to = begin;
    auto const put = [&to](char const* from, std::size_t size) {
        std::copy_n(from, size, to);
        to += size;
    };
    std::size_t done = 0;
    for (auto const& splice : splices_) {
        sansio::check(splice.offset + std::size_t{splice.remove} <= wire.size(),
                      "an edit lies inside its message");
        if (splice.offset > done) {
            put(wire.data() + done, splice.offset - done);
            done = splice.offset;
        }
        put(text_.data() + splice.text_offset, splice.text_size);
        done = std::max<std::size_t>(done, splice.offset + std::size_t{splice.remove});
    }
    put(wire.data() + done, wire.size() - done);
    out.shrink(room - static_cast<std::size_t>(to - begin));
}

void Rewrite::clear() {
    splices_.clear();
    text_.clear();
}

}  // namespace sip
