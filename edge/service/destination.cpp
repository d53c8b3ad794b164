#include "edge/service/destination.hpp"

#include <algorithm>

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

/// facts/wire.md §1.1, the failure edges of the outbound leg.
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

}  // namespace

void Destination::want() {
    if (state_ != State::idle) return;
    if (way_.address) {
        fqdn_ = way_.fqdn;
        remaining_ = {*way_.address};
        state_ = State::connecting;
        open_next();
    } else if (!way_.fqdn.empty()) {
        resolve_host(way_.fqdn, federation_port);
    } else {
        state_ = State::resolving_service;
        actions_.emplace_back(WantService{});
    }
}

void Destination::service_known(dns::Service const& service) {
    if (state_ != State::resolving_service) return;
    if (auto const deny = policy::outbound_service(service)) {
        Unreachable why{deny->diagnostic, {{"domain", way_.domain}}};
        for (std::size_t i = 0; i < service.conflicting.size(); ++i)
            why.parameters.emplace_back("fqdn" + std::to_string(i + 1), service.conflicting[i]);
        return fail(std::move(why));
    }
    resolve_host(service.targets.front().fqdn, service.targets.front().port);
}

void Destination::resolve_host(std::string fqdn, std::uint16_t port) {
    fqdn_ = std::move(fqdn);
    port_ = port;
    state_ = State::resolving_address;
    actions_.emplace_back(WantAddresses{fqdn_});
}

void Destination::addresses_known(std::vector<sansio::IpAddress> addresses) {
    if (state_ != State::resolving_address) return;
    if (addresses.empty()) return fail({1014, {{"fqdn", fqdn_}}});
    remaining_.clear();
    for (auto const& address : addresses) remaining_.push_back({address, port_});
    state_ = State::connecting;
    open_next();
}

void Destination::open_next() {
    actions_.emplace_back(Open{remaining_.front(), fqdn_});
    remaining_.pop_front();
}

void Destination::connected(sansio::PeerIdentity const& peer) {
    if (state_ != State::connecting) return;
    if (certificates::is_server(peer, fqdn_)) {
        state_ = State::ready;
        actions_.emplace_back(Ready{});
        return;
    }
    actions_.emplace_back(Discard{});
    auto const names = peer.leaf ? certificates::names_text(*peer.leaf) : std::string("no certificate");
    fail({1010,
          {{"ErrorType", "The peer certificate does not contain a matching FQDN"},
           {"tls-target", fqdn_},
           {"PeerServer", names},
           {"HRESULT", "0x80090322(SEC_E_WRONG_PRINCIPAL)"}}});
}

void Destination::connect_failed(sansio::ConnectionFault const& fault) {
    if (state_ != State::connecting) return;
    // facts/lync.md §2.1: among a host's addresses each is tried until TCP connects; what TLS says afterwards is final.
    using Stage = sansio::ConnectionFault::Stage;
    bool const before_tls =
        fault.stage == Stage::refused || fault.stage == Stage::unreachable || fault.stage == Stage::timed_out;
    if (before_tls && !remaining_.empty()) return open_next();
    fail(explain(fault, fqdn_));
}

void Destination::lost() {
    state_ = State::idle;
}

void Destination::fail(Unreachable why) {
    state_ = State::idle;
    remaining_.clear();
    actions_.emplace_back(Failed{std::move(why)});
}

std::optional<Destination::Action> Destination::poll_action() {
    if (actions_.empty()) return std::nullopt;
    auto action = std::move(actions_.front());
    actions_.pop_front();
    return action;
}

}  // namespace edge
