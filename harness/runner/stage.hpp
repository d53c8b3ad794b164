// The world of one scenario, made from its model: DNS, certificates, home server, partners and the edge under test.
// It does not know whether its driver simulates.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "drivers/driver.hpp"
#include "drivers/virtual/world.hpp"
#include "harness/runner/deployment.hpp"
#include "harness/runner/edge_under_test.hpp"
#include "harness/runner/network_plan.hpp"
#include "harness/runner/scenery.hpp"
#include "sansio/random.hpp"
#include "simulators/internet/certificate_authorities.hpp"
#include "simulators/internet/dns_server.hpp"

namespace runner {

struct StageSettings {
    script::Scenario const* scenario = nullptr;
    drivers::Driver* driver = nullptr;
    drivers::World* world = nullptr;  // the same driver, when it simulates
    EdgeUnderTest* edge = nullptr;
    NetworkPlan network = virtual_network;
    sansio::WallTime date{};
    std::uint64_t seed = 0;
    unsigned timer_divisor = 1;
    /// DNS knows the names inside as well: a stranger may have no other way to learn them.
    bool inside_in_dns = false;
    /// How long the others may take to notice that a machine died.
    sansio::Duration notice = std::chrono::milliseconds{20};
};

class Stage final : public Scenery {
public:
    /// Everything that `settings` points to outlives the stage.
    explicit Stage(StageSettings settings);
    ~Stage() override;

    /// Applies the givens and starts every machine. A refusal is the scenario's mistake.
    Refusals open();
    /// Tells the edge to end in order; readiness() says when it did, or that its end was not in order.
    void close();

    kit::Journal const& journal() const override { return journal_; }
    kit::Party* party(std::string_view id) override;
    void touch(std::string_view id) override;
    Refusals kill(script::Machine const& machine) override;
    Refusals start(script::Machine const& machine) override;
    Refusals type(script::Shell const& shell) override;
    Refusals change(script::DnsChange const& change) override;
    Refusals change(script::CertificateChange const& change) override;
    Refusals change(script::TlsChange const& change) override;
    Refusals change(script::ByHand const& change) override;
    Refusals interrupt(script::Interrupt const& interrupt) override;
    sansio::Endpoint edge_for(std::string_view id) const override;
    Refusals move_clock(script::MoveClock const& move) override;
    HeldOrFault held() override { return settings_.edge->held(); }
    Readiness readiness() override;
    std::string failure() const override { return settings_.edge->failure(); }

private:
    /// The home server or a partner, also while it is dead.
    struct Actor {
        std::unique_ptr<kit::Party> party;
        std::optional<drivers::HostId> host;
        script::Partner const* partner = nullptr;  // nullptr: the home server
        std::size_t index = 0;                     // of the partner
        script::CertificateChange certificate;
        script::TlsChange tls;
        std::vector<std::string> by_hand;
        script::DnsChange dns;
        std::vector<std::string> dns_names;  // that stand in the zone because of `dns`
    };

    script::Scenario const& scenario() const { return *settings_.scenario; }
    std::vector<std::shared_ptr<tls::Context const>> profiles(Actor const& actor,
                                                              kit::PartySettings const& party);
    Actor* find_partner(std::string_view id);
    void start_dns();
    void start_actor(std::string const& id, Actor& actor);
    std::unique_ptr<kit::Party> make_party(std::string const& id, Actor const& actor);
    EdgeConfiguration edge_configuration();
    kit::TimerValues timers() const;

    StageSettings settings_;
    sansio::Random random_;
    internet::CertificateAuthorities authorities_;
    internet::DnsServer dns_;
    std::optional<drivers::HostId> dns_host_;
    kit::Journal journal_;
    topology::Topology topology_;
    script::CertificateChange edge_certificate_;
    std::map<std::string, Actor, std::less<>> actors_;
    bool edge_runs_ = false;
    sansio::Time noticed_{};  // from then on everybody knows of the last death or start
};

}  // namespace runner
