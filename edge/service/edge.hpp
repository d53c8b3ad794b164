// The Access Edge as a host: hears the network, hands each message to the relay, says what is to be done.
// The same object runs in the simulated world and in the program (edge_main.cpp).
#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "edge/service/links.hpp"
#include "edge/service/relay.hpp"
#include "edge/service/routes.hpp"
#include "edge/topology/topology.hpp"
#include "sansio/host.hpp"

namespace edge {

struct EdgeSettings {
    std::shared_ptr<topology::Topology const> topology;
    std::vector<sansio::Endpoint> resolvers;  // recursive DNS servers, at least one, in the order to be asked
    std::uint64_t seed = 0;
};

class Edge : public sansio::Host {
public:
    explicit Edge(EdgeSettings settings);

    void start(sansio::Time now) override;
    void handle(sansio::Input const& input, sansio::Time now) override;
    void expire(sansio::Time now) override;
    std::optional<sansio::Time> next_deadline() const override;
    std::optional<sansio::Action> poll_action() override;
    std::span<std::byte const> unsent(sansio::ConnectionId connection) const override;
    void sent(sansio::ConnectionId connection, std::size_t count) override;

    /// A new configuration: decides about every request from now on. Listeners and timers stay as they were started;
    /// a change of theirs is reported and takes a restart.
    void reload(std::shared_ptr<topology::Topology const> topology, sansio::Time now);
    /// Takes nothing new, lets what runs come to its end, then closes every connection; drained() says when that is done.
    void drain(sansio::Time now);
    bool drained() const { return draining_ && links_.size() == 0; }
    /// No request waits for an answer, no look-up or connection is under way, no byte waits to be sent.
    bool idle() const { return relay_.idle() && !routes_.busy() && links_.all_sent(); }
    /// Both listeners and the sockets for DNS are open.
    bool ready() const { return opened_ == openings_; }
    Holding const& held() const { return links_.held(); }
    /// That have not ended yet, answered or not (RFC 3261 §17).
    std::size_t transactions() const { return relay_.transactions(); }
    /// Why it can never be ready: an address in use, an address that is not ours. Empty as long as there is hope.
    std::string const& start_failure() const { return start_failure_; }
    Counters const& counters() const { return relay_.counters(); }

private:
    void on(sansio::Listening const& input, sansio::Time now);
    void on(sansio::ListenFailed const& input, sansio::Time now);
    void on(sansio::Accepted const& input, sansio::Time now);
    void on(sansio::AcceptFailed const& input, sansio::Time now);
    void on(sansio::Connected const& input, sansio::Time now);
    void on(sansio::ConnectFailed const& input, sansio::Time now);
    void on(sansio::Received const& input, sansio::Time now);
    void on(sansio::Closed const& input, sansio::Time now);
    void on(sansio::SocketOpen const& input, sansio::Time now);
    void on(sansio::SocketFailed const& input, sansio::Time now);
    void on(sansio::DatagramReceived const&, sansio::Time) {}  // the look-ups have it

    void read(Link& link, sip::Framer::Event const& event, sansio::Time now);
    void end_of_stream(Link& link, sansio::Time now);
    void report_fault(std::string event, Link& link, sip::SyntaxFault fault, sansio::Time now);
    void turn(sansio::Time now);
    void handle_route_event(Routes::Event const& event, sansio::Time now);
    void report(sansio::Report::Level level, std::string event,
                std::vector<std::pair<std::string, std::string>> fields);

    sansio::IpAddress::Family resolver_family_;
    sansio::Random random_;
    Links links_;
    Routes routes_;
    Relay relay_;
    std::deque<sansio::Action> actions_;
    std::string start_failure_;
    unsigned opened_ = 0;
    unsigned openings_ = 2;  // listeners, and then the sockets for DNS
    bool draining_ = false;
    bool said_goodbye_ = false;
};

}  // namespace edge
