// A message's way through the edge (design.md §3): validate, decide, route, forward, or answer. Glue over the rules of
// edge/sip/proxy and edge/policy: this file finds, asks and does; it decides nothing about SIP or about partners.
#pragma once
#include <deque>
#include <optional>
#include <string>

#include "edge/policy/access_edge.hpp"
#include "edge/service/answers.hpp"
#include "edge/service/links.hpp"
#include "edge/service/parking.hpp"
#include "edge/service/routes.hpp"
#include "edge/service/self.hpp"
#include "edge/sip/proxy/route.hpp"
#include "edge/sip/rewrite.hpp"
#include "edge/sip/transaction/layer.hpp"

namespace edge {

/// How many messages took which way through the edge, since it started.
struct Counters {
    std::uint64_t forwarded = 0;
    std::uint64_t parked = 0;
    std::uint64_t refused = 0;
    std::uint64_t responses = 0;
    std::uint64_t dropped = 0;
};

class Relay {
public:
    Relay(std::shared_ptr<topology::Topology const> topology, Links& links, Routes& routes,
          sansio::Random random);

    void request(Link& link, sip::MessageView const& request, sansio::Time now);
    void response(Link& link, sip::MessageView const& response, sansio::Time now);
    /// A complete message that is not SIP, or the head of a stream that cannot be read on.
    void malformed(Link& link, sip::MessageView const& view, sip::SyntaxFault fault);

    void service_known(ServiceKnown const& known, sansio::Time now);
    void reached(std::string const& domain, sansio::Time now);
    void not_reached(NotReached const& event, sansio::Time now);
    /// What waits for an answer from there gets one of ours. `fault`: how it ended; nothing: in order.
    void connection_lost(sansio::ConnectionId connection, std::optional<sansio::ConnectionFault> const& fault,
                         sansio::Time now);
    /// From now on only what belongs to a running transaction or ends a dialog is taken.
    void drain() { draining_ = true; }

    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const;
    /// Does what the transactions' timers ask for; to be called after everything else.
    void drain_events(sansio::Time now);
    std::optional<sansio::Report> poll_report();

    /// Timers keep the values they had at the start; everything else is new from now on.
    void reload(std::shared_ptr<topology::Topology const> topology);
    Self const& self() const { return self_; }
    /// Every request has had its final answer, or will never have one.
    bool idle() const { return unanswered_ == 0 && parking_.empty(); }
    Counters const& counters() const { return counters_; }

private:
    using TransactionId = sip::transaction::TransactionId;

    /// A request on its way: where it came from and, but for an ACK, its transaction.
    struct Passage {
        Link& link;
        sip::MessageView const& view;
        std::optional<TransactionId> id;
        sansio::Time arrived;
        bool resumed = false;  // it had been parked
    };

    void cancel_request(Link& link, sip::MessageView const& request, std::optional<TransactionId> invite,
                        sansio::Time now);
    void cancel(TransactionId id, sansio::Time now);
    void decide(Passage const& passage, dns::Service const* service, sansio::Time now);
    policy::Verdict judge(Passage const& passage, sip::proxy::RouteFinding const& route,
                          dns::Service const* service) const;
    void forward(Passage const& passage, sip::proxy::RouteFinding const& finding, policy::Route const& route,
                 sansio::Time now);
    void write_request(Passage const& passage, sip::proxy::RouteFinding const& finding,
                       policy::Route const& route, Link& to, sansio::Time now);
    void park(Passage const& passage, Awaited const& awaited, sansio::Time now);
    void resume(ParkedMessage const& message, dns::Service const* service, sansio::Time now);
    void refuse(Passage const& passage, Refusal const& refusal, std::string_view rule, sansio::Time now);
    void give_up(std::vector<ParkedMessage> const& messages, Refusal const& refusal, std::string_view rule,
                 sansio::Time now);
    /// Answers a transaction for good.
    void conclude(TransactionId id, Refusal const& refusal, sansio::Time now);
    void conclude(TransactionId id, int status, std::string_view headers, sansio::Time now);
    void finished(TransactionId id);
    bool over_cap(Link& to, bool resumed);
    void withdraw(TransactionId id);
    std::string added_to_response(Link const& from, sip::MessageView const& response) const;

    Self self_;
    Links& links_;
    Routes& routes_;
    sansio::Random random_;
    sip::transaction::Layer layer_;
    Answers answers_;
    Parking parking_;
    sip::Rewrite rewrite_;
    std::deque<sansio::Report> reports_;
    Refusal on_lost_connection_{504, 1007, {}, {}};
    std::uint64_t unanswered_ = 0;
    bool draining_ = false;
    Counters counters_;
};

}  // namespace edge
