// Answers that may be used again until their time is over, found by question.
#pragma once
#include <cstddef>
#include <deque>
#include <memory>
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
    /// Over `answers_max` the one that was put in first goes first.
    explicit Cache(std::size_t answers_max) : answers_max_(answers_max) {}

    /// Kept only if it expires after `now`.
    void put(KeyView key, std::shared_ptr<Answer const> answer, sansio::Time now);
    std::shared_ptr<Answer const> find(KeyView key, sansio::Time now) const;
    void clear();
    std::size_t size() const { return answers_.size(); }

private:
    std::size_t answers_max_;
    ByKey<std::shared_ptr<Answer const>> answers_;
    std::deque<Key> order_;  // each key of answers_ once
};

}  // namespace dns
