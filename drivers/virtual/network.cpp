#include "drivers/virtual/network.hpp"

#include <algorithm>

namespace drivers::simulation {

namespace {

constexpr std::size_t header_size = 40;  // of a segment, as far as the rate of a link is concerned
// RFC 6298 §2: one second for a SYN; Linux and Windows go down to some 200 ms once the round trip is known.
constexpr sansio::Duration syn_timeout = std::chrono::seconds{1};
constexpr sansio::Duration segment_timeout_min = std::chrono::milliseconds{200};
constexpr std::uint64_t segment_gap_max = 100;   // µs between two segments of one write
constexpr std::uint64_t end_delay_max = 10'000;  // µs that a FIN comes late

/// Labels of Random::fork: each part of the world has a stream of its own.
enum Stream : std::uint64_t { links_stream = 1, queue_stream = 2, first_connection_stream = 1'000 };

sansio::Duration draw_delay(sansio::Random& random, std::uint64_t limit) {
    auto const drawn = random.below(limit);
    return random.chance(1, 2) ? sansio::Duration{drawn + 1} : sansio::Duration{};
}

}  // namespace

Network::Network(LinkProperties default_link, sansio::Random random, NetworkUser& user)
    : user_(user),
      random_(random),
      links_(default_link, random_.fork(links_stream)),
      queue_(random_.fork(queue_stream)) {}

std::shared_ptr<Tcp> Network::connect(TcpEnd client, sansio::Endpoint remote) {
    auto const owner = owner_of(remote, listeners_);
    auto& link = links_.between(client.name, owner);
    auto tcp = std::make_shared<Tcp>(random_.fork(first_connection_stream + connections_made_++), &link);
    client.alive = true;
    tcp->end(Side::client) = client;
    tcp->end(Side::server).endpoint = remote;
    tcp->end(Side::server).name = owner;
    if (link.passage == Passage::cut || link.passage == Passage::partitioned) {
        queue_.push(now_ + link.properties.latency, GiveUpDue{tcp, Side::client, true});
        return tcp;
    }
    auto const delay =
        segment_delay(link, tcp->upward(Side::client), header_size, now_, tcp->random, syn_timeout);
    queue_.push(now_ + delay, SynDue{tcp});
    return tcp;
}

std::size_t Network::send(std::shared_ptr<Tcp> const& tcp, Side from, std::span<std::byte const> bytes) {
    auto& pipe = tcp->pipe_to(other(from));
    auto const taken = std::min(bytes.size(), pipe.room());
    if (taken < bytes.size()) pipe.sender_waits = true;
    if (taken == 0) return 0;
    auto rest = sansio::as_text(bytes.first(taken));
    sansio::Duration gap{};
    for (auto const size : draw_cuts(taken, tcp->random)) {
        launch(tcp, from, {Segment::Kind::bytes, {}, std::string(rest.substr(0, size))}, gap);
        rest.remove_prefix(size);
        gap += draw_delay(tcp->random, segment_gap_max);
    }
    return taken;
}

void Network::finish(std::shared_ptr<Tcp> const& tcp, Side from) {
    launch(tcp, from, {Segment::Kind::end, {}, {}}, draw_delay(tcp->random, end_delay_max));
    tcp->end(from).alive = false;
}

void Network::reset(std::shared_ptr<Tcp> const& tcp, Side from) {
    auto& pipe = tcp->pipe_to(other(from));
    pipe.lose_all_but(tcp->random.below(pipe.under_way() + 1));
    tcp->end(from).alive = false;
    launch(tcp, from, {Segment::Kind::reset, {}, {}});
}

void Network::has_read(std::shared_ptr<Tcp> const& tcp, Side reader) {
    auto& pipe = tcp->pipe_to(reader);
    // RFC 9293 §3.8.6.2.2: room is announced when it is worth a segment, or half the window.
    if (!pipe.sender_waits || pipe.room() < tcp_window / 2) return;
    pipe.sender_waits = false;
    auto const delay =
        segment_delay(*tcp->link, tcp->upward(reader), header_size, now_, tcp->random, segment_timeout_min);
    queue_.push(now_ + delay, WindowDue{tcp, other(reader)});
}

void Network::sever(Tcp& tcp) {
    for (auto const side : {Side::client, Side::server}) {
        if (tcp.pipe_to(side).was_reset()) continue;
        tcp.pipe_to(side).lose_all_but(0);
        tcp.pipe_to(side).store({Segment::Kind::reset, now_, {}});
        if (tcp.end(side).alive) user_.stream_changed(tcp.end(side));
    }
}

void Network::send_datagram(Claim const& socket, sansio::Endpoint from, sansio::Endpoint to,
                            std::string bytes) {
    auto const owner = owner_of(to, sockets_);
    auto& link = links_.between(socket.name, owner);
    bool const closed = link.passage == Passage::cut || link.passage == Passage::partitioned;
    auto const delay =
        closed ? std::nullopt : datagram_delay(link, socket.name <= owner, bytes.size() + header_size, now_);
    if (!delay) return user_.datagram_lost(socket, from, to, bytes);
    queue_.push(now_ + *delay, DatagramDue{from, to, &link, std::move(bytes)});
}

void Network::release() {
    std::vector<std::pair<Link const*, Event>> still_parked;
    for (auto& [link, event] : parked_) {
        if (link->passage == Passage::open)
            queue_.push(now_ + link->properties.latency, std::move(event));
        else
            still_parked.emplace_back(link, std::move(event));
    }
    parked_ = std::move(still_parked);
}

void Network::happen(SynDue const& event) {
    auto& tcp = *event.tcp;
    if (!tcp.end(Side::client).alive || park(*tcp.link, event)) return;
    auto& server = tcp.end(Side::server);
    auto const claim = listeners_.find(server.endpoint);
    if (claim) {
        server.host = claim->host;
        tcp.listener = sansio::ListenerId{claim->id};
        server.alive = user_.connection_came(event.tcp);
    }
    launch(event.tcp, Side::server, {server.alive ? Segment::Kind::open : Segment::Kind::reset, {}, {}});
}

void Network::happen(SegmentDue const& event) {
    auto& tcp = *event.tcp;
    auto const from = other(event.to);
    auto& stalled = tcp.stalled[index(event.to)];
    if (park(*tcp.link, event)) {
        if (!stalled) queue_.push(now_ + stall_limit, GiveUpDue{event.tcp, from, false});
        if (!stalled) stalled = now_;
        return;
    }
    stalled.reset();
    auto const segment = tcp.pipe_to(event.to).arrive(now_);
    if (!segment) return;
    if (tcp.end(event.to).alive) {
        tcp.pipe_to(event.to).store(*segment);
        user_.stream_changed(tcp.end(event.to));
        if (segment->kind == Segment::Kind::open && event.to == Side::client)
            launch(event.tcp, Side::client, {Segment::Kind::open, {}, {}});
    } else if (segment->kind == Segment::Kind::bytes && tcp.end(from).alive) {
        launch(event.tcp, event.to, {Segment::Kind::reset, {}, {}});
    }
}

void Network::happen(WindowDue const& event) {
    if (park(*event.tcp->link, event)) return;
    if (event.tcp->end(event.sender).alive) user_.window_opened(event.tcp->end(event.sender));
}

void Network::happen(GiveUpDue const& event) {
    auto& tcp = *event.tcp;
    auto& end = tcp.end(event.side);
    if (!end.alive) return;
    auto const& stalled = tcp.stalled[index(other(event.side))];
    if (!event.no_route && (!stalled || now_ - *stalled < stall_limit)) return;
    end.alive = false;
    sansio::ConnectionFault fault;
    fault.stage =
        event.no_route ? sansio::ConnectionFault::Stage::unreachable : sansio::ConnectionFault::Stage::reset;
    fault.text = event.no_route ? "no route to host" : "nothing was acknowledged for 30 s";
    user_.gave_up(end, fault);
}

void Network::happen(DatagramDue const& event) {
    auto const passage = event.link->passage;
    if (passage == Passage::held) parked_.emplace_back(event.link, event);
    if (passage != Passage::open) return;
    if (auto const socket = sockets_.find(event.to)) user_.datagram_came(*socket, event.from, event.bytes);
}

NameIndex Network::owner_of(sansio::Endpoint endpoint, Ports const& ports) {
    if (auto const claim = ports.find(endpoint)) return claim->name;
    auto const owner = owners_.find(endpoint.address);
    return owner == owners_.end() ? links_.index("") : owner->second;
}

void Network::launch(std::shared_ptr<Tcp> const& tcp, Side from, Segment segment, sansio::Duration extra) {
    auto& link = *tcp->link;
    auto const timeout =
        std::max(segment_timeout_min, 2 * (link.properties.latency + link.properties.jitter));
    auto const size = header_size + segment.bytes.size();
    segment.due = now_ + extra + segment_delay(link, tcp->upward(from), size, now_, tcp->random, timeout);
    auto const due = tcp->pipe_to(other(from)).launch(std::move(segment));
    queue_.push(due, SegmentDue{tcp, other(from)});
}

bool Network::park(Link const& link, Event event) {
    if (link.passage == Passage::open) return false;
    // Connections over a link that was cut are severed already: what is left of them is of no use.
    if (link.passage != Passage::cut) parked_.emplace_back(&link, std::move(event));
    return true;
}

}  // namespace drivers::simulation
