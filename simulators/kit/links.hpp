// The connections that a party opens by itself: one for each target, found by SRV, by address or fixed; made on demand,
// reused while they live, made again after a loss. Requests that wait for one stand in a bounded queue.
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "simulators/kit/lookup.hpp"
#include "simulators/kit/party_settings.hpp"

namespace kit {

/// Where a request goes. `fixed` has no name; a host without a port means 5061.
struct Hop {
    enum class Kind : std::uint8_t { fixed, domain, host };
    Kind kind = Kind::fixed;
    std::string name;
    std::uint16_t port = 0;

    std::string key() const;
};

/// One message on its way out.
struct Outgoing {
    std::string text;
    std::string user;
    std::string branch;  // of a request that waits for an answer
    bool automatic = false;
    std::size_t piece_size = 0;
    sansio::Duration piece_gap{};
};

/// The link for this message is ready.
struct Deliverable {
    sansio::ConnectionId connection;
    Outgoing message;
};
/// There is no link for this message, and there will be none.
struct Undeliverable {
    Outgoing message;
    std::string why;
};
/// A link is to be made; answered by connected() or failed().
struct Dial {
    sansio::ConnectionId connection;
    sansio::Endpoint remote;
};
using LinkEvent = std::variant<Deliverable, Undeliverable, Dial>;

class Links {
public:
    Links(PartySettings const& settings, sansio::Random random);

    void start() {
        if (lookups_) lookups_->start();
    }
    void send(Hop const& hop, Outgoing message, sansio::Time now);

    /// For a connection that is opened by hand: no message takes it by itself.
    sansio::ConnectionId take_id() { return sansio::ConnectionId{next_id_++}; }

    /// True when the peer is who the link was made for; false: the caller closes it, its messages are undeliverable.
    bool connected(sansio::ConnectionId connection, sansio::PeerIdentity const& identity);
    void failed(sansio::ConnectionId connection, std::string const& why);
    void closed(sansio::ConnectionId connection);

    void handle(sansio::Input const& input, sansio::Time now);
    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const;
    std::optional<sansio::Action> poll_action();
    std::optional<LinkEvent> poll_event();

private:
    struct Dialled {
        std::string target;
        std::string expected_name;
    };

    void dial(std::string const& target, sansio::Endpoint remote, std::string expected_name);
    void take_found(Found const& found);
    void move_waiting(std::string const& from, std::string const& to);
    void deliver(std::string const& target, sansio::ConnectionId connection);
    void give_up(std::string const& key, std::string const& why);

    PartySettings const& settings_;
    std::optional<Lookups> lookups_;
    std::uint64_t next_id_ = 1;
    std::set<std::string, std::less<>> looked_up_;                    // hop keys whose look-up runs
    std::map<std::string, std::string, std::less<>> domain_targets_;  // hop key of a domain → target
    std::map<std::string, sansio::ConnectionId, std::less<>> ready_;  // by target
    std::map<sansio::ConnectionId, Dialled> dialled_;
    std::map<std::string, std::deque<Outgoing>, std::less<>> waiting_;  // by hop key, then by target
    std::deque<LinkEvent> events_;
};

}  // namespace kit
