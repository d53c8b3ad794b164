#include "edge/service/lookups.hpp"

#include <algorithm>

namespace edge {

namespace {
// A partner's record stays in the resolver's cache as well, so dropping all of them at once costs one round of questions.
constexpr std::size_t services_known_max = 20'000;
}  // namespace

Lookups::Lookups(dns::Settings settings, dns::TargetRule rule, sansio::Random random)
    : resolver_(settings, random), rule_(rule) {}

dns::Service const* Lookups::service(std::string_view domain, sansio::Time now) const {
    auto const found = known_.find(domain);
    return found == known_.end() || found->second.until <= now ? nullptr : &found->second.service;
}

void Lookups::want_service(std::string_view domain, sansio::Time now) {
    if (!services_wanted_.emplace(domain, true).second) return;
    ask(domain, dns::Type::srv, now);
}

void Lookups::want_addresses(std::string_view fqdn, sansio::Time now) {
    if (!addresses_wanted_.emplace(fqdn, true).second) return;
    ask(fqdn, dns::Type::a, now);
}

void Lookups::ask(std::string_view name, dns::Type type, sansio::Time now) {
    dns::QueryId const query{next_query_++};
    queries_.emplace(query, Wanted{std::string(name), type});
    resolver_.resolve(query, type == dns::Type::srv ? dns::federation_service_name(name) : std::string(name),
                      type, now);
}

void Lookups::handle(std::span<std::byte const> datagram, sansio::Endpoint from, sansio::Time now) {
    resolver_.handle(datagram, from, now);
}

std::optional<Lookups::Action> Lookups::poll_action(sansio::Time now) {
    while (auto action = resolver_.poll_action()) {
        if (auto* const datagram = std::get_if<dns::SendDatagram>(&*action)) return std::move(*datagram);
        auto& answered = std::get<dns::Answered>(*action);
        auto const query = queries_.find(answered.query);
        if (query == queries_.end()) continue;
        auto wanted = std::move(query->second);
        queries_.erase(query);
        if (auto conclusion = conclude(std::move(wanted), *answered.answer, now)) return conclusion;
    }
    return std::nullopt;
}

std::optional<Lookups::Action> Lookups::conclude(Wanted wanted, dns::Answer const& answer, sansio::Time now) {
    if (wanted.type == dns::Type::srv) {
        services_wanted_.erase(wanted.name);
        make_room();
        auto& known = known_[wanted.name];
        known = {dns::select(answer, wanted.name, rule_), answer.expires};
        return ServiceKnown{std::move(wanted.name), &known.service};
    }
    if (wanted.type == dns::Type::a && answer.is_absent()) {
        ask(wanted.name, dns::Type::aaaa, now);
        return std::nullopt;
    }
    addresses_wanted_.erase(wanted.name);
    return AddressesKnown{std::move(wanted.name), answer.addresses, answer.text};
}

void Lookups::make_room() {
    if (known_.size() >= services_known_max) known_.clear();
}

void Lookups::set_rule(dns::TargetRule rule) {
    if (rule == rule_) return;
    rule_ = rule;
    known_.clear();
}

}  // namespace edge
