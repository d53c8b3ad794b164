// A message as received plus a few edits, rendered in one pass: how a proxy forwards without serialising (style.md §2.10).
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "sansio/byte_buffer.hpp"

namespace sip {

/// Edits over the bytes of one message, kept sorted. Inserted text is copied, so the caller's may end.
/// Meant to be kept and cleared: it allocates only while it grows.
class Rewrite {
public:
    Rewrite();

    /// Puts the pieces, one after the other, before the byte at `offset`; at one offset in the order of the calls.
    void insert(std::size_t offset, std::initializer_list<std::string_view> pieces) {
        replace(offset, 0, pieces);
    }
    void remove(std::size_t offset, std::size_t count) { replace(offset, count, {}); }
    /// Where removals overlap, what either removes goes; text that is inserted inside a removal stays, in its order.
    void replace(std::size_t offset, std::size_t count, std::initializer_list<std::string_view> pieces);

    /// Appends `wire` with all edits to `out`.
    void render(std::string_view wire, sansio::ByteBuffer& out) const;
    std::size_t splices() const { return splices_.size(); }
    void clear();

private:
    struct Splice {
        std::uint32_t offset;
        std::uint32_t remove;
        std::uint32_t text_offset;
        std::uint32_t text_size;
    };
    std::vector<Splice> splices_;
    std::string text_;
};

}  // namespace sip
