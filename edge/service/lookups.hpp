// What the edge knows from DNS: federation services and addresses by name, each with the time it may be used until.
// Wraps the resolver so that the rest of the edge asks for domains and hears of domains, never of queries; and gives it
// its sockets and connections, which have numbers of their own.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "edge/dns/resolver.hpp"
#include "edge/dns/srv_selection.hpp"
#include "sansio/byte_buffer.hpp"
#include "sansio/network.hpp"

namespace edge {

/// The SRV record of `domain` was looked up, with or without success. `service` may be used now, whatever its time.
struct ServiceKnown {
    std::string domain;
    dns::Service const* service;
};
/// The addresses of `fqdn`: IPv4, and IPv6 if it has no other; empty when there are none, then `text` says why.
struct AddressesKnown {
    std::string fqdn;
    std::vector<sansio::IpAddress> addresses;
    std::string text;
};

class Lookups {
public:
    using Action = std::variant<sansio::Action, ServiceKnown, AddressesKnown>;

    Lookups(dns::Settings settings, dns::TargetRule rule, sansio::Random random);

    /// To be opened by its owner before the first look-up, on any port; the first is number 1 (RFC 5452 §9.2).
    std::uint32_t sockets() const { return sockets_; }
    /// Where its TCP connections leave from; nothing: from anywhere.
    void send_from(std::optional<sansio::IpAddress> local) { local_ = local; }
    /// Connections that the look-ups opened have this bit in their number.
    static constexpr std::uint64_t stream_bit = std::uint64_t{1} << 62U;
    static bool owns(sansio::ConnectionId connection) {
        auto const number = static_cast<std::uint64_t>(connection);
        return (number & sansio::accepted_bit) == 0 && (number & stream_bit) != 0;
    }

    /// What is known of the federation service of `domain`; nullptr when it is not known or has run out.
    dns::Service const* service(std::string_view domain, sansio::Time now) const;
    /// Starts a look-up unless one is under way. ServiceKnown follows, exactly once for all who asked meanwhile.
    /// Only so many domains that no list names are looked up at a time: they are anybody's invention.
    void want_service(std::string_view domain, bool is_listed, sansio::Time now);
    /// The same for addresses; AddressesKnown follows.
    void want_addresses(std::string_view fqdn, sansio::Time now);

    /// True if the input is about a socket or connection of the look-ups.
    bool handle(sansio::Input const& input, sansio::Time now);
    void expire(sansio::Time now) { resolver_.expire(now); }
    std::optional<sansio::Time> next_deadline() const { return resolver_.next_deadline(); }
    std::optional<Action> poll_action(sansio::Time now);
    /// Of a connection that it owns.
    std::span<std::byte const> unsent(sansio::ConnectionId connection) const;
    void sent(sansio::ConnectionId connection, std::size_t count);

    void set_rule(dns::TargetRule rule);
    bool busy() const { return !services_wanted_.empty() || !addresses_wanted_.empty(); }

    static constexpr std::size_t unlisted_max = 200;

private:
    struct Known {
        dns::Service service;
        sansio::Time until;
    };
    struct Wanted {
        std::string name;
        dns::Type type;
        std::string text;  // why the type that was asked for before is not known
    };

    std::optional<Action> hear(dns::Action action, sansio::Time now);
    std::optional<Action> conclude(Wanted wanted, dns::Answer const& answer, sansio::Time now);
    ServiceKnown know(std::string domain, dns::Service service, sansio::Time until);
    dns::QueryId ask(std::string_view name, dns::Type type, sansio::Time now);

    std::uint32_t sockets_;
    std::optional<sansio::IpAddress> local_;
    dns::Resolver resolver_;
    dns::TargetRule rule_;
    std::uint64_t next_query_ = 1;
    std::map<dns::QueryId, Wanted> queries_;
    std::map<std::string, Known, std::less<>> known_;
    std::map<std::string, bool, std::less<>> services_wanted_;  // true: a list names it
    std::set<std::string, std::less<>> addresses_wanted_;
    std::size_t unlisted_ = 0;           // of services_wanted_
    std::vector<std::string> declined_;  // domains that are not looked up, and are to be told
    std::map<sansio::ConnectionId, sansio::ByteBuffer> streams_;
};

}  // namespace edge
