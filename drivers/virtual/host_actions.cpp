// What each action of a host does in a simulated world.
#include <algorithm>

#include "drivers/virtual/host_slot.hpp"
#include "drivers/virtual/raw_channel.hpp"

namespace drivers::simulation {

namespace {

using Stage = sansio::ConnectionFault::Stage;

bool is_wildcard(sansio::IpAddress const& address) {
    return std::all_of(address.bytes.begin(), address.bytes.end(), [](auto byte) { return byte == 0; });
}

std::uint64_t lane_of(sansio::ConnectionId connection) {
    return static_cast<std::uint64_t>(connection);
}

sansio::ConnectFailed failed(sansio::ConnectionId connection, Stage stage, std::string text) {
    sansio::ConnectFailed failure{connection, {}};
    failure.fault.stage = stage;
    failure.fault.text = std::move(text);
    return failure;
}

}  // namespace

void HostSlot::perform(sansio::Listen const& action) {
    auto const lane = static_cast<std::uint64_t>(action.listener);
    auto const fail = [&](std::string text) {
        answer(lane, sansio::ListenFailed{action.listener, std::move(text)});
    };
    if (listeners_.contains(action.listener))
        throw WorldError("host " + setup_.name + " uses a listener's id twice");
    if (auto const reason = why_not(action.profile)) return fail(*reason);
    auto const addresses = own_addresses(action.local.address);
    if (addresses.empty()) return fail("not an address of this host: " + action.local.address.to_string());
    auto const claim = Claim{id_, name_, static_cast<std::uint32_t>(action.listener)};
    auto const port = surroundings_.network.listeners().claim(addresses, action.local.port, claim);
    if (!port) return fail("address in use: " + action.local.to_string());
    listeners_.emplace(action.listener, Listener{addresses, action.profile});
    answer(lane, sansio::Listening{action.listener, {action.local.address, *port}});
}

void HostSlot::perform(sansio::StopListening const& action) {
    if (listeners_.erase(action.listener) > 0)
        surroundings_.network.listeners().release(id_, static_cast<std::uint32_t>(action.listener));
}

void HostSlot::perform(sansio::Connect const& action) {
    auto const id = action.connection;
    if (lane_of(id) >= sansio::accepted_bit || find(id) != nullptr)
        throw WorldError("host " + setup_.name + " connects with an id that is not free");
    auto const fail = [&](Stage stage, std::string text) {
        answer(lane_of(id), failed(id, stage, std::move(text)));
    };
    if (connections_.size() >= setup_.limits.connections_max) return fail(Stage::limit, "connections_max");
    if (auto const reason = why_not(action.profile)) return fail(Stage::no_such_profile, *reason);
    auto const family = action.remote.address.family;
    auto const& addresses = setup_.addresses;
    auto const local = std::find_if(addresses.begin(), addresses.end(), [&](auto const& address) {
        return action.local ? address == *action.local : address.family == family;
    });
    if (local == addresses.end())
        return fail(Stage::unreachable, "no local address for " + action.remote.to_string());
    TcpEnd end{id_, name_, id, {*local, surroundings_.network.listeners().ephemeral(*local)}, false};
    auto const tcp = surroundings_.network.connect(end, action.remote);
    tcp->real_tls = surroundings_.settings.real_tls;
    VirtualConnection connection(tcp, Side::client,
                                 channel_maker(tls::Role::client, action.profile, action.server_name, tcp));
    set_limit(connections_.emplace(id, std::move(connection)).first->second, setup_.limits.connect_timeout);
}

void HostSlot::perform(sansio::Send const& action) {
    if (auto* const connection = find(action.connection)) queue_flush(*connection);
}

void HostSlot::perform(sansio::Close const& action) {
    auto* const connection = find(action.connection);
    if (connection == nullptr) return;
    bool const closing = connection->state() == VirtualConnection::State::closing;
    if (closing && action.way == sansio::Close::Way::flush) return;
    auto const id = action.connection;
    if (connection->state() < VirtualConnection::State::open) {
        connection->abort(surroundings_.network);
        tap(TapEvent::Kind::connect_failed, *connection);
        connections_.erase(id);
        return answer(lane_of(id), failed(id, Stage::reset, "closed by this host before it was established"));
    }
    if (action.way == sansio::Close::Way::abort) {
        connection->abort(surroundings_.network);
        tap(TapEvent::Kind::closed, *connection);
        connections_.erase(id);
        return answer(lane_of(id), sansio::Closed{id, std::nullopt});
    }
    connection->close();
    set_limit(*connection, close_timeout);
    queue_flush(*connection);
}

void HostSlot::perform(sansio::OpenSocket const& action) {
    auto const lane = static_cast<std::uint64_t>(action.socket);
    if (sockets_.contains(action.socket))
        throw WorldError("host " + setup_.name + " uses a socket's id twice");
    auto const addresses = own_addresses(action.local.address);
    auto const claim = Claim{id_, name_, static_cast<std::uint32_t>(action.socket)};
    auto const port = surroundings_.network.sockets().claim(addresses, action.local.port, claim);
    if (!port)
        return answer(lane, sansio::SocketFailed{action.socket, "cannot open " + action.local.to_string()});
    sockets_.emplace(action.socket, Socket{{addresses.front(), *port}});
    answer(lane, sansio::SocketOpen{action.socket, {action.local.address, *port}});
}

void HostSlot::perform(sansio::CloseSocket const& action) {
    if (sockets_.erase(action.socket) > 0)
        surroundings_.network.sockets().release(id_, static_cast<std::uint32_t>(action.socket));
}

void HostSlot::perform(sansio::SendDatagram const& action) {
    auto const socket = sockets_.find(action.socket);
    if (socket == sockets_.end()) return;
    auto const claim = Claim{id_, name_, static_cast<std::uint32_t>(action.socket)};
    auto const local = socket->second.local;
    tap_datagram(TapEvent::Kind::datagram_sent, local, action.to, action.bytes);
    surroundings_.network.send_datagram(claim, local, action.to, action.bytes);
}

void HostSlot::perform(sansio::Report const& action) {
    if (surroundings_.report) surroundings_.report(setup_.name, action);
}

std::optional<std::string> HostSlot::why_not(sansio::TlsProfile profile) const {
    if (profile == sansio::plain_tcp || static_cast<std::size_t>(profile) < setup_.profiles.size())
        return std::nullopt;
    return "no TLS profile " + std::to_string(static_cast<unsigned>(profile));
}

std::vector<sansio::IpAddress> HostSlot::own_addresses(sansio::IpAddress wanted) const {
    std::vector<sansio::IpAddress> addresses;
    for (auto const& address : setup_.addresses)
        if (address == wanted || (is_wildcard(wanted) && address.family == wanted.family))
            addresses.push_back(address);
    return addresses;
}

VirtualConnection::MakeChannel HostSlot::channel_maker(tls::Role role, sansio::TlsProfile profile,
                                                       std::string server_name,
                                                       std::shared_ptr<Tcp> const& tcp) const {
    if (profile == sansio::plain_tcp) return [] { return std::make_unique<RawChannel>(); };
    auto const context = setup_.profiles.at(static_cast<std::size_t>(profile));
    return [this, role, context, server_name = std::move(server_name), weak = std::weak_ptr<Tcp>(tcp)] {
        auto const wall = surroundings_.wall();
        bool const real = weak.lock()->real_tls;
        return real ? context->make_session(role, server_name, wall)
                    : context->make_plain_twin(role, server_name, wall);
    };
}

}  // namespace drivers::simulation
