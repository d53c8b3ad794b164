// What the kernels and the wires of a simulated world do by themselves: handshakes of TCP, segments, resets, datagrams.
// It knows no TLS and calls no host.
#pragma once
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "drivers/virtual/event_queue.hpp"
#include "drivers/virtual/link.hpp"
#include "drivers/virtual/ports.hpp"
#include "drivers/virtual/tcp.hpp"

namespace drivers::simulation {

/// Unacknowledged for so long, a connection is given up.
inline constexpr sansio::Duration stall_limit = std::chrono::seconds{30};

/// Whom the network tells that something came for a host.
class NetworkUser {
public:
    NetworkUser() = default;
    NetworkUser(NetworkUser const&) = delete;
    NetworkUser& operator=(NetworkUser const&) = delete;
    virtual ~NetworkUser() = default;

    /// A SYN reached a listener; sets the server end's connection and answers true to let it in.
    virtual bool connection_came(std::shared_ptr<Tcp> const& tcp) = 0;
    /// There is something to read at `end`: its opening, bytes, FIN or a reset.
    virtual void stream_changed(TcpEnd const& end) = 0;
    virtual void window_opened(TcpEnd const& end) = 0;
    /// The network ended the connection for this end.
    virtual void gave_up(TcpEnd const& end, sansio::ConnectionFault const& fault) = 0;
    virtual void datagram_came(Claim const& socket, sansio::Endpoint from, std::string bytes) = 0;
    virtual void datagram_lost(Claim const& socket, sansio::Endpoint from, sansio::Endpoint to,
                               std::string const& bytes) = 0;
};

class Network {
public:
    Network(LinkProperties default_link, sansio::Random random, NetworkUser& user);

    Links& links() { return links_; }
    EventQueue& queue() { return queue_; }
    Ports& listeners() { return listeners_; }
    Ports& sockets() { return sockets_; }
    /// So that packets to an address without listener take the link of its owner.
    void own(sansio::IpAddress address, NameIndex owner) { owners_[address] = owner; }
    sansio::Time now() const { return now_; }
    void set_now(sansio::Time now) { now_ = now; }

    /// Sends a SYN; what comes of it shows at the client's end.
    std::shared_ptr<Tcp> connect(TcpEnd client, sansio::Endpoint remote);
    /// Takes what fits into the window and answers how much. If that is not all, window_opened() follows.
    std::size_t send(std::shared_ptr<Tcp> const& tcp, Side from, std::span<std::byte const> bytes);
    /// FIN after all that was sent. The end is gone: what still comes for it is answered with a reset.
    void finish(std::shared_ptr<Tcp> const& tcp, Side from);
    /// RST; some of what is under way is lost. The end is gone.
    void reset(std::shared_ptr<Tcp> const& tcp, Side from);
    /// `reader` took bytes out of its pipe.
    void has_read(std::shared_ptr<Tcp> const& tcp, Side reader);
    /// Both ends see a reset at once.
    void sever(Tcp& tcp);
    void send_datagram(Claim const& socket, sansio::Endpoint from, sansio::Endpoint to, std::string bytes);

    /// Lets go what waited at links that are open by now.
    void release();

    void happen(SynDue const& event);
    void happen(SegmentDue const& event);
    void happen(WindowDue const& event);
    void happen(GiveUpDue const& event);
    void happen(DatagramDue const& event);

private:
    NameIndex owner_of(sansio::Endpoint endpoint, Ports const& ports);
    void launch(std::shared_ptr<Tcp> const& tcp, Side from, Segment segment, sansio::Duration extra = {});
    /// True if `event` has to wait at its link.
    bool park(Link const& link, Event event);

    NetworkUser& user_;
    sansio::Random random_;
    Links links_;
    EventQueue queue_;
    Ports listeners_;
    Ports sockets_;
    std::map<sansio::IpAddress, NameIndex> owners_;
    std::vector<std::pair<Link const*, Event>> parked_;
    std::uint64_t connections_made_ = 0;
    sansio::Time now_{};
};

}  // namespace drivers::simulation
