#include "simulators/kit/lookup.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "simulators/wire/slices.hpp"

namespace kit {
namespace {

using internet::RecordType;

constexpr sansio::SocketId socket_id{1};

std::optional<internet::SrvRecord> best_srv(internet::DnsAnswer const& answer) {
    std::optional<internet::SrvRecord> best;
    for (auto const& record : answer.records) {
        auto const* srv = std::get_if<internet::SrvRecord>(&record.data);
        if (srv == nullptr) continue;
        bool const better = !best || srv->priority < best->priority ||
                            (srv->priority == best->priority && srv->weight > best->weight);
        if (better) best = *srv;
    }
    return best;
}

std::optional<sansio::IpAddress> first_address(internet::DnsAnswer const& answer) {
    for (auto const& record : answer.records)
        if (auto const* address = std::get_if<sansio::IpAddress>(&record.data)) return *address;
    return std::nullopt;
}

}  // namespace

void Lookups::start() {
    // In front of what a command ordered before the party was started.
    actions_.push_front(sansio::OpenSocket{socket_id, sansio::Endpoint{settings_.local, 0}});
}

void Lookups::find_domain(std::string key, std::string_view domain, sansio::Time now) {
    ask({std::move(key), "_sipfederationtls._tcp." + std::string(domain), RecordType::srv, {}, 0, 0, now},
        now);
}

void Lookups::find_host(std::string key, std::string_view host, std::uint16_t port, sansio::Time now) {
    ask({std::move(key), std::string(host), RecordType::a, std::string(host), port, 0, now}, now);
}

void Lookups::handle(sansio::Input const& input, sansio::Time now) {
    auto const* datagram = std::get_if<sansio::DatagramReceived>(&input);
    if (datagram == nullptr || datagram->from != settings_.resolver) return;
    auto const response = internet::parse_response(datagram->bytes);
    if (!response) return;
    auto const asked = asked_.find(response->id);
    if (asked == asked_.end() || asked->second.type != response->type ||
        !wire::same_text(asked->second.name, response->name))
        return;
    auto lookup = std::move(asked->second);
    asked_.erase(asked);
    take_answer(std::move(lookup), response->answer, now);
}

void Lookups::expire(sansio::Time now) {
    std::vector<std::uint16_t> due;
    for (auto const& [id, lookup] : asked_)
        if (lookup.due <= now) due.push_back(id);
    for (auto const id : due) {
        auto& lookup = asked_.at(id);
        if (lookup.tries >= settings_.tries_max) {
            fail(lookup, "no answer from the resolver for " + lookup.name);
            asked_.erase(id);
            continue;
        }
        ++lookup.tries;
        lookup.due = now + settings_.retry;
        transmit(id, lookup);
    }
}

std::optional<sansio::Time> Lookups::next_deadline() const {
    std::optional<sansio::Time> next;
    for (auto const& [id, lookup] : asked_)
        if (!next || lookup.due < *next) next = lookup.due;
    return next;
}

std::optional<sansio::Action> Lookups::poll_action() {
    if (actions_.empty()) return std::nullopt;
    auto action = std::move(actions_.front());
    actions_.pop_front();
    return action;
}

std::optional<Found> Lookups::poll_found() {
    if (found_.empty()) return std::nullopt;
    auto found = std::move(found_.front());
    found_.pop_front();
    return found;
}

void Lookups::ask(Lookup lookup, sansio::Time now) {
    std::uint16_t id = 0;
    do id = static_cast<std::uint16_t>(random_.below(0x10000));
    while (asked_.contains(id));
    lookup.tries = 1;
    lookup.due = now + settings_.retry;
    transmit(id, lookup);
    asked_.emplace(id, std::move(lookup));
}

void Lookups::transmit(std::uint16_t id, Lookup const& lookup) {
    auto packet = internet::pack(internet::DnsQuery{id, lookup.name, lookup.type});
    // What is no domain name gets no packet, and so the same end as a silent resolver.
    if (!packet.empty())
        actions_.push_back(sansio::SendDatagram{socket_id, settings_.resolver, std::move(packet)});
}

void Lookups::take_answer(Lookup lookup, internet::DnsAnswer const& answer, sansio::Time now) {
    using Code = internet::DnsAnswer::Code;
    if (answer.code != Code::no_error && answer.code != Code::name_error)
        return fail(lookup, "the resolver failed for " + lookup.name);
    if (lookup.type == RecordType::srv) {
        auto const srv = best_srv(answer);
        if (!srv || srv->target.empty()) return fail(lookup, "no SRV record " + lookup.name);
        return ask({std::move(lookup.key), srv->target, RecordType::a, srv->target, srv->port, 0, now}, now);
    }
    if (auto const address = first_address(answer)) return finish(lookup, *address);
    if (lookup.type == RecordType::aaaa) return fail(lookup, "no address of " + lookup.name);
    lookup.type = RecordType::aaaa;
    ask(std::move(lookup), now);
}

void Lookups::finish(Lookup const& lookup, sansio::IpAddress address) {
    found_.push_back({lookup.key, lookup.host, {address, lookup.port}, {}});
}

void Lookups::fail(Lookup const& lookup, std::string why) {
    found_.push_back({lookup.key, lookup.host, {}, std::move(why)});
}

}  // namespace kit
