// The edge's connections: who is at the other end, what is read from it and what waits to be sent.
#pragma once
#include <array>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "edge/policy/verdict.hpp"
#include "edge/service/log_share.hpp"
#include "edge/sip/framing.hpp"
#include "sansio/byte_buffer.hpp"
#include "sansio/fifo_timers.hpp"
#include "sansio/network.hpp"

namespace edge {

/// Which side of the edge a connection is on. It decides what its requests may do and which headers cross.
enum class Side : std::uint8_t { outside, inside };

struct Link {
    sansio::ConnectionId connection{};
    Side side = Side::outside;
    sansio::Endpoint remote;
    sansio::PeerIdentity identity;
    std::uint64_t peer_number = 0;  // stands for the identity in transactions; 0: nobody was authenticated
    std::string peer;  // the host that we verified to be there; empty on a link that the peer opened
    std::string
        domain;  // the partner's domain that it was opened for; empty: the inside, or opened by the peer
    policy::Partner partner = policy::Partner::listed;  // how that domain came to be allowed
    sip::Framer framer;
    LogShare log_share;
    sansio::ByteBuffer out;
    sansio::Time last_used{};
    sansio::Time last_heard{};     // when bytes came, or the connection
    sansio::Time retires_at{};     // only with `retiring`
    std::uint64_t received = 0;    // bytes of plain text
    std::uint64_t taken = 0;       // bytes that the driver took since the beginning
    std::uint64_t turn = 0;        // the turn of the latest write
    std::size_t left_over = 0;     // of `out` when that turn began: what the peer did not take
    std::uint64_t checkpoint = 0;  // the number of the latest entry in Backlogs; 0: none
    std::size_t counted = 0;       // bytes of it in Holding
    std::string stamped_host,
        stamp;  // the latest Stamp: most requests of one link come with the same host on top
    sansio::Time
        incomplete_since{};          // the first byte of a message whose rest is missing; only with `watched`
    std::uint16_t sent_by_port = 0;  // of the latest request's top Via; 0: no request came
    bool incoming = false;           // the peer opened it
    bool opening = false;            // not connected yet: what is written waits
    bool spoke = false;              // a whole message or keep-alive came
    bool watched = false;            // an entry of it is in the queue of those that owe us a message
    bool announced = false;          // the driver knows that `out` is not empty
    std::optional<sansio::Close::Way>
        retiring{};        // no request is led there any more: closed when nothing is owed
    bool closing = false;  // Close was asked for: nothing more is read or written
};

/// What peers make us keep.
struct Holding {
    std::size_t connections = 0;
    std::size_t bytes = 0;      // of messages that are not whole or not sent
    std::size_t bytes_max = 0;  // the most at any time
};

/// Where a side's connections leave from and what they show.
struct Origin {
    std::optional<sansio::IpAddress> local;  // nothing: any address
    sansio::TlsProfile profile;
};

class Links {
public:
    /// Links that were opened to bring responses back have this bit in their number.
    static constexpr std::uint64_t returning_bit = std::uint64_t{1} << 61U;

    /// `silence`: how long a peer may owe its first message, or the rest of one. `per_peer`: how many connections one
    /// peer may have opened at a time.
    Links(sansio::Duration idle, std::size_t hard_cap, sansio::Duration silence = std::chrono::seconds{60},
          std::size_t per_peer = 1'000)
        : idle_(idle),
          silence_(silence),
          idle_timers_(idle / looks_per_wait),
          silence_timers_(silence / looks_per_wait),
          hard_cap_(hard_cap),
          per_peer_(per_peer) {}

    /// Before the first link: the numbers of peers depend on it, and nobody else knows it.
    void set_peer_key(std::array<std::uint64_t, 2> key) { peer_key_ = key; }

    Link& add(sansio::ConnectionId connection, Side side, sansio::Endpoint remote,
              sansio::PeerIdentity identity, sansio::Time now);
    /// A connection that its peer opened. Nothing when the peer has opened too many.
    Link* accept(sansio::ConnectionId connection, Side side, sansio::Endpoint remote,
                 sansio::PeerIdentity identity, sansio::Time now);
    /// To be called with what was read from the link, after its messages were dealt with.
    void has_read(Link& link, std::size_t count, sansio::Time now);
    Link* find(sansio::ConnectionId connection);
    Link const* find(sansio::ConnectionId connection) const;
    void remove(sansio::ConnectionId connection);
    std::size_t size() const { return links_.size(); }
    Holding const& held() const { return held_; }

    /// The link for a response to a request that came over `source`: that one, or when it is gone a new one to the address
    /// it came from, at the port of its sent-by (RFC 3261 §18.2.2). Nothing when there is no such way.
    Link* upstream(sansio::ConnectionId source, sansio::Time now);
    /// A peer that restarts is back in a moment; one that is gone is not rung at each of its responses.
    static constexpr sansio::Duration reopen_wait = std::chrono::seconds{1};
    void set_reopen_wait(sansio::Duration wait) { reopen_wait_ = wait; }
    void set_origin(Side side, Origin origin) { origins_[side == Side::outside ? 0 : 1] = origin; }
    static bool is_returning(sansio::ConnectionId connection) {
        auto const number = static_cast<std::uint64_t>(connection);
        return (number & sansio::accepted_bit) == 0 && (number & returning_bit) != 0;
    }
    /// A connection that upstream() opened did not come to be.
    void connect_failed(sansio::ConnectionId connection, sansio::Time now);
    /// Of a connection that upstream() opened. False, and the connection is closed, if somebody else answered there: what
    /// was for one authenticated peer goes to no other.
    bool connected(sansio::Connected const& input, sansio::Time now);
    /// Nothing waits to be sent anywhere.
    bool all_sent() const;

    /// To be called before each write. What a turn itself adds is no backlog: the driver takes it at the turn's end.
    /// A peer that leaves the hard cap lying is cut (design.md §1.4).
    void about_to_write(Link& link);
    /// `link.out` has grown: the driver is told, once.
    void written(Link& link);
    /// The driver has all actions of this turn.
    void end_turn() { ++turn_; }
    void set_caps(std::size_t hard_cap, std::size_t per_peer) {
        hard_cap_ = hard_cap;
        per_peer_ = per_peer;
    }
    void sent(sansio::ConnectionId connection, std::size_t count);
    void close(Link& link, sansio::Close::Way way);
    /// Not closed before `until`, in case something is still to come.
    void retire(sansio::ConnectionId connection, sansio::Close::Way way, sansio::Time until);
    /// Closes whatever retires and is owed nothing. To be called whenever anything happened; at last the idle timers see to it.
    void close_retired(std::function<bool(sansio::ConnectionId)> const& is_owed, sansio::Time now);
    /// Closes every link for which `which` is true, in the order they came to be.
    void close_if(std::function<bool(Link const&)> const& which, sansio::Close::Way way);

    /// Closes what has been silent for the idle time (facts/wire.md §1.3), and who owes us a message for too long.
    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const;
    std::optional<sansio::Action> poll_action();

private:
    /// A link is closed late by at most such a part of its time.
    static constexpr int looks_per_wait = 8;

    /// What is known of a link that is gone, for responses that are still to come.
    struct Departed {
        Side side;
        sansio::Endpoint sent_by;  // the source's address, the Via's port
        std::shared_ptr<sansio::PeerIdentity const> identity;
        std::optional<sansio::ConnectionId> replacement{};
        sansio::Time retry_at{};  // after a replacement that could not be had
    };
    void back_off(sansio::ConnectionId replacement, sansio::Time now);
    void remember(Link const& link);
    Link* reopen(Departed& departed, sansio::Time now);

    std::uint64_t number_of(sansio::PeerIdentity const& identity) const;
    void watch(Link& link, sansio::Time now);
    void tally(Link& link);

    std::unordered_map<sansio::ConnectionId, std::unique_ptr<Link>> links_;
    std::unordered_map<std::uint64_t, std::size_t> accepted_;  // by peer number
    sansio::Duration idle_;
    sansio::Duration silence_;
    sansio::FifoTimers<sansio::ConnectionId> idle_timers_;
    sansio::FifoTimers<sansio::ConnectionId> silence_timers_;
    std::deque<sansio::Action> actions_;
    std::size_t hard_cap_;
    std::size_t per_peer_;
    std::uint64_t turn_ = 1;
    Holding held_;
    std::array<std::uint64_t, 2> peer_key_{};
    std::array<Origin, 2> origins_{};
    sansio::Duration reopen_wait_ = reopen_wait;
    std::map<sansio::ConnectionId, Departed> departed_;
    std::deque<sansio::ConnectionId> departures_;  // the oldest first
    std::vector<sansio::ConnectionId> retiring_;
    std::uint64_t next_returning_ = 1;
};

}  // namespace edge
