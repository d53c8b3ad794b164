#include "edge/sip/transaction/records.hpp"

#include <bit>
#include <cstring>

#include "sansio/check.hpp"

namespace sip::transaction {

namespace {

std::uint64_t mix(std::uint64_t state, std::uint64_t word) {
    state = (state ^ word) * 0x9fb21c651e98df25U;
    return state ^ std::rotl(state, 29);
}

std::uint64_t mix_text(std::uint64_t state, std::string_view text) {
    while (text.size() >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), 8);
        state = mix(state, word);
        text.remove_prefix(8);
    }
    std::uint64_t word = text.size();
    for (char const letter : text) word = (word << 8U) | static_cast<unsigned char>(letter);
    return mix(state, word);
}

std::uint64_t hash_of(RequestKey const& key, std::uint64_t seed) {
    auto const hash = mix_text(mix_text(mix(mix_text(seed, key.branch), key.peer), key.sent_by), key.method);
    return hash ^ (hash >> 32U);
}

/// `stored` is "branch sent-by method"; none of the three holds a line feed.
bool is_key(std::string_view stored, RequestKey const& key) {
    auto const take = [&stored](std::string_view part) {
        if (!stored.starts_with(part)) return false;
        stored.remove_prefix(part.size());
        if (stored.empty() || stored.front() != '\n') return false;
        stored.remove_prefix(1);
        return true;
    };
    return take(key.branch) && take(key.sent_by) && stored == key.method;
}

}  // namespace

Record& Records::create(RequestKey const& key) {
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(slab_.size()));
        slab_.emplace_back().place = free_.back();
    }
    auto& record = slab_[free_.back()];
    free_.pop_back();
    ++live_;
    record.live = true;
    record.ending = false;
    record.request_key.assign(key.branch)
        .append(1, '\n')
        .append(key.sent_by)
        .append(1, '\n')
        .append(key.method);
    record.request_hash = hash_of(key, seed_);
    by_request_.insert(record.request_hash, record.place);
    record.indexed = true;
    record.last_own_status = 0;
    record.to_tag.clear();
    record.client.reset();
    record.attempt = 0;
    record.branch = {};
    record.cancel_wanted = record.cancel_sent = false;
    record.note = 0;
    return record;
}

Record* Records::find(std::uint32_t place, std::uint32_t generation) {
    if (place >= slab_.size()) return nullptr;
    auto& record = slab_[place];
    return record.live && record.generation == generation ? &record : nullptr;
}

Record* Records::find(TransactionId id) {
    auto const number = static_cast<std::uint64_t>(id);
    return find(static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(number >> 32U));
}

Record& Records::at(TransactionId id) {
    auto* const record = find(id);
    sansio::check(record != nullptr, "the transaction is alive");
    return *record;
}

Record* Records::find(RequestKey const& key) {
    auto const place = by_request_.find(hash_of(key, seed_), [&](std::uint32_t candidate) {
        auto const& record = slab_[candidate];
        return record.source.peer == key.peer && is_key(record.request_key, key);
    });
    return place ? &slab_[*place] : nullptr;
}

Record* Records::find_branch(std::string_view branch) {
    auto const place = Branch::place_in(branch);
    if (!place || *place >= slab_.size()) return nullptr;
    auto& record = slab_[*place];
    return record.live && record.branch.view() == branch ? &record : nullptr;
}

void Records::link(Record& record, sansio::ConnectionId connection) {
    unlink(record);
    auto& first = first_.try_emplace(static_cast<std::uint64_t>(connection), Record::nowhere).first->second;
    record.client_connection = connection;
    record.linked = true;
    record.previous = Record::nowhere;
    record.next = first;
    if (first != Record::nowhere) slab_[first].previous = record.place;
    first = record.place;
}

void Records::unlink(Record& record) {
    if (!record.linked) return;
    record.linked = false;
    if (record.next != Record::nowhere) slab_[record.next].previous = record.previous;
    if (record.previous != Record::nowhere) {
        slab_[record.previous].next = record.next;
    } else {
        first_[static_cast<std::uint64_t>(record.client_connection)] = record.next;
    }
}

Record* Records::first_on(sansio::ConnectionId connection) {
    auto const found = first_.find(static_cast<std::uint64_t>(connection));
    return found == first_.end() || found->second == Record::nowhere ? nullptr : &slab_[found->second];
}

void Records::unindex(Record& record) {
    if (!record.indexed) return;
    by_request_.erase(record.request_hash, record.place);
    record.indexed = false;
}

void Records::release(Record& record) {
    unlink(record);
    unindex(record);
    record.live = false;
    ++record.generation;
    --live_;
    free_.push_back(record.place);
}

}  // namespace sip::transaction
