// A list of domains in the order of the document with a look-up that costs the same for ten entries and for 100,000.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "sansio/domain_name.hpp"

namespace topology {

/// `Entry` has a member `domain` (std::string), which is the key; names are matched without regard to ASCII case and
/// exactly, never by suffix. Copyable; find() allocates nothing.
template <class Entry>
class DomainTable {
public:
    /// False, and nothing changes, when the domain is already there.
    bool add(Entry entry) {
        if (find(entry.domain)) return false;
        entries_.push_back(std::move(entry));
        if (2 * entries_.size() > slots_.size())
            index_all();
        else
            index(entries_.size() - 1);
        return true;
    }
    /// False when there is no such domain. Costs as much as there are entries.
    bool remove(std::string_view domain) {
        Entry const* const entry = find(domain);
        if (!entry) return false;
        entries_.erase(entries_.begin() + (entry - entries_.data()));
        index_all();
        return true;
    }
    /// Puts `entry` in the place of the one with the same domain; false when there is none.
    bool replace(Entry entry) {
        Entry const* const old = find(entry.domain);
        if (!old) return false;
        entries_[static_cast<std::size_t>(old - entries_.data())] = std::move(entry);
        return true;
    }

    Entry const* find(std::string_view domain) const {
        if (slots_.empty()) return nullptr;
        for (std::size_t slot = first_slot(domain); slots_[slot] != 0; slot = next_slot(slot)) {
            Entry const& entry = entries_[slots_[slot] - 1];
            if (sansio::equal_ignoring_case(entry.domain, domain)) return &entry;
        }
        return nullptr;
    }
    bool contains(std::string_view domain) const { return find(domain) != nullptr; }
    std::span<Entry const> entries() const { return entries_; }
    std::size_t size() const { return entries_.size(); }
    bool empty() const { return entries_.empty(); }
    bool operator==(DomainTable const& other) const { return entries_ == other.entries_; }

private:
    std::size_t first_slot(std::string_view domain) const {
        return static_cast<std::size_t>(sansio::hash_ignoring_case(domain)) & (slots_.size() - 1);
    }
    std::size_t next_slot(std::size_t slot) const { return (slot + 1) & (slots_.size() - 1); }
    void index(std::size_t position) {
        std::size_t slot = first_slot(entries_[position].domain);
        while (slots_[slot] != 0) slot = next_slot(slot);
        slots_[slot] = static_cast<std::uint32_t>(position + 1);
    }
    void index_all() {
        std::size_t size = 16;
        while (size < 4 * entries_.size()) size *= 2;
        slots_.assign(size, 0);
        for (std::size_t position = 0; position < entries_.size(); ++position) index(position);
    }

    std::vector<Entry> entries_;
    std::vector<std::uint32_t>
        slots_;  // open addressing, a power of two, at most half full: position + 1, 0 is free
};

}  // namespace topology
