// The edge as a scenario sees it: something that is configured, started and killed. The player never learns which.
#pragma once
#include <map>
#include <string>

#include "edge/topology/topology.hpp"
#include "harness/runner/held.hpp"
#include "sansio/time.hpp"

namespace runner {

/// What an edge is started with: its replica of the configuration and the files that this names, by their names.
struct EdgeConfiguration {
    topology::Topology topology;
    std::map<std::string, std::string> files;
};

class EdgeUnderTest {
public:
    EdgeUnderTest() = default;
    EdgeUnderTest(EdgeUnderTest const&) = delete;
    EdgeUnderTest& operator=(EdgeUnderTest const&) = delete;
    virtual ~EdgeUnderTest() = default;

    /// Whether the last start or reload is in force. To be called between turns of the driver.
    enum class State : std::uint8_t { down, pending, ready, failed };
    virtual State poll() = 0;
    /// Why the state is `failed`.
    virtual std::string failure() const = 0;

    virtual void start(EdgeConfiguration const& configuration) = 0;
    virtual void reload(EdgeConfiguration const& configuration) = 0;
    /// As kill -9 does.
    virtual void kill() = 0;
    /// Moves its calendar; empty, or why it could not.
    virtual std::string set_wall(sansio::WallTime wall) = 0;
    /// Nothing waits in it: no message, no request without its final answer.
    virtual bool idle() = 0;
    virtual HeldOrFault held() = 0;
    /// Tells it to end in order; poll() is `pending` until it did, then `down`, or `failed` when its end was not in order.
    virtual void stop() = 0;
};

}  // namespace runner
