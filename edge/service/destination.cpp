#include "edge/service/destination.hpp"

#include <algorithm>
#include <iterator>

#include "edge/certificates/identity.hpp"
#include "edge/policy/access_edge.hpp"

namespace edge {

namespace {

constexpr std::uint16_t federation_port = 5061;

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// The codes that Windows gives such failures, since administrators search for them (facts/wire.md §2, ids 1046, 1047).
Parameters winsock(std::string_view code, std::string_view description) {
    return {{"WinsockFailureCode", std::string(code)},
            {"WinsockFailureDescription", std::string(description)}};
}

}  // namespace

Unreachable explain(sansio::ConnectionFault const& fault, std::string const& fqdn) {
    using Stage = sansio::ConnectionFault::Stage;
    Unreachable why;
    switch (fault.stage) {
        case Stage::refused:
            why = {1046, winsock("10061", "The peer actively refused the connection attempt")};
            break;
        case Stage::unreachable:
            why = {1046, winsock("10065", "There is no route to the peer")};
            break;
        case Stage::timed_out:
            why = {1046, winsock("10060", "The peer did not respond to the connection attempt")};
            break;
        case Stage::tls_timed_out:
            why = {1047, winsock("10060", "The peer did not complete the TLS handshake")};
            break;
        case Stage::tls_chain:
            why = {1010,
                   {{"ErrorType", "The peer certificate is not trusted: " + fault.chain.text},
                    {"tls-target", fqdn}}};
            return why;
        case Stage::limit:
        case Stage::no_such_profile:
            why = {1007, {{"cause", fault.text}}};
            break;
        case Stage::tls_refused:
        case Stage::tls_protocol:
        case Stage::reset:
        case Stage::truncated:
            why = {1047, winsock("10054", fault.text.empty() ? "The peer forced closure of the connection"
                                                             : fault.text)};
            break;
    }
    why.parameters.emplace_back("PeerServer", fqdn);
    return why;
}

bool Destination::has_server_beside(std::span<dns::ServiceTarget const> tried) const {
    return std::ranges::any_of(
        known_, [&](auto const& server) { return std::ranges::find(tried, server) == tried.end(); });
}

void Destination::want(Penalty const& penalty, std::span<dns::ServiceTarget const> tried) {
    if (state_ != State::idle) return;
    first_failure_.reset();
    avoided_.assign(tried.begin(), tried.end());
    if (way_.address || !way_.fqdn.empty()) {
        auto const port = way_.address ? way_.address->port : federation_port;
        known_ = {{way_.fqdn, port}};
        return try_servers(known_, penalty);
    }
    server_ = {};
    state_ = State::resolving_service;
    actions_.emplace_back(WantService{});
}

void Destination::service_known(dns::Service const& service, Penalty const& penalty) {
    if (state_ != State::resolving_service) return;
    if (auto const deny = policy::outbound_service(service)) {
        Unreachable why;
        why.diagnostic = deny->diagnostic;
        why.parameters.emplace_back("domain", way_.domain);
        if (!service.text.empty()) why.parameters.emplace_back("cause", service.text);
        for (std::size_t i = 0; i < service.conflicting.size(); ++i)
            why.parameters.emplace_back("fqdn" + std::to_string(i + 1), service.conflicting[i]);
        return fail(std::move(why));
    }
    known_ = service.targets;
    try_servers(service.targets, penalty);
}

void Destination::try_servers(std::vector<dns::ServiceTarget> servers, Penalty const& penalty) {
    // RFC 3261 §21.5.4: whoever asked to be left alone is, as long as he asked for; somebody else may serve.
    std::optional<Unreachable> why;
    std::vector<dns::ServiceTarget> silent, avoided;
    server_ = servers.front();
    servers_.clear();
    for (auto& server : servers) {
        auto penalised = penalty ? penalty(server) : std::nullopt;
        bool const is_avoided = std::ranges::find(avoided_, server) != avoided_.end();
        if (penalised && !penalised->is_last_resort) {
            // What the preferred one has against us; but whoever asks when to come back is told the earliest time.
            auto& other = penalised->why;
            if (!why)
                why = std::move(other);
            else if (why->retry_after != 0 && other.retry_after != 0)
                why->retry_after = std::min(why->retry_after, other.retry_after);
        } else {
            (is_avoided ? avoided : penalised ? silent : servers_).push_back(std::move(server));
        }
    }
    for (auto* const later : {&silent, &avoided}) std::ranges::move(*later, std::back_inserter(servers_));
    std::ranges::reverse(servers_);
    if (!servers_.empty()) return next_server();
    fail(std::move(*why), false);
}

void Destination::next_server() {
    server_ = std::move(servers_.back());
    servers_.pop_back();
    if (way_.address) {
        addresses_ = {*way_.address};
        return open_next();
    }
    state_ = State::resolving_address;
    actions_.emplace_back(WantAddresses{server_.fqdn});
}

void Destination::addresses_known(std::vector<sansio::IpAddress> addresses, std::string const& text) {
    if (state_ != State::resolving_address) return;
    if (addresses.empty()) {
        Unreachable why;
        why.diagnostic = 1014;
        why.parameters.emplace_back("fqdn", server_.fqdn);
        if (!text.empty()) why.parameters.emplace_back("cause", text);
        return server_failed(std::move(why));
    }
    for (; !addresses.empty(); addresses.pop_back()) addresses_.push_back({addresses.back(), server_.port});
    open_next();
}

void Destination::open_next() {
    state_ = State::connecting;
    actions_.emplace_back(Open{addresses_.back(), server_.fqdn});
    addresses_.pop_back();
}

void Destination::connected(sansio::PeerIdentity const& peer) {
    if (state_ != State::connecting) return;
    if (certificates::is_server(peer, server_.fqdn)) {
        state_ = State::ready;
        servers_.clear();
        addresses_.clear();
        actions_.emplace_back(Ready{});
        return;
    }
    actions_.emplace_back(Discard{});
    auto const names = peer.leaf ? certificates::names_text(*peer.leaf) : std::string("no certificate");
    Unreachable why;
    why.diagnostic = 1010;
    why.parameters = {{"ErrorType", "The peer certificate does not contain a matching FQDN"},
                      {"tls-target", server_.fqdn},
                      {"PeerServer", names},
                      {"HRESULT", "0x80090322(SEC_E_WRONG_PRINCIPAL)"}};
    server_failed(std::move(why));
}

void Destination::connect_failed(sansio::ConnectionFault const& fault) {
    if (state_ != State::connecting) return;
    // facts/lync.md §2.1: among a host's addresses each is tried until TCP connects; what TLS says afterwards is final for
    // that host. Another server of the domain may still do (RFC 3263 §4.3).
    using Stage = sansio::ConnectionFault::Stage;
    bool const before_tls =
        fault.stage == Stage::refused || fault.stage == Stage::unreachable || fault.stage == Stage::timed_out;
    if (before_tls && !addresses_.empty()) return open_next();
    server_failed(explain(fault, server_.fqdn));
}

void Destination::server_failed(Unreachable why) {
    addresses_.clear();
    if (!first_failure_) first_failure_ = std::move(why);
    if (!servers_.empty()) return next_server();
    fail(std::move(*first_failure_));
}

void Destination::fail(Unreachable why, bool is_news) {
    state_ = State::idle;
    actions_.emplace_back(Failed{std::move(why), is_news});
}

std::optional<Destination::Action> Destination::poll_action() {
    if (actions_taken_ == actions_.size()) {
        actions_.clear();
        actions_taken_ = 0;
        return std::nullopt;
    }
    return std::move(actions_[actions_taken_++]);
}

}  // namespace edge
