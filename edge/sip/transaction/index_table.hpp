// Open addressing from 64-bit hashes to record numbers. Equal hashes are told apart by the caller, who has the bytes.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

namespace sip::transaction {

class IndexTable {
public:
    IndexTable();
    void insert(std::uint64_t hash, std::uint32_t record);
    /// The pair must be there.
    void erase(std::uint64_t hash, std::uint32_t record);
    std::size_t size() const { return used_; }
    std::size_t slots() const { return slots_.size(); }

    /// The first record of that hash for which `matches(record)` holds.
    template <class Matches>
    std::optional<std::uint32_t> find(std::uint64_t hash, Matches matches) const {
        for (std::size_t at = hash & mask(); slots_[at].record != empty; at = (at + 1) & mask())
            if (slots_[at].hash == hash && matches(slots_[at].record)) return slots_[at].record;
        return std::nullopt;
    }

private:
    static constexpr std::uint32_t empty = UINT32_MAX;
    struct Slot {
        std::uint64_t hash = 0;
        std::uint32_t record = empty;
    };
    std::size_t mask() const { return slots_.size() - 1; }
    void resize(std::size_t slots);

    std::vector<Slot> slots_;
    std::size_t used_ = 0;
};

}  // namespace sip::transaction
