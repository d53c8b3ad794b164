#include "edge/sip/transaction/index_table.hpp"

#include "sansio/check.hpp"

namespace sip::transaction {

namespace {
constexpr std::size_t slots_min = 64;
}

IndexTable::IndexTable() : slots_(slots_min) {}

void IndexTable::insert(std::uint64_t hash, std::uint32_t record) {
    if ((used_ + 1) * 4 > slots_.size() * 3) resize(slots_.size() * 2);
    auto at = hash & mask();
    while (slots_[at].record != empty) at = (at + 1) & mask();
    slots_[at] = {hash, record};
    ++used_;
}

void IndexTable::erase(std::uint64_t hash, std::uint32_t record) {
    auto hole = hash & mask();
    while (slots_[hole].hash != hash || slots_[hole].record != record) {
        sansio::check(slots_[hole].record != empty, "what is erased from the table is there");
        hole = (hole + 1) & mask();
    }
    // Entries behind the hole move up unless that would put them before the place their hash names; no tombstones remain.
    for (auto at = (hole + 1) & mask(); slots_[at].record != empty; at = (at + 1) & mask()) {
        auto const home = slots_[at].hash & mask();
        if (((at - home) & mask()) < ((at - hole) & mask())) continue;
        slots_[hole] = slots_[at];
        hole = at;
    }
    slots_[hole] = {};
    --used_;
    // Far from the size at which it grows again, so that no table swings between the two.
    if (slots_.size() > slots_min && used_ * 8 < slots_.size()) resize(slots_.size() / 2);
}

void IndexTable::resize(std::size_t slots) {
    auto const old = std::move(slots_);
    slots_.assign(slots, Slot{});
    used_ = 0;
    for (auto const& slot : old)
        if (slot.record != empty) insert(slot.hash, slot.record);
}

}  // namespace sip::transaction
