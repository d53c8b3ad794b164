#include "edge/dns/cache.hpp"

#include <algorithm>

#include "sansio/domain_name.hpp"

namespace dns {

std::size_t KeyHash::operator()(KeyView key) const {
    return static_cast<std::size_t>(sansio::hash_ignoring_case(key.name)) ^
           static_cast<std::size_t>(key.type);
}

bool KeyEqual::operator()(KeyView one, KeyView other) const {
    return one.type == other.type && sansio::equal_ignoring_case(one.name, other.name);
}

void Cache::put(KeyView key, std::shared_ptr<Answer const> answer, sansio::Time now) {
    auto const stale_until = answer->expires + stale_max_;
    if (auto const known = answers_.find(key); known != answers_.end()) {
        // Also what may not be kept ends what was known: nothing older is served beside it. What is stale already
        // lives on, but not longer for having been served.
        if (!answer->is_stale) known->second.stale_until = stale_until;
        known->second.answer = std::move(answer);
        return;
    }
    if (answer->expires <= now || answers_max_ == 0) return;
    if (answers_.size() == answers_max_) {
        answers_.erase(order_.front());
        order_.pop_front();
    }
    Key const owned{std::string(key.name), key.type};
    answers_.emplace(owned, Entry{std::move(answer), stale_until});
    order_.push_back(owned);
}

std::shared_ptr<Answer const> Cache::find(KeyView key, sansio::Time now) const {
    auto const found = answers_.find(key);
    if (found == answers_.end() || found->second.answer->expires <= now) return nullptr;
    return found->second.answer;
}

std::optional<Answer> Cache::find_stale(KeyView key, sansio::Duration life, sansio::Time now) const {
    auto const found = answers_.find(key);
    if (found == answers_.end() || !found->second.answer->found()) return std::nullopt;
    auto const last = found->second.stale_until;
    if (last <= now) return std::nullopt;
    Answer answer = *found->second.answer;
    answer.is_stale = true;
    answer.expires = std::min(now + life, last);
    return answer;
}

}  // namespace dns
