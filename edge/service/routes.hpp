// Where requests go: one place a domain, with up to four connections (facts/wire.md §1.1, OutgoingTlsCountForFederatedPartners).
// Glue: the rules of one connection's way are in Destination, those of choosing among them here.
#pragma once
#include <array>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>

#include "edge/service/destination.hpp"
#include "edge/service/lookups.hpp"
#include "sansio/network.hpp"

namespace edge {

/// The TLS contexts of the edge, by the numbers that its driver knows.
inline constexpr sansio::TlsProfile outside_profile{0};
inline constexpr sansio::TlsProfile inside_profile{1};

/// What may be done with a request for a destination: written to this connection; parked, since Reached, Usable or NotReached
/// will follow for its domain; or refused at once, for this reason.
struct UnderWay {};
using Reach = std::variant<sansio::ConnectionId, UnderWay, Unreachable>;

/// The connection of a destination is made and its peer's name verified: it is the caller's from now on.
struct Reached {
    std::string domain;  // empty: the inside
    std::string fqdn;
    sansio::ConnectionId connection;
    sansio::Endpoint remote;
    sansio::PeerIdentity identity;
};
/// One connection of several could not be made, another one stands in for it.
struct Usable {
    std::string domain;
};
struct NotReached {
    std::string domain;
    Unreachable why;
};

/// Which of a destination's connections a Call-ID belongs to: the same one as long as it lives. FNV-1a.
inline std::uint64_t call_id_hash(std::string_view call_id) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (char const letter : call_id) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
    // The low bits choose, and FNV leaves them to the last letters.
    return hash ^ (hash >> 32U);
}

struct RouteSettings {
    std::uint32_t links_per_partner = 4;  // 1–4; the inside has one
    sansio::Duration backoff_first =
        std::chrono::seconds{1};  // after a second failure, doubled after each further one
    sansio::Duration backoff_last = std::chrono::seconds{32};
    sansio::Duration penalty_max = std::chrono::hours{1};  // what a Retry-After may ask for at most
    std::uint32_t scale = 1;  // a Retry-After speaks of so much more than we wait
    // Connections leave from where the edge listens, so that a peer finds it there (RFC 3261 §18.1.1); nothing: from anywhere.
    std::optional<sansio::IpAddress> outside_address{};
    std::optional<sansio::IpAddress> inside_address{};
};

class Routes {
public:
    using Event = std::variant<ServiceKnown, Reached, Usable, NotReached>;
    static constexpr std::uint32_t links_max = 4;

    Routes(dns::Settings settings, dns::TargetRule rule, RouteSettings values, sansio::Random random);

    /// The connection towards `way` for a request of that Call-ID. Without one it is started, unless a failure was too
    /// recent (facts/wire.md §1.1 BACKOFF) or every server asked to be left alone.
    /// `tried`: the servers that the request was at before; it goes to none of them again (RFC 3261 §16.6 step 7).
    Reach reach(Way const& way, std::uint64_t call_id_hash, sansio::Time now,
                std::span<dns::ServiceTarget const> tried = {});
    /// The server at the other end of `connection` answered 503 with a Retry-After: no further request goes to it before
    /// `until` (RFC 3261 §21.5.4). The next reach() finds another server of the domain, or says Unreachable.
    void penalise(sansio::ConnectionId connection, sansio::Time until, sansio::Time now);
    /// It left a request without any answer: until then whatever can goes to another server of the domain (RFC 3263 §4.3).
    void avoid(sansio::ConnectionId connection, sansio::Time until, sansio::Time now);

    dns::Service const* service(std::string_view domain, sansio::Time now) const {
        return lookups_.service(domain, now);
    }
    /// ServiceKnown follows.
    void want_service(std::string_view domain, bool is_listed, sansio::Time now) {
        lookups_.want_service(domain, is_listed, now);
    }
    /// For connections that others open: no number is used twice.
    sansio::ConnectionId new_connection() { return sansio::ConnectionId{next_connection_++}; }

    void connected(sansio::Connected const& input);
    void connect_failed(sansio::ConnectFailed const& input);
    /// The connection ended. `unused`: nothing was ever read from it, which makes `fault` one of setting it up: a TLS 1.3
    /// peer refuses our certificate after our handshake is done. True if the connection was a destination's.
    bool lost(sansio::ConnectionId connection, std::optional<sansio::ConnectionFault> const& fault,
              bool unused, sansio::Time now);
    /// We close it ourselves: its end may take a while, and the next reach() begins another.
    void given_up(sansio::ConnectionId connection) { lost(connection, std::nullopt, false, sansio::Time{}); }
    /// A connection that no request is led to any more: to be closed when nothing is owed on it.
    std::optional<sansio::ConnectionId> poll_retired();
    /// The part that asks DNS: it has sockets and connections of its own.
    Lookups& lookups() { return lookups_; }
    Lookups const& lookups() const { return lookups_; }
    void expire(sansio::Time now) { lookups_.expire(now); }
    std::optional<sansio::Time> next_deadline() const { return lookups_.next_deadline(); }

    /// Events come before the actions they cause; poll both until both are empty.
    std::optional<Event> poll_event(sansio::Time now);
    std::optional<sansio::Action> poll_action();
    void set_rule(dns::TargetRule rule) { lookups_.set_rule(rule); }
    /// For destinations that have no connection at the moment, and for all others as soon as they have none.
    void set_links_per_partner(std::uint32_t count) { values_.links_per_partner = count; }
    bool busy() const;
    /// All ready connections to the place of that one, itself among them.
    std::vector<sansio::ConnectionId> beside(sansio::ConnectionId connection) const;
    /// The place of that connection has another server, which may be tried when this one fails.
    bool has_alternative(sansio::ConnectionId connection) const;
    /// The server at the other end of that connection, which must be a destination's.
    dns::ServiceTarget const& server(sansio::ConnectionId connection) const;
    /// The place of that connection has a server that is not among these.
    bool has_server_beside(sansio::ConnectionId connection, std::span<dns::ServiceTarget const> tried) const;

private:
    /// One of a place's connections.
    struct Leg {
        explicit Leg(Way const& way) : destination(way) {}
        Destination destination;
        std::optional<sansio::ConnectionId> connection;  // being opened, or ready
        sansio::Endpoint remote{};                       // of that connection, once it is there
        sansio::PeerIdentity identity{};
    };
    struct Place {
        Way way;
        std::vector<Leg> legs;
        std::array<std::uint8_t, links_max> leg_of{0, 1, 2,
                                                   3};  // by share of the Call-IDs; not its own: a stand-in
        Unreachable failure;                            // the latest, valid until `retry_at`
        sansio::Time retry_at{};
        sansio::Duration backoff{};  // after the next failure; zero after a success
        bool quiet() const;
    };
    using Places = std::map<std::string, Place, std::less<>>;
    struct Owner {
        std::string domain;
        std::uint8_t leg;
    };

    Place& place_for(Way const& way);
    Reach begin(Place& place, std::uint8_t share, sansio::Time now,
                std::span<dns::ServiceTarget const> tried);
    Reach elsewhere(Place const& place, std::span<dns::ServiceTarget const> tried) const;
    std::optional<Event> drive(Place& place, sansio::Time now);
    std::optional<Event> drive(Place& place, std::uint8_t index, sansio::Time now);
    std::optional<Event> failed(Place& place, std::uint8_t index, Destination::Failed failure,
                                sansio::Time now);
    /// Another leg that is ready, else one that is under way.
    std::optional<std::uint8_t> stand_in(Place const& place, std::uint8_t index) const;
    void back_off(Place& place, Unreachable why, sansio::Time now);
    std::optional<Event> hear(Lookups::Action action, sansio::Time now);
    struct Penalty {
        sansio::Time until{};
        Unreachable why;
        bool is_last_resort = false;
    };
    void penalise(dns::ServiceTarget const& server, Penalty penalty, sansio::Time now);
    /// What runs over the connections to that one's server ends there; what is new is tried elsewhere.
    void turn_away(sansio::ConnectionId connection);
    Destination::Penalty penalties(sansio::Time now) const;
    Leg* leg_of(sansio::ConnectionId connection);
    Leg const* leg_of(sansio::ConnectionId connection) const {
        return const_cast<Routes*>(this)->leg_of(connection);
    }
    void forget(Leg& leg);
    void retire(Leg& leg);

    Lookups lookups_;
    RouteSettings values_;
    Places places_;
    std::unordered_map<sansio::ConnectionId, Owner>
        owners_;  // of connections that are being opened or are ready
    std::map<std::pair<std::string, std::uint16_t>, Penalty> penalties_;  // by server
    std::deque<sansio::ConnectionId> retired_;
    std::multimap<std::string, Owner, std::less<>> addresses_awaited_;  // legs, by the name they look up
    std::deque<std::string> changed_;  // domains whose destinations may have actions
    std::deque<sansio::Action> actions_;
    std::uint64_t next_connection_ = 1;
};

}  // namespace edge
