// Answers that may be used again until their time is over, found by question.
#pragma once
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "edge/dns/answer.hpp"

namespace dns {

/// A question as a key; the name counts without regard to ASCII case (RFC 4343).
struct Key {
    std::string name;
    Type type;
};
/// The same without a string of its own, for look-ups.
struct KeyView {
    KeyView(std::string_view asked_name, Type asked_type) : name(asked_name), type(asked_type) {}
    KeyView(Key const& key) : name(key.name), type(key.type) {}
    std::string_view name;
    Type type;
};
struct KeyHash {
    using is_transparent = void;
    std::size_t operator()(KeyView key) const;
};
struct KeyEqual {
    using is_transparent = void;
    bool operator()(KeyView one, KeyView other) const;
};
template <class Value>
using ByKey = std::unordered_map<Key, Value, KeyHash, KeyEqual>;

class Cache {
public:
    /// Over `answers_max` the one that was put in first goes first. What was found may be had as stale for `stale_max`
    /// after its time; an absence never.
    Cache(std::size_t answers_max, sansio::Duration stale_max)
        : answers_max_(answers_max), stale_max_(stale_max) {}

    /// Kept only if it expires after `now`; replaces what was known in any case.
    void put(KeyView key, std::shared_ptr<Answer const> answer, sansio::Time now);
    std::shared_ptr<Answer const> find(KeyView key, sansio::Time now) const;
    /// What was found last, while its time is over for less than the limit (RFC 8767 §5); it lives for `life` more, but
    /// not beyond that limit.
    std::optional<Answer> find_stale(KeyView key, sansio::Duration life, sansio::Time now) const;

private:
    std::size_t answers_max_;
    sansio::Duration stale_max_;
    struct Entry {
        std::shared_ptr<Answer const> answer;
        sansio::Time stale_until{};
    };

    ByKey<Entry> answers_;
    std::deque<Key> order_;  // each key of answers_ once
};

}  // namespace dns
