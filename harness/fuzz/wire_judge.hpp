// Watches the plain bytes on every connection of an edge, whatever they are about, and says what no edge may do:
// write what a stranger cannot read, let a trust header cross, answer what was not asked, deliver twice, leave an INVITE
// without an answer. It reads with the simulators' slicer and libosip2 and knows nothing of the edge.
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sansio/network.hpp"
#include "simulators/wire/slicer.hpp"

namespace fuzz {

class WireJudge {
public:
    enum class Side : std::uint8_t { outside, inside };

    void opened(sansio::ConnectionId connection, Side side);
    void closed(sansio::ConnectionId connection);
    /// The peer said so. What cannot be read is the peer's own affair.
    void to_edge(sansio::ConnectionId connection, std::string_view bytes);
    /// The edge said so.
    void from_edge(sansio::ConnectionId connection, std::string_view bytes);

    /// Nobody will say anything more and all timers have run out: is somebody still waiting? Once, at the end.
    void at_the_end();
    /// The first thing that was wrong; empty: nothing.
    std::string const& complaint() const { return complaint_; }

    /// How many requests of peers the edge has passed on.
    std::size_t passed_on() const { return passed_on_total_; }
    /// Requests that reached the peer of that connection and that it may answer, oldest first.
    std::vector<wire::RawMessage> const& delivered(sansio::ConnectionId connection) const;

private:
    struct Asked {
        std::uint32_t times = 0;
        std::uint32_t finals = 0;
        bool valid_invite = false;  // the judge insists on an answer
        Side side = Side::outside;
        sansio::ConnectionId connection{};  // the latest that it was said on
    };
    struct Connection {
        Side side = Side::outside;
        bool open = true;
        wire::Slicer in;
        wire::Slicer out;
        bool in_broken = false;
        std::vector<wire::RawMessage> delivered;
    };

    void complain(std::string_view what, wire::RawMessage const& message);
    void request_to_edge(sansio::ConnectionId id, Connection const& connection,
                         wire::RawMessage const& request);
    void request_from_edge(Connection& connection, wire::RawMessage const& request);
    void response_from_edge(Connection const& connection, wire::RawMessage const& response);
    void headers_from_edge(Connection const& connection, wire::RawMessage const& message);

    std::map<sansio::ConnectionId, Connection> connections_;
    std::map<std::string, Asked> asked_;              // requests, by branch, sent-by and method
    std::map<std::string, std::uint32_t> passed_on_;  // the same: how often delivered
    std::size_t passed_on_total_ = 0;
    std::size_t asked_illegibly_ =
        0;  // requests whose top Via is not plain, and which have had no answer of their own
    // There are streams that the judge could not cut: it does not know all that was asked.
    bool any_broken_ = false;
    std::string complaint_;
};

}  // namespace fuzz
