#include "edge/dns/cache.hpp"

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
    if (answer->expires <= now || answers_max_ == 0) return;
    if (auto const known = answers_.find(key); known != answers_.end()) {
        known->second = std::move(answer);
        return;
    }
    if (answers_.size() == answers_max_) {
        answers_.erase(order_.front());
        order_.pop_front();
    }
    Key const owned{std::string(key.name), key.type};
    answers_.emplace(owned, std::move(answer));
    order_.push_back(owned);
}

std::shared_ptr<Answer const> Cache::find(KeyView key, sansio::Time now) const {
    auto const found = answers_.find(key);
    if (found == answers_.end() || found->second->expires <= now) return nullptr;
    return found->second;
}

void Cache::clear() {
    answers_.clear();
    order_.clear();
}

}  // namespace dns
