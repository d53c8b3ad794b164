// The way to one place that requests go to: a partner's edge or the inside. A machine of the outbound leg
// (facts/wire.md §1.1): resolve the service, resolve its host, connect, verify the name, ready.
#pragma once
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "edge/dns/srv_selection.hpp"
#include "sansio/network.hpp"

namespace edge {

/// How a destination is found. A `fqdn` that is empty is found by SRV; an address that is given is not asked for.
struct Way {
    std::string domain;  // a partner's SIP domain; empty: the inside
    std::string fqdn;
    std::optional<sansio::Endpoint> address;
    bool operator==(Way const&) const = default;
};

/// Why a destination could not be reached: the diagnostic (facts/wire.md §2) with its parameters.
struct Unreachable {
    std::uint32_t diagnostic = 0;
    std::vector<std::pair<std::string, std::string>> parameters;
};

class Destination {
public:
    struct WantService {};
    struct WantAddresses {
        std::string fqdn;
    };
    struct Open {
        sansio::Endpoint remote;
        std::string server_name;
    };
    struct Ready {};
    struct Discard {};  // the connection that was made is not to be used: close it
    struct Failed {
        Unreachable why;
    };
    using Action = std::variant<WantService, WantAddresses, Open, Ready, Discard, Failed>;

    explicit Destination(Way way) : way_(std::move(way)) {}

    Way const& way() const { return way_; }
    bool ready() const { return state_ == State::ready; }
    bool idle() const { return state_ == State::idle; }
    /// The host that is, or will be, at the other end; empty while the service is looked up.
    std::string const& fqdn() const { return fqdn_; }

    /// Somebody has a request for it: starts, unless it is under way or ready.
    void want();
    void service_known(dns::Service const& service);
    void addresses_known(std::vector<sansio::IpAddress> addresses);
    void connected(sansio::PeerIdentity const& peer);
    void connect_failed(sansio::ConnectionFault const& fault);
    /// The ready connection is gone; the next want() starts again.
    void lost();

    std::optional<Action> poll_action();

private:
    enum class State : std::uint8_t { idle, resolving_service, resolving_address, connecting, ready };

    void resolve_host(std::string fqdn, std::uint16_t port);
    void open_next();
    void fail(Unreachable why);

    Way way_;
    State state_ = State::idle;
    std::string fqdn_;
    std::uint16_t port_ = 0;
    std::deque<sansio::Endpoint> remaining_;
    std::deque<Action> actions_;
};

}  // namespace edge
