// The stateful proxy (RFC 3261 §16) between the edge's connections: requests go one way, responses the other, and time and
// lost connections end what neither ends.
#pragma once
#include <optional>
#include <string>

#include "edge/service/requests.hpp"
#include "edge/service/responses.hpp"

namespace edge {

class Relay {
public:
    Relay(std::shared_ptr<topology::Topology const> topology, Links& links, Routes& routes,
          sansio::Random random);

    void request(Link& link, sip::MessageView const& request, sansio::Time now) {
        requests_.receive(link, request, now);
    }
    void response(Link& link, sip::MessageView const& response, sansio::Time now) {
        responses_.receive(link, response, now);
    }
    /// A complete message that is not SIP, or the head of a stream that cannot be read on.
    void malformed(Link& link, sip::MessageView const& view, sip::SyntaxFault fault);

    void service_known(ServiceKnown const& known, sansio::Time now) { requests_.service_known(known, now); }
    void reached(std::string const& domain, sansio::Time now) { requests_.reached(domain, now); }
    void not_reached(NotReached const& event, sansio::Time now) { requests_.not_reached(event, now); }
    /// What waits for an answer from there gets one of ours. `fault`: how it ended; nothing: in order.
    void connection_lost(sansio::ConnectionId connection, std::optional<sansio::ConnectionFault> const& fault,
                         sansio::Time now);
    /// From now on only what belongs to a running transaction or ends a dialog is taken.
    /// INVITEs that ring are cancelled.
    void drain(sansio::Time now);

    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const;
    /// Does what the transactions' timers ask for; to be called after everything else.
    void drain_events(sansio::Time now);
    /// Closes what retires as soon as no request waits for its answer there.
    void close_retired(sansio::Time now) {
        state_.links.close_retired(
            [this](sansio::ConnectionId connection) { return state_.layer.waits_on(connection); }, now);
    }
    std::optional<sansio::Report> poll_report();

    /// Timers keep the values they had at the start; everything else is new from now on.
    void reload(std::shared_ptr<topology::Topology const> topology);
    Self const& self() const { return state_.self; }
    /// Every request has had its final answer, or will never have one.
    bool idle() const { return contexts_.empty() && requests_.none_parked(); }
    std::size_t transactions() const { return state_.layer.size(); }
    Counters const& counters() const { return state_.counters; }

private:
    /// Timer F (RFC 3263 §4.3): what is new goes elsewhere. This request does not, since nobody waits for it any more.
    void silent(sip::transaction::TransactionId id, sansio::Time now);
    /// For the connection of a request without answer: if nothing else was heard there either, it may be dead without TCP
    /// knowing, and what is new gets another one.
    void renew_if_silent(sansio::ConnectionId connection, sansio::Time now);
    sansio::Duration patience() const;
    /// Timer B: no response at all; or a CANCEL of ours had no effect.
    void timed_out(sip::transaction::TransactionId id, sansio::Time now);
    /// Its connection is lost (RFC 3261 §16.9).
    void failed(sip::transaction::TransactionId id, Refusal const& refusal, sansio::Time now);

    RelayState state_;
    ResponseContexts contexts_;
    Requests requests_;
    Responses responses_;
    Refusal on_lost_connection_{504, 1007, {}, {}};
};

}  // namespace edge
