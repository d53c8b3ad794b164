// Where requests go: one Destination a domain, with its look-ups and its connection. Glue: the rules are in Destination.
#pragma once
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "edge/service/destination.hpp"
#include "edge/service/lookups.hpp"
#include "sansio/network.hpp"

namespace edge {

/// The TLS contexts of the edge, by the numbers that its driver knows.
inline constexpr sansio::TlsProfile outside_profile{0};
inline constexpr sansio::TlsProfile inside_profile{1};
inline constexpr sansio::SocketId dns_socket{1};

/// The connection of a destination is made and its peer's name verified: it is the caller's from now on.
struct Reached {
    std::string domain;  // empty: the inside
    std::string fqdn;
    sansio::ConnectionId connection;
    sansio::Endpoint remote;
    sansio::PeerIdentity identity;
};
struct NotReached {
    std::string domain;
    Unreachable why;
};

class Routes {
public:
    using Event = std::variant<ServiceKnown, Reached, NotReached>;

    Routes(dns::Settings settings, dns::TargetRule rule, sansio::Random random);

    /// The ready connection towards `way`. Without one the destination is started; Reached or NotReached follows.
    std::optional<sansio::ConnectionId> reach(Way const& way, sansio::Time now);
    dns::Service const* service(std::string_view domain, sansio::Time now) const {
        return lookups_.service(domain, now);
    }
    /// ServiceKnown follows.
    void want_service(std::string_view domain, sansio::Time now) { lookups_.want_service(domain, now); }

    void connected(sansio::Connected const& input);
    void connect_failed(sansio::ConnectFailed const& input);
    /// True if the connection was a destination's.
    bool lost(sansio::ConnectionId connection);
    void datagram(sansio::DatagramReceived const& input, sansio::Time now) {
        lookups_.handle(input.bytes, input.from, now);
    }
    void expire(sansio::Time now) { lookups_.expire(now); }
    std::optional<sansio::Time> next_deadline() const { return lookups_.next_deadline(); }

    /// Events come before the actions they cause; poll both until both are empty.
    std::optional<Event> poll_event(sansio::Time now);
    std::optional<sansio::Action> poll_action();
    void set_rule(dns::TargetRule rule) { lookups_.set_rule(rule); }
    bool busy() const;

private:
    struct Place {
        Destination destination;
        std::optional<sansio::ConnectionId> connection;  // being opened, or ready
        sansio::Endpoint remote{};                       // of that connection, once it is there
        sansio::PeerIdentity identity{};
    };
    using Places = std::map<std::string, Place, std::less<>>;

    std::optional<Event> drive(std::string const& domain, Place& place, sansio::Time now);
    std::optional<Event> hear(Lookups::Action action);
    Place* place_of(sansio::ConnectionId connection);
    void forget(Place& place);

    Lookups lookups_;
    Places places_;
    std::map<sansio::ConnectionId, std::string>
        domains_;                      // of connections that are being opened or are ready
    std::deque<std::string> changed_;  // domains whose destination may have actions
    std::deque<sansio::Action> actions_;
    std::uint64_t next_connection_ = 1;
};

}  // namespace edge
