// A request's way through the edge (design.md §3): validate, decide, route, forward, or answer. Glue over the rules of
// edge/sip/proxy and edge/policy: this file finds, asks and does; it decides nothing about SIP or about partners.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "edge/service/forwarding.hpp"
#include "edge/service/parking.hpp"

namespace edge {

class Requests {
public:
    Requests(RelayState& state, ResponseContexts& contexts);

    void receive(Link& link, sip::MessageView const& request, sansio::Time now);
    /// Its target failed or was unavailable: decides and forwards once more.
    void retry(ParkedMessage message, sansio::Time now);

    // ---- what parked messages wait for ----
    void service_known(ServiceKnown const& known, sansio::Time now);
    void reached(std::string const& domain, sansio::Time now);
    void not_reached(NotReached const& event, sansio::Time now);
    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const { return parking_.next_deadline(); }
    bool none_parked() const { return parking_.empty(); }
    /// The topology is a new one.
    void reload();

private:
    using TransactionId = sip::transaction::TransactionId;
    /// What the log says of a refusal: a rule of SIP or of the policy with its clause, or one of this edge.
    struct Cause {
        Cause(sip::Rule broken) : rule(sip::describe(broken).name), clause(sip::describe(broken).clause) {}
        Cause(char const* own) : rule(own) {}
        Cause(std::string_view of_policy, std::string_view its_clause)
            : rule(of_policy), clause(its_clause) {}
        std::string_view rule;
        std::string_view clause{};
    };

    void cancel(Passage const& passage, std::optional<TransactionId> of, sansio::Time now);
    void decide(Passage const& passage, dns::Service const* service, sansio::Time now);
    void forward(Passage const& passage, sip::proxy::RouteFinding const& finding, policy::Route const& route,
                 sansio::Time now);
    void answer_as_recipient(Passage const& passage, sansio::Time now);
    void park(Passage const& passage, Awaited const& awaited, sansio::Time now);
    void resume(ParkedMessage const& message, dns::Service const* service, sansio::Time now);
    void refuse(Passage const& passage, Refusal const& refusal, Cause const& cause, sansio::Time now);
    static sansio::Report report_of(Passage const& passage, Refusal const& refusal, Cause const& cause);
    void give_up(std::vector<ParkedMessage> const& messages, Refusal const& refusal, std::string_view rule,
                 sansio::Time now);

    RelayState& state_;
    ResponseContexts& contexts_;
    Parking parking_;
};

}  // namespace edge
