// The edge as it is shipped: fedproof-edge as a child process with its own files, driven by signals and the test-control
// socket (product.md §3).
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "harness/runner/child_process.hpp"
#include "harness/runner/edge_under_test.hpp"
#include "sansio/address.hpp"

namespace runner {

struct EdgeProcessSettings {
    std::string program;  // path of fedproof-edge
    std::string
        folder;  // exists, is empty and its owner's to remove; topology, certificates and log go there
    std::vector<sansio::Endpoint> resolvers;
    std::uint64_t seed = 0;
    std::function<sansio::WallTime()> wall;  // the scenario's calendar, for the next start
};

class EdgeProcess final : public EdgeUnderTest {
public:
    explicit EdgeProcess(EdgeProcessSettings settings) : settings_(std::move(settings)) {}

    State poll() override;
    std::string failure() const override { return failure_; }
    void start(EdgeConfiguration const& configuration) override;
    void reload(EdgeConfiguration const& configuration) override;
    void kill() override;
    std::string set_wall(sansio::WallTime wall) override;
    bool idle() override;
    HeldOrFault held() override;
    void stop() override;

    /// Everything that it wrote, over all its lives.
    std::string log_file() const { return settings_.folder + "/edge.log"; }

private:
    std::string control_path() const { return settings_.folder + "/control"; }
    void write_files(EdgeConfiguration const& configuration);
    void write_topology(topology::Topology const& topology);
    void fail(std::string text);
    void read_log();

    EdgeProcessSettings settings_;
    ChildProcess child_;
    State state_ = State::down;
    bool stopping_ = false;
    std::string failure_;
    std::size_t log_read_ = 0;       // bytes
    std::string awaited_ = "ready";  // the event in the log that ends `pending`
};

}  // namespace runner
