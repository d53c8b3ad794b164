// A slab: places for records that keep their address while they live, in chunks that are given back when nobody lives there.
#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "sansio/check.hpp"

namespace sip::transaction {

/// `Value` is made once for each place and used again and again, so that it may keep what it has allocated.
template <class Value>
class Slab {
public:
    static constexpr std::uint32_t chunk_size = 64;
    /// Empty chunks that stay for the next burst.
    static constexpr std::uint32_t spare_chunks = 16;

    /// The lowest free place of the chunks that there are, so that the last ones run empty.
    std::uint32_t take() {
        auto const number = chunk_with_room();
        auto& chunk = *chunks_[number];
        auto const within = static_cast<std::uint32_t>(std::countr_zero(chunk.free));
        if (chunk.free == all) --empty_;
        chunk.free &= chunk.free - 1;
        if (chunk.free == 0) set(room_, number, false);
        ++used_;
        return number * chunk_size + within;
    }
    void give_back(std::uint32_t place) {
        auto const number = place / chunk_size;
        auto& chunk = *chunks_[number];
        chunk.free |= std::uint64_t{1} << (place % chunk_size);
        set(room_, number, true);
        --used_;
        if (chunk.free == all && ++empty_ > spare_chunks) drop(number);
    }
    /// Nothing for a place that was given back; what was there may be somebody else's.
    Value* find(std::uint32_t place) {
        auto const number = place / chunk_size;
        if (number >= chunks_.size() || chunks_[number] == nullptr) return nullptr;
        auto& chunk = *chunks_[number];
        auto const within = place % chunk_size;
        return (chunk.free >> within & 1U) != 0 ? nullptr : &chunk.values[within];
    }
    Value& at(std::uint32_t place) {
        auto* const value = find(place);
        sansio::check(value != nullptr, "somebody lives at that place");
        return *value;
    }
    /// All that are taken, by place.
    template <class Visit>
    void for_each(Visit visit) const {
        for (auto const& chunk : chunks_)
            for (std::uint32_t within = 0; chunk != nullptr && within < chunk_size; ++within)
                if ((chunk->free >> within & 1U) == 0) visit(chunk->values[within]);
    }
    std::size_t used() const { return used_; }
    std::size_t chunks() const { return present_; }

private:
    static constexpr std::uint64_t all = ~std::uint64_t{0};
    struct Chunk {
        std::array<Value, chunk_size> values;
        std::uint64_t free = all;
    };
    using Bits = std::vector<std::uint64_t>;

    static void set(Bits& bits, std::uint32_t number, bool on) {
        auto const bit = std::uint64_t{1} << (number % 64);
        bits[number / 64] = on ? bits[number / 64] | bit : bits[number / 64] & ~bit;
    }
    /// The lowest number in `bits`, or as many as there are chunks.
    std::uint32_t lowest(Bits const& bits) const {
        for (std::size_t word = 0; word < bits.size(); ++word)
            if (bits[word] != 0)
                return static_cast<std::uint32_t>(word * 64) +
                       static_cast<std::uint32_t>(std::countr_zero(bits[word]));
        return static_cast<std::uint32_t>(chunks_.size());
    }
    std::uint32_t chunk_with_room() {
        auto number = lowest(room_);
        if (number < chunks_.size()) return number;
        number = lowest(gone_);
        if (number == chunks_.size()) {
            chunks_.emplace_back();
            room_.resize(number / 64 + 1);
            gone_.resize(number / 64 + 1);
        }
        chunks_[number] = std::make_unique<Chunk>();
        set(room_, number, true);
        set(gone_, number, false);
        ++empty_;
        ++present_;
        return number;
    }
    void drop(std::uint32_t number) {
        chunks_[number] = nullptr;
        set(room_, number, false);
        set(gone_, number, true);
        --empty_;
        --present_;
    }

    std::vector<std::unique_ptr<Chunk>> chunks_;
    Bits room_, gone_;  // by chunk: it is there and has a free place; it was given back
    std::uint32_t empty_ = 0;
    std::size_t used_ = 0;
    std::size_t present_ = 0;
};

}  // namespace sip::transaction
