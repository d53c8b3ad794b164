#include "drivers/virtual/link.hpp"

#include <algorithm>

namespace drivers::simulation {

namespace {

/// So many losses of one packet in a row are taken as bad luck enough; a link that loses all should be partitioned.
constexpr int losses_max = 8;

sansio::Duration passing_time(Link& link, bool upward, std::size_t size, sansio::Time now,
                              sansio::Random& random) {
    auto const& properties = link.properties;
    auto delay = properties.latency;
    if (properties.jitter.count() > 0)
        delay += sansio::Duration{random.below(static_cast<std::uint64_t>(properties.jitter.count()) + 1)};
    if (properties.bytes_per_second > 0) {
        auto& busy_until = link.busy_until[upward ? 0 : 1];
        busy_until =
            std::max(busy_until, now) + sansio::Duration{size * 1'000'000U / properties.bytes_per_second};
        delay += busy_until - now;
    }
    return delay;
}

bool lost(Link const& link, sansio::Random& random) {
    return link.properties.loss_per_million > 0 && random.chance(link.properties.loss_per_million, 1'000'000);
}

bool contains(std::vector<NameIndex> const& group, NameIndex name) {
    return std::find(group.begin(), group.end(), name) != group.end();
}

}  // namespace

NameIndex Links::index(std::string_view name) {
    auto const found = names_.find(name);
    if (found != names_.end()) return found->second;
    auto const next = NameIndex{static_cast<std::uint32_t>(names_.size())};
    names_.emplace(name, next);
    return next;
}

Link& Links::between(NameIndex a, NameIndex b) {
    auto const key = std::minmax(a, b);
    auto const found = links_.find(key);
    if (found != links_.end()) return found->second;
    auto const label = static_cast<std::uint64_t>(key.first) << 32U | static_cast<std::uint64_t>(key.second);
    auto const passage = separated(a, b) ? Passage::partitioned : Passage::open;
    return links_.emplace(key, Link{defaults_, passage, {}, random_.fork(label)}).first->second;
}

void Links::partition(std::vector<NameIndex> const& group) {
    groups_.push_back(group);
    for (auto& [names, link] : links_)
        if (contains(group, names.first) != contains(group, names.second))
            link.passage = Passage::partitioned;
}

void Links::heal() {
    groups_.clear();
    for (auto& [names, link] : links_) link.passage = Passage::open;
}

bool Links::separated(NameIndex a, NameIndex b) const {
    return std::any_of(groups_.begin(), groups_.end(),
                       [&](auto const& group) { return contains(group, a) != contains(group, b); });
}

std::optional<sansio::Duration> datagram_delay(Link& link, bool upward, std::size_t size, sansio::Time now) {
    if (lost(link, link.random)) return std::nullopt;
    return passing_time(link, upward, size, now, link.random);
}

sansio::Duration segment_delay(Link& link, bool upward, std::size_t size, sansio::Time now,
                               sansio::Random& random, sansio::Duration timeout) {
    sansio::Duration repeated{};
    for (int losses = 0; losses < losses_max && lost(link, random); ++losses) {
        repeated += timeout;
        timeout *= 2;
    }
    return repeated + passing_time(link, upward, size, now, random);
}

}  // namespace drivers::simulation
