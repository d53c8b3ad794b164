// The way to one place that requests go to: a partner's edge or the inside. A machine of the outbound leg
// (facts/wire.md §1.1): resolve the service, resolve its host, connect, verify the name, ready.
#pragma once
#include <functional>
#include <optional>
#include <span>
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
    int status = 0;                 // 0: what the diagnostic's own row says
    std::uint32_t retry_after = 0;  // seconds, for a Retry-After of ours; 0: none
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
        bool is_news = true;  // false: no server was tried, since it is known what each has against us
    };
    using Action = std::variant<WantService, WantAddresses, Open, Ready, Discard, Failed>;
    /// Why a server is not to be used now.
    struct Penalised {
        Unreachable why;
        bool is_last_resort = false;  // nobody forbade it: it is used when there is nothing better
    };
    /// Nothing: the server may be used.
    using Penalty = std::function<std::optional<Penalised>(dns::ServiceTarget const& server)>;

    explicit Destination(Way way) : way_(std::move(way)) {}

    Way const& way() const { return way_; }
    bool ready() const { return state_ == State::ready; }
    bool idle() const { return state_ == State::idle; }
    /// The server that is, or will be, at the other end; its name is empty while the service is looked up.
    dns::ServiceTarget const& server() const { return server_; }
    std::string const& fqdn() const { return server_.fqdn; }
    /// The service has a server beside this one, so that a failure of this one is not the end.
    bool has_alternative() const { return known_.size() > 1; }
    /// The service has a server that is not among these.
    bool has_server_beside(std::span<dns::ServiceTarget const> tried) const;

    /// Somebody has a request for it, which was at `tried` before: starts, unless it is under way or ready.
    void want(Penalty const& penalty, std::span<dns::ServiceTarget const> tried = {});
    void service_known(dns::Service const& service, Penalty const& penalty);
    /// Answers the latest WantAddresses; empty: there are none, and `text` says why.
    void addresses_known(std::vector<sansio::IpAddress> addresses, std::string const& text = {});
    void connected(sansio::PeerIdentity const& peer);
    void connect_failed(sansio::ConnectionFault const& fault);
    /// The ready connection is gone, or not to be used any longer; the next want() starts again.
    void lost() { state_ = State::idle; }

    std::optional<Action> poll_action();

private:
    enum class State : std::uint8_t { idle, resolving_service, resolving_address, connecting, ready };

    void try_servers(std::vector<dns::ServiceTarget> servers, Penalty const& penalty);
    void next_server();
    void open_next();
    /// This server cannot be had: the next one, or the end.
    void server_failed(Unreachable why);
    void fail(Unreachable why, bool is_news = true);

    Way way_;
    State state_ = State::idle;
    dns::ServiceTarget server_;
    // Both are taken from the back.
    std::vector<dns::ServiceTarget> servers_;
    std::vector<sansio::Endpoint> addresses_;
    std::vector<dns::ServiceTarget> known_;  // what the service consists of
    std::vector<dns::ServiceTarget>
        avoided_;  // by the request that began this way: used only if nothing is left
    std::optional<Unreachable> first_failure_;  // of the server that the partner prefers
    std::vector<Action> actions_;
    std::size_t actions_taken_ = 0;
};

/// What a connection's end says about the peer: the diagnostic and its parameters (facts/wire.md §1.1).
Unreachable explain(sansio::ConnectionFault const& fault, std::string const& fqdn);

}  // namespace edge
