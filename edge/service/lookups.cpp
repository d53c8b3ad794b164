#include "edge/service/lookups.hpp"

namespace edge {

namespace {

// A partner's record stays in the resolver's cache as well, so dropping all of them at once costs one round of questions.
constexpr std::size_t services_known_max = 20'000;

sansio::SocketId socket_id(std::uint32_t socket) {
    return sansio::SocketId{socket + 1};
}
sansio::ConnectionId connection_id(dns::StreamId stream) {
    return sansio::ConnectionId{static_cast<std::uint64_t>(stream) | Lookups::stream_bit};
}
dns::StreamId stream_id(sansio::ConnectionId connection) {
    return dns::StreamId{static_cast<std::uint64_t>(connection) & ~Lookups::stream_bit};
}

}  // namespace

Lookups::Lookups(dns::Settings settings, dns::TargetRule rule, sansio::Random random)
    : sockets_(settings.sockets), resolver_(std::move(settings), random), rule_(rule) {}

dns::Service const* Lookups::service(std::string_view domain, sansio::Time now) const {
    auto const found = known_.find(domain);
    return found == known_.end() || found->second.until <= now ? nullptr : &found->second.service;
}

void Lookups::want_service(std::string_view domain, bool is_listed, sansio::Time now) {
    if (services_wanted_.contains(domain)) return;
    bool const is_declined = !is_listed && unlisted_ >= unlisted_max;
    services_wanted_.emplace(domain, is_listed);
    if (!is_listed) ++unlisted_;
    if (is_declined) return declined_.emplace_back(domain), void();
    ask(domain, dns::Type::srv, now);
}

void Lookups::want_addresses(std::string_view fqdn, sansio::Time now) {
    if (!addresses_wanted_.emplace(fqdn).second) return;
    ask(fqdn, dns::Type::a, now);
}

dns::QueryId Lookups::ask(std::string_view name, dns::Type type, sansio::Time now) {
    dns::QueryId const query{next_query_++};
    queries_.emplace(query, Wanted{std::string(name), type, {}});
    resolver_.resolve(query, type == dns::Type::srv ? dns::federation_service_name(name) : std::string(name),
                      type, now);
    return query;
}

bool Lookups::handle(sansio::Input const& input, sansio::Time now) {
    if (auto const* const datagram = std::get_if<sansio::DatagramReceived>(&input)) {
        auto const socket = static_cast<std::uint32_t>(datagram->socket) - 1;
        resolver_.datagram(socket, datagram->bytes, datagram->from, now);
        return true;
    }
    if (auto const* const connected = std::get_if<sansio::Connected>(&input)) {
        if (owns(connected->connection)) resolver_.connected(stream_id(connected->connection));
        return owns(connected->connection);
    }
    if (auto const* const received = std::get_if<sansio::Received>(&input)) {
        if (owns(received->connection))
            resolver_.received(stream_id(received->connection), received->bytes, now);
        return owns(received->connection);
    }
    std::optional<sansio::ConnectionId> ended;
    if (auto const* const failed = std::get_if<sansio::ConnectFailed>(&input)) ended = failed->connection;
    if (auto const* const closed = std::get_if<sansio::Closed>(&input)) ended = closed->connection;
    if (!ended || !owns(*ended)) return false;
    streams_.erase(*ended);
    resolver_.lost(stream_id(*ended), now);
    return true;
}

std::optional<Lookups::Action> Lookups::poll_action(sansio::Time now) {
    if (!declined_.empty()) {
        auto domain = std::move(declined_.back());
        declined_.pop_back();
        dns::Service service;
        service.state = dns::Service::State::unavailable;
        service.text = "too many domains that no list names are looked up";
        return know(std::move(domain), std::move(service), now);
    }
    while (auto action = resolver_.poll_action())
        if (auto mine = hear(std::move(*action), now)) return mine;
    return std::nullopt;
}

std::optional<Lookups::Action> Lookups::hear(dns::Action action, sansio::Time now) {
    if (auto* const datagram = std::get_if<dns::SendDatagram>(&action))
        return sansio::SendDatagram{socket_id(datagram->socket), datagram->to, std::move(datagram->bytes)};
    if (auto const* const open = std::get_if<dns::OpenStream>(&action)) {
        auto const connection = connection_id(open->stream);
        streams_.try_emplace(connection);
        bool const can_reach = local_ && local_->family == open->to.address.family;
        return sansio::Connect{connection, open->to, can_reach ? local_ : std::nullopt, sansio::plain_tcp,
                               ""};
    }
    if (auto const* const send = std::get_if<dns::SendOnStream>(&action)) {
        auto const stream = streams_.find(connection_id(send->stream));
        if (stream == streams_.end()) return std::nullopt;
        stream->second.append(send->bytes);
        return sansio::Send{stream->first};
    }
    if (auto const* const close = std::get_if<dns::CloseStream>(&action)) {
        auto const connection = connection_id(close->stream);
        if (streams_.erase(connection) == 0) return std::nullopt;
        return sansio::Close{connection, sansio::Close::Way::flush};
    }
    auto const& answered = std::get<dns::Answered>(action);
    auto query = queries_.extract(answered.query);
    if (query.empty()) return std::nullopt;
    return conclude(std::move(query.mapped()), *answered.answer, now);
}

std::optional<Lookups::Action> Lookups::conclude(Wanted wanted, dns::Answer const& answer, sansio::Time now) {
    if (wanted.type == dns::Type::srv) {
        auto service = dns::select(answer, wanted.name, rule_);
        return know(std::move(wanted.name), std::move(service), answer.expires);
    }
    using Outcome = dns::Answer::Outcome;
    // A server that fails for one type may know the other; one that is silent would only be waited for once more.
    bool const has_failed = answer.outcome == Outcome::server_failure || answer.outcome == Outcome::truncated;
    if (wanted.type == dns::Type::a && (answer.is_absent() || has_failed)) {
        auto const query = ask(wanted.name, dns::Type::aaaa, now);
        if (has_failed) queries_.at(query).text = answer.text;
        return std::nullopt;
    }
    addresses_wanted_.erase(wanted.name);
    auto text = wanted.text.empty() || answer.found() ? answer.text : std::move(wanted.text);
    return AddressesKnown{std::move(wanted.name), answer.addresses, std::move(text)};
}

ServiceKnown Lookups::know(std::string domain, dns::Service service, sansio::Time until) {
    if (auto const wanted = services_wanted_.extract(domain); !wanted.empty() && !wanted.mapped())
        --unlisted_;
    if (known_.size() >= services_known_max) known_.clear();
    auto& known = known_[domain];
    known = {std::move(service), until};
    return {std::move(domain), &known.service};
}

void Lookups::set_rule(dns::TargetRule rule) {
    if (rule == rule_) return;
    rule_ = rule;
    known_.clear();
}

std::span<std::byte const> Lookups::unsent(sansio::ConnectionId connection) const {
    auto const stream = streams_.find(connection);
    return stream == streams_.end() ? std::span<std::byte const>{} : stream->second.bytes();
}

void Lookups::sent(sansio::ConnectionId connection, std::size_t count) {
    if (auto const stream = streams_.find(connection); stream != streams_.end())
        stream->second.consume(count);
}

}  // namespace edge
