#include "edge/sip/transaction/records.hpp"

#include <bit>
#include <cstring>

#include "edge/sip/text.hpp"
#include "sansio/check.hpp"

namespace sip::transaction {

namespace {

/// What a record keeps of its storage for the next one; a single giant must not stay in each place.
constexpr std::size_t storage_kept = 2048;

std::uint64_t mix(std::uint64_t state, std::uint64_t word) {
    state = (state ^ word) * 0x9fb21c651e98df25U;
    return state ^ std::rotl(state, 29);
}

/// `folded` ignores the case of letters, and confuses some other characters, which does not hurt a hash.
std::uint64_t mix_text(std::uint64_t state, std::string_view text, bool folded) {
    auto const fold = folded ? std::uint64_t{0x2020202020202020U} : 0;
    while (text.size() >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), 8);
        state = mix(state, word | fold);
        text.remove_prefix(8);
    }
    std::uint64_t word = text.size();
    for (char const letter : text) word = (word << 8U) | static_cast<unsigned char>(letter);
    return mix(state, word | fold);
}

/// Without the method: CANCEL looks for any.
std::uint64_t hash_of(RequestKey const& key, std::uint64_t seed) {
    auto const hash = mix_text(mix_text(mix(seed, key.peer), key.branch, false), key.sent_by, true);
    return hash ^ (hash >> 32U);
}

/// RFC 3261 §17.2.3. A host has no case; a branch has in practice (there are base64 counters).
bool is_key(KeptRequest const& kept, RequestKey const& key) {
    if (kept.branch() != key.branch || !equal_ignoring_case(kept.sent_by(), key.sent_by)) return false;
    return key.method.empty() || kept.method() == key.method;
}

}  // namespace

Record& Records::create(MessageView const& request, RequestKey const& key,
                        std::string_view top_via_parameters) {
    auto const place = slab_.take();
    auto& record = slab_.at(place);
    record.place = place;
    record.generation = ++created_;
    record.method = request.method();
    record.attempt = 0;
    record.ending = record.linked = record.cancel_wanted = record.cancel_sent = false;
    record.kept.keep(request, {key.branch, key.sent_by}, top_via_parameters, scratch_);
    record.request_hash = hash_of(key, seed_);
    by_request_.insert(record.request_hash, place);
    record.indexed = true;
    record.share = shares_.enter(key.peer);
    record.client.reset();
    record.client_peer = 0;
    record.branch = {};
    record.note = 0;
    return record;
}

Record* Records::find(std::uint32_t place, std::uint32_t generation) {
    auto* const record = slab_.find(place);
    return record != nullptr && record->generation == generation ? record : nullptr;
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
        auto const& record = slab_.at(candidate);
        return record.source.peer == key.peer && is_key(record.kept, key);
    });
    return place ? &slab_.at(*place) : nullptr;
}

Record* Records::find_branch(std::string_view branch) {
    auto const place = Branch::place_in(branch);
    if (!place) return nullptr;
    auto* const record = slab_.find(*place);
    return record != nullptr && record->branch.view() == branch ? record : nullptr;
}

void Records::link(Record& record, sansio::ConnectionId connection) {
    unlink(record);
    auto& first = first_.try_emplace(static_cast<std::uint64_t>(connection), Record::nowhere).first->second;
    record.client_connection = connection;
    record.linked = true;
    record.previous = Record::nowhere;
    record.next = first;
    if (first != Record::nowhere) slab_.at(first).previous = record.place;
    first = record.place;
}

void Records::unlink(Record& record) {
    if (!record.linked) return;
    record.linked = false;
    if (record.next != Record::nowhere) slab_.at(record.next).previous = record.previous;
    if (record.previous != Record::nowhere) {
        slab_.at(record.previous).next = record.next;
    } else {
        first_[static_cast<std::uint64_t>(record.client_connection)] = record.next;
    }
}

Record* Records::first_on(sansio::ConnectionId connection) {
    auto const found = first_.find(static_cast<std::uint64_t>(connection));
    return found == first_.end() || found->second == Record::nowhere ? nullptr : &slab_.at(found->second);
}

void Records::unindex(Record& record) {
    if (!record.indexed) return;
    by_request_.erase(record.request_hash, record.place);
    record.indexed = false;
}

void Records::release(Record& record) {
    unlink(record);
    unindex(record);
    shares_.leave(record.share);
    record.kept.clear(storage_kept);
    record.cancel_reasons = {};
    record.last_response.clear();
    if (record.last_response.capacity() > storage_kept) record.last_response = {};
    slab_.give_back(record.place);
}

}  // namespace sip::transaction
