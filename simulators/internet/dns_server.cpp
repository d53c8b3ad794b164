#include "simulators/internet/dns_server.hpp"

#include <algorithm>

namespace internet {
namespace {

using Kind = DnsFault::Kind;

// RFC 1035 §4.2.1: what a datagram carries to a client that has not said more.
constexpr std::size_t datagram_max = 512;
constexpr std::size_t prefix_size = 2;  // RFC 1035 §4.2.2

std::string lower(std::string_view text) {
    std::string copy(text);
    for (char& letter : copy)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return copy;
}

/// Each address has two sockets, so that an answer can come from the wrong one.
sansio::SocketId socket_of(std::size_t server, bool elsewhere) {
    return sansio::SocketId{static_cast<std::uint32_t>(1 + 2 * server + (elsewhere ? 1U : 0U))};
}
sansio::ListenerId listener_of(std::size_t server) {
    return sansio::ListenerId{static_cast<std::uint32_t>(1 + server)};
}
template <class Id>
std::size_t number_of(Id id) {
    return static_cast<std::size_t>(static_cast<std::uint32_t>(id)) - 1;
}

/// Puts `fault` into an answer that was right.
void spoil(DnsResponse& response, Kind fault, Zone const& zone) {
    if (fault == Kind::server_failure) response.answer = {DnsAnswer::Code::server_failure, {}};
    if (fault == Kind::refused) response.answer = {DnsAnswer::Code::refused, {}};
    if (fault == Kind::name_error) {
        auto const top = zone.answer("nothing-here." + response.name, response.type);
        response.answer = {DnsAnswer::Code::name_error, {}, top.authority};
    }
    if (fault == Kind::wrong_id) response.id = static_cast<std::uint16_t>(response.id ^ 0x5555U);
    if (fault == Kind::wrong_question) response.name = "x" + response.name;
    if (fault == Kind::wrong_case) response.name = lower(response.name);
}

}  // namespace

void DnsServer::set_fault(std::string_view name, DnsFault fault) {
    faults_[lower(name)] = {fault};
}

void DnsServer::add_fault(std::string_view name, DnsFault fault) {
    faults_[lower(name)].push_back(fault);
}

void DnsServer::clear_fault(std::string_view name) {
    faults_.erase(lower(name));
}

DnsFault const* DnsServer::fault_for(DnsQuery const& query, Origin const& origin) {
    auto const asked = lower(query.name);
    auto const transport = origin.connection ? DnsFault::Transport::tcp : DnsFault::Transport::udp;
    for (auto& [below, faults] : faults_) {
        if (!below.empty() && asked != below && !asked.ends_with("." + below)) continue;
        for (auto& fault : faults) {
            if (fault.type && *fault.type != query.type) continue;
            if (fault.over && *fault.over != transport) continue;
            if (fault.server && *fault.server != origin.server) continue;
            if (fault.times && *fault.times == 0) continue;
            if (fault.times) --*fault.times;
            return &fault;
        }
    }
    return nullptr;
}

void DnsServer::start(sansio::Time) {
    for (std::size_t server = 0; server < listen_.size(); ++server) {
        actions_.emplace_back(sansio::OpenSocket{socket_of(server, false), listen_[server]});
        actions_.emplace_back(sansio::OpenSocket{socket_of(server, true), {listen_[server].address, 0}});
        actions_.emplace_back(sansio::Listen{listener_of(server), listen_[server], sansio::plain_tcp});
    }
}

void DnsServer::handle(sansio::Input const& input, sansio::Time now) {
    if (auto const* const datagram = std::get_if<sansio::DatagramReceived>(&input))
        query(datagram->bytes, {number_of(datagram->socket) / 2, datagram->from, std::nullopt}, now);
    if (auto const* const accepted = std::get_if<sansio::Accepted>(&input))
        clients_[accepted->connection].server = number_of(accepted->listener);
    if (auto const* const received = std::get_if<sansio::Received>(&input)) receive(*received, now);
    if (auto const* const closed = std::get_if<sansio::Closed>(&input)) clients_.erase(closed->connection);
}

void DnsServer::receive(sansio::Received const& input, sansio::Time now) {
    auto const client = clients_.find(input.connection);
    if (client == clients_.end()) return;
    auto& in = client->second.in;
    in += sansio::as_text(input.bytes);
    while (in.size() >= prefix_size) {
        auto const size = static_cast<std::size_t>((static_cast<unsigned char>(in[0]) << 8U) |
                                                   static_cast<unsigned char>(in[1]));
        if (in.size() < prefix_size + size) return;
        auto const packet = in.substr(prefix_size, size);
        in.erase(0, prefix_size + size);
        query(sansio::as_bytes(packet), {client->second.server, {}, input.connection}, now);
    }
}

void DnsServer::query(std::span<std::byte const> packet, Origin const& origin, sansio::Time now) {
    auto const asked = parse_query(packet);
    if (!asked) return;
    ++queries_;
    auto const* const fault = fault_for(*asked, origin);
    if (fault != nullptr && fault->kind == Kind::silent) return;
    DnsResponse response{asked->id, asked->name, asked->type, zone_.answer(asked->name, asked->type)};
    if (fault != nullptr) spoil(response, fault->kind, zone_);
    Reply reply{origin, pack(response)};
    bool const is_large = !origin.connection && reply.bytes.size() > datagram_max;
    if (is_large || (fault != nullptr && fault->kind == Kind::truncated && !origin.connection)) {
        response.answer = {};
        response.truncated = true;
        reply.bytes = pack(response);
    }
    if (fault != nullptr && fault->kind == Kind::cut && !origin.connection) {
        response.truncated = true;
        reply.bytes = pack(response);
        reply.bytes.resize(reply.bytes.size() - 1);
    }
    if (fault != nullptr && fault->kind == Kind::garbage) reply.bytes = "this is no DNS message";
    if (fault != nullptr && fault->kind == Kind::half) {
        // Over TCP the length promises the whole message.
        reply.bytes.resize(reply.bytes.size() / 2);
        reply.then_close = true;
    }
    reply.from_elsewhere = fault != nullptr && fault->kind == Kind::wrong_source;
    if (fault != nullptr && fault->kind == Kind::delay)
        late_.emplace(now + fault->delay, std::move(reply));
    else
        send(std::move(reply));
}

void DnsServer::send(Reply reply) {
    auto const& origin = reply.origin;
    if (!origin.connection) {
        actions_.emplace_back(sansio::SendDatagram{socket_of(origin.server, reply.from_elsewhere),
                                                   origin.client, std::move(reply.bytes)});
        return;
    }
    auto const client = clients_.find(*origin.connection);
    if (client == clients_.end()) return;
    auto const promised = reply.then_close ? 2 * reply.bytes.size() : reply.bytes.size();
    client->second.out.append(static_cast<char>((promised >> 8U) & 0xffU));
    client->second.out.append(static_cast<char>(promised & 0xffU));
    client->second.out.append(reply.bytes);
    actions_.emplace_back(sansio::Send{*origin.connection});
    if (reply.then_close) actions_.emplace_back(sansio::Close{*origin.connection, sansio::Close::Way::flush});
}

void DnsServer::expire(sansio::Time now) {
    while (!late_.empty() && late_.begin()->first <= now) {
        send(std::move(late_.begin()->second));
        late_.erase(late_.begin());
    }
}

std::optional<sansio::Time> DnsServer::next_deadline() const {
    if (late_.empty()) return std::nullopt;
    return late_.begin()->first;
}

std::optional<sansio::Action> DnsServer::poll_action() {
    if (actions_.empty()) return std::nullopt;
    sansio::Action action = std::move(actions_.front());
    actions_.pop_front();
    return action;
}

std::span<std::byte const> DnsServer::unsent(sansio::ConnectionId connection) const {
    auto const client = clients_.find(connection);
    return client == clients_.end() ? std::span<std::byte const>{} : client->second.out.bytes();
}

void DnsServer::sent(sansio::ConnectionId connection, std::size_t count) {
    if (auto const client = clients_.find(connection); client != clients_.end())
        client->second.out.consume(count);
}

}  // namespace internet
