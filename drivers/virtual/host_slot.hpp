// The place of one host in a simulated world: its connections, what came for it, and its turns.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "drivers/virtual/tap.hpp"
#include "drivers/virtual/virtual_connection.hpp"
#include "drivers/virtual/world.hpp"

namespace drivers::simulation {

/// What all hosts of a world share.
struct Surroundings {
    Network& network;
    WorldSettings settings;
    sansio::Duration wall_offset{};  // wall time = start + now + this
    std::function<void(std::string const&, sansio::Report const&)> report{};
    std::function<void(TapEvent const&)> tap{};

    sansio::WallTime wall() const { return settings.start + network.now().time_since_epoch() + wall_offset; }
};

/// So long may the flush of a Close take.
inline constexpr sansio::Duration close_timeout = std::chrono::seconds{10};

/// More actions than this without the host being content is a livelock.
inline constexpr std::size_t actions_per_turn_max = 1'000'000;

class HostSlot {
public:
    HostSlot(HostId id, HostSetup setup, Surroundings& surroundings, sansio::Random random);

    /// One turn: what came, the deadline, actions until there are none, then a flush of what a Send named.
    void turn();
    /// True if something waits for the next turn.
    bool restless() const { return !inbox_.empty() || !flushes_.empty(); }
    std::optional<sansio::Time> next_deadline() const { return setup_.host->next_deadline(); }

    /// From the network; the next turn looks at it.
    bool accept(std::shared_ptr<Tcp> const& tcp);
    void stream_changed(sansio::ConnectionId connection);
    void window_opened(sansio::ConnectionId connection);
    void gave_up(sansio::ConnectionId connection, sansio::ConnectionFault const& fault);
    void limit_reached(sansio::ConnectionId connection);
    void datagram_came(sansio::SocketId socket, sansio::Endpoint from, std::string bytes);

    /// Resets every connection and frees the ports, as the end of a process does.
    void die();
    /// Severs every connection over `link`.
    void sever(Link const& link);

    HostId id() const { return id_; }
    HostSetup& setup() { return setup_; }
    void tap(TapEvent::Kind kind, VirtualConnection const& connection, std::span<std::byte const> bytes = {},
             sansio::ConnectionFault const* fault = nullptr) const;
    void tap_datagram(TapEvent::Kind kind, sansio::Endpoint local, sansio::Endpoint remote,
                      std::string_view bytes) const;

    bool woken = false;  // a turn is in the queue
    bool frozen = false;
    std::optional<sansio::Time> armed;  // the earliest DeadlineDue in the queue

private:
    struct ReadStream {
        sansio::ConnectionId connection;
    };
    struct GiveUp {
        sansio::ConnectionId connection;
        sansio::ConnectionFault fault;
    };
    struct LimitReached {
        sansio::ConnectionId connection;
    };
    struct Datagram {
        sansio::SocketId socket;
        sansio::Endpoint from;
        std::string bytes;
    };
    /// `lane`: arrivals of one lane keep their order, lanes are taken in drawn order.
    struct Arrival {
        std::uint64_t lane;
        std::variant<ReadStream, GiveUp, LimitReached, Datagram, sansio::Input> what;
    };
    struct Listener {
        std::vector<sansio::IpAddress> addresses;
        sansio::TlsProfile profile;
    };
    struct Socket {
        sansio::Endpoint local;
    };

    void draw_order(std::vector<Arrival>& arrivals);
    void settle();
    void poll_actions();
    void flush_queued();
    void resume_paused();
    void evict_oldest_handshake();
    bool owes_too_much(VirtualConnection const& connection) const;

    void take(ReadStream const& arrival);
    void take(GiveUp const& arrival);
    void take(LimitReached const& arrival);
    void take(Datagram const& arrival);
    void take(sansio::Input const& input);
    void establish(VirtualConnection const& connection, sansio::PeerIdentity identity);
    void conclude(VirtualConnection& connection, bool was_established,
                  std::optional<sansio::ConnectionFault> fault);
    void deliver(VirtualConnection const& connection, std::span<std::byte const> plain);
    void queue_read(VirtualConnection& connection);
    void queue_flush(VirtualConnection& connection);
    void answer(std::uint64_t lane, sansio::Input input) { inbox_.push_back({lane, std::move(input)}); }
    void set_limit(VirtualConnection& connection, sansio::Duration wait);
    VirtualConnection* find(sansio::ConnectionId connection);

    // host_actions.cpp
    void perform(sansio::Listen const& action);
    void perform(sansio::StopListening const& action);
    void perform(sansio::Connect const& action);
    void perform(sansio::Send const& action);
    void perform(sansio::Close const& action);
    void perform(sansio::OpenSocket const& action);
    void perform(sansio::CloseSocket const& action);
    void perform(sansio::SendDatagram const& action);
    void perform(sansio::Report const& action);
    std::optional<std::string> why_not(sansio::TlsProfile profile) const;
    std::vector<sansio::IpAddress> own_addresses(sansio::IpAddress wanted) const;
    VirtualConnection::MakeChannel channel_maker(tls::Role role, sansio::TlsProfile profile,
                                                 std::string server_name,
                                                 std::shared_ptr<Tcp> const& tcp) const;

    HostId id_;
    NameIndex name_;
    HostSetup setup_;
    Surroundings& surroundings_;
    sansio::Random random_;
    bool started_ = false;
    std::uint64_t accepted_ = 0;
    std::set<sansio::ConnectionId> handshakes_;  // accepted and not established, the oldest first
    std::vector<Arrival> inbox_;
    std::vector<sansio::ConnectionId> flushes_;
    std::vector<sansio::ConnectionId> paused_;
    std::map<sansio::ConnectionId, VirtualConnection> connections_;
    std::map<sansio::ListenerId, Listener> listeners_;
    std::map<sansio::SocketId, Socket> sockets_;
};

}  // namespace drivers::simulation
