// The edge as a host of the simulated world: the cores that are shipped, in this process.
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "drivers/driver.hpp"
#include "edge/service/edge.hpp"
#include "harness/runner/edge_under_test.hpp"

namespace runner {

class EdgeInProcess final : public EdgeUnderTest {
public:
    /// `driver` outlives it.
    EdgeInProcess(drivers::Driver& driver, std::vector<sansio::Endpoint> resolvers, std::uint64_t seed)
        : driver_(driver), resolvers_(std::move(resolvers)), seed_(seed) {}
    ~EdgeInProcess() override { kill(); }

    State poll() override;
    std::string failure() const override { return failure_; }
    void start(EdgeConfiguration const& configuration) override;
    void reload(EdgeConfiguration const& configuration) override;
    void kill() override;
    /// The world's calendar is the edge's.
    std::string set_wall(sansio::WallTime) override { return {}; }
    /// Here also that no transaction lives on: in virtual time it costs nothing to wait for all timers.
    bool idle() override { return !edge_ || (edge_->idle() && edge_->transactions() == 0); }
    HeldOrFault held() override;
    void stop() override;

private:
    using Contexts = std::vector<std::shared_ptr<tls::Context const>>;
    /// Nothing when a certificate cannot be used; failure_ says why.
    std::optional<Contexts> contexts(EdgeConfiguration const& configuration);

    drivers::Driver& driver_;
    std::vector<sansio::Endpoint> resolvers_;
    std::uint64_t seed_;
    std::unique_ptr<edge::Edge> edge_;
    std::optional<drivers::HostId> host_;
    std::string failure_;
    bool stopping_ = false;
};

}  // namespace runner
