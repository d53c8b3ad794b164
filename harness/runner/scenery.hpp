// What a story can look at and change: the parties, their journal and the machines. The player knows nothing else of
// the world, so a test may give it one that it made up.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "harness/runner/held.hpp"
#include "harness/script/scenario.hpp"
#include "simulators/kit/party.hpp"

namespace runner {

/// A command that could not be given. Empty: it was.
struct Refusal {
    script::Place place;  // in the scenario's file; line 0: that of the step
    std::string text;
};
using Refusals = std::vector<Refusal>;

class Scenery {
public:
    Scenery() = default;
    Scenery(Scenery const&) = delete;
    Scenery& operator=(Scenery const&) = delete;
    virtual ~Scenery() = default;

    virtual kit::Journal const& journal() const = 0;
    /// By the id of the organisation (its home server) or of a partner; nullptr while its machine is dead.
    virtual kit::Party* party(std::string_view id) = 0;
    /// The party was given a command.
    virtual void touch(std::string_view id) = 0;

    virtual Refusals kill(script::Machine const& machine) = 0;
    virtual Refusals start(script::Machine const& machine) = 0;
    virtual Refusals type(script::Shell const& shell) = 0;
    virtual Refusals change(script::DnsChange const& change) = 0;
    virtual Refusals change(script::CertificateChange const& change) = 0;
    /// For connections that are made from now on.
    virtual Refusals change(script::TlsChange const& change) = 0;
    virtual Refusals change(script::ByHand const& change) = 0;
    virtual Refusals interrupt(script::Interrupt const& interrupt) = 0;
    /// Where this party, by its id, finds the edge.
    virtual sansio::Endpoint edge_for(std::string_view id) const = 0;
    virtual Refusals move_clock(script::MoveClock const& move) = 0;
    /// What the edge keeps for its peers.
    virtual HeldOrFault held() = 0;

    enum class Readiness : std::uint8_t { ready, pending, failed };
    /// Whether all that was changed is in force.
    virtual Readiness readiness() = 0;
    /// Why readiness() is `failed`.
    virtual std::string failure() const = 0;
};

}  // namespace runner
