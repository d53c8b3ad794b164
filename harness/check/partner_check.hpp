// Looks at a federation partner from outside, as an edge of ours would meet it: DNS, then each address of each target at the
// same time. It knows no clock and opens no socket: a driver runs it, over sockets or in a simulated world.
#pragma once
#include <deque>
#include <map>
#include <memory>
#include <vector>

#include "harness/check/probe.hpp"
#include "harness/check/publication.hpp"
#include "harness/check/questions.hpp"
#include "sansio/host.hpp"

namespace check {

class PartnerCheck : public sansio::Host {
public:
    explicit PartnerCheck(Settings settings);

    /// Nothing more will be found.
    bool done() const;
    /// In the order in which they were found.
    std::optional<Finding> poll_finding();
    std::optional<Spoken> poll_spoken();

    void start(sansio::Time now) override;
    void handle(sansio::Input const& input, sansio::Time now) override;
    void expire(sansio::Time now) override;
    std::optional<sansio::Time> next_deadline() const override;
    std::optional<sansio::Action> poll_action() override;
    std::span<std::byte const> unsent(sansio::ConnectionId connection) const override;
    void sent(sansio::ConnectionId connection, std::size_t count) override;

private:
    /// A target whose A and AAAA records are asked for.
    struct Pending {
        Target target;
        unsigned open = 0;  // questions without an answer
        std::size_t addresses = 0;
        bool is_told = false;  // why it has no address
        bool has_failed = false, is_silent = false, is_alias = false;
    };

    void find_addresses(std::vector<Target> targets, sansio::Time now);
    void take_reply(Reply const& reply, sansio::Time now);
    void take_service(Reply const& reply, sansio::Time now);
    void take_addresses(Pending& pending, Reply const& reply, sansio::Time now);
    void take_address(Pending& pending, internet::DnsRecord const& record, Reply const& reply,
                      sansio::Time now);
    void tell_absence(Pending& pending);
    void gather(sansio::Time now);
    void add(Observation const& observation, Target const* target,
             std::optional<sansio::Duration> latency = std::nullopt);

    Settings const settings_;
    std::string const service_;  // "_sipfederationtls._tcp.fabrikam.com"
    sansio::Random random_;
    Questions questions_;
    std::optional<std::size_t> service_question_;
    std::map<std::size_t, std::shared_ptr<Pending>> address_questions_;
    std::vector<std::unique_ptr<Probe>> probes_;
    std::deque<Finding> findings_;
    std::deque<Spoken> spoken_;
    bool started_ = false;
};

}  // namespace check
