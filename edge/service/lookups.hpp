// What the edge knows from DNS: federation services and addresses by name, each with the time it may be used until.
// Wraps the resolver so that the rest of the edge asks for domains and hears of domains, never of queries.
#pragma once
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "edge/dns/resolver.hpp"
#include "edge/dns/srv_selection.hpp"

namespace edge {

/// The SRV record of `domain` was looked up, with or without success. `service` may be used now, whatever its time.
struct ServiceKnown {
    std::string domain;
    dns::Service const* service;
};
/// The addresses of `fqdn`, IPv4 before IPv6; empty when there are none, then `text` says why.
struct AddressesKnown {
    std::string fqdn;
    std::vector<sansio::IpAddress> addresses;
    std::string text;
};

class Lookups {
public:
    using Action = std::variant<dns::SendDatagram, ServiceKnown, AddressesKnown>;

    Lookups(dns::Settings settings, dns::TargetRule rule, sansio::Random random);

    /// What is known of the federation service of `domain`; nullptr when it is not known or has run out.
    dns::Service const* service(std::string_view domain, sansio::Time now) const;
    /// Starts a look-up unless one is under way. ServiceKnown follows, exactly once for all who asked meanwhile.
    void want_service(std::string_view domain, sansio::Time now);
    /// The same for addresses; AddressesKnown follows.
    void want_addresses(std::string_view fqdn, sansio::Time now);

    void handle(std::span<std::byte const> datagram, sansio::Endpoint from, sansio::Time now);
    void expire(sansio::Time now) { resolver_.expire(now); }
    std::optional<sansio::Time> next_deadline() const { return resolver_.next_deadline(); }
    std::optional<Action> poll_action(sansio::Time now);

    void set_rule(dns::TargetRule rule);
    bool busy() const { return !services_wanted_.empty() || !addresses_wanted_.empty(); }

private:
    struct Known {
        dns::Service service;
        sansio::Time until;
    };
    struct Wanted {
        std::string name;
        dns::Type type;
    };

    std::optional<Action> conclude(Wanted wanted, dns::Answer const& answer, sansio::Time now);
    void ask(std::string_view name, dns::Type type, sansio::Time now);
    void make_room();

    dns::Resolver resolver_;
    dns::TargetRule rule_;
    std::uint64_t next_query_ = 1;
    std::map<dns::QueryId, Wanted> queries_;
    std::map<std::string, Known, std::less<>> known_;
    std::map<std::string, bool, std::less<>> services_wanted_;
    std::map<std::string, bool, std::less<>> addresses_wanted_;
};

}  // namespace edge
