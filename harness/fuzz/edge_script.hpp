// The whole edge core, driven by a script of bytes: messages of peers, answers, DNS, connections that come, fail and end,
// slow readers and time. Every byte string is a script, so that a fuzzer may write them.
#pragma once
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "edge/service/edge.hpp"
#include "harness/fuzz/script_reader.hpp"
#include "harness/fuzz/wire_judge.hpp"
#include "simulators/internet/dns_server.hpp"

namespace fuzz {

class EdgeScript {
public:
    explicit EdgeScript(std::span<std::byte const> script);

    /// Plays it to its end, lets ten minutes pass, and asks the judge. Empty: nothing was wrong.
    std::string play();
    /// How many requests of peers the edge has passed on.
    std::size_t passed_on() const { return judge_.passed_on(); }

private:
    struct Peer {
        WireJudge::Side side = WireJudge::Side::outside;
        bool slow = false;  // takes nothing until it is told to
        std::size_t answered = 0;
    };
    using Peers = std::map<sansio::ConnectionId, Peer>;

    Peers::iterator peer();

    void step();
    void accept();
    void say_request();
    void say_bytes();
    void answer();
    void connect();
    void end_connection();
    void answer_dns();
    void pass_time();
    void change_reader();
    void configure();

    void hear(sansio::ConnectionId connection, std::string_view bytes);
    void feed(sansio::Input const& input);
    void collect();
    void take_all();
    void act(sansio::Action const& action);
    void advance(sansio::Duration time);
    void complain(std::string what);

    ScriptReader script_;
    std::shared_ptr<topology::Topology> topology_;
    edge::Edge edge_;
    internet::DnsServer dns_;
    WireJudge judge_;
    Peers peers_;
    std::deque<sansio::Connect> wanted_;
    std::deque<sansio::SendDatagram> queries_;
    std::map<sansio::ConnectionId, bool> closing_;  // asked for by the edge, not yet confirmed
    sansio::Time now_{};
    std::uint64_t accepted_ = 0;
    bool draining_ = false;
    std::string complaint_;
};

}  // namespace fuzz
