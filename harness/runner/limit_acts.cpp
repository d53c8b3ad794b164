// Steps that say how much there may be at most: connections, edge, pong with at-most.
#include <algorithm>
#include <cstdlib>

#include "harness/runner/act.hpp"

namespace runner {
namespace {

using Kind = kit::Observation::Kind;
using kit::Observation;

/// How many CRLFs have come, where all of them count and none is awaited.
class PongLimitAct final : public Act {
public:
    explicit PongLimitAct(script::Pong const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time) override {
        std::uint64_t count = 0;
        for (auto const& event : play.journal().all()) {
            if (event.kind != Kind::note || event.note != "keep_alive" || event.party != step_.at.name ||
                !play.is_on(step_.connection, event))
                continue;
            play.take(event);
            // "CRLF", or "17 CRLFs"
            count += std::max<std::uint64_t>(1, std::strtoull(event.text.c_str(), nullptr, 10));
        }
        if (count <= *step_.at_most) return Done{};
        return Failed{"no more than " + std::to_string(*step_.at_most) + " CRLFs at " + step_.at.name,
                      std::to_string(count)};
    }

private:
    script::Pong const& step_;
};

/// Counts what the party accepted: these are the connections that the edge made.
class ConnectionsAct final : public Act {
public:
    explicit ConnectionsAct(script::Connections const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time) override {
        std::set<sansio::ConnectionId> open;
        std::size_t most = 0;
        for (auto const& event : play.journal().all()) {
            if (event.party != step_.at.name) continue;
            if (event.kind == Kind::accepted) open.insert(event.connection);
            if (event.kind == Kind::closed) open.erase(event.connection);
            most = std::max(most, open.size());
        }
        if (most <= step_.at_most) return Done{};
        return Failed{"no more than " + std::to_string(step_.at_most) + " connections of the edge to " +
                          step_.at.name + " at a time",
                      std::to_string(most)};
    }

private:
    script::Connections const& step_;
};

class EdgeHoldsAct final : public Act {
public:
    explicit EdgeHoldsAct(script::EdgeHolds const& step) : step_(step) {}

    Progress advance(Play& play, sansio::Time now) override {
        constexpr sansio::Duration look_again = std::chrono::milliseconds{20};
        if (!until_) until_ = now + play.limit(step_.within);
        auto const held = play.scenery().held();
        if (!held) return Mistake{held.error()};
        if (step_.bytes_at_most && held->bytes_max > *step_.bytes_at_most)
            return Failed{
                "no more than " + std::to_string(*step_.bytes_at_most) + " bytes in the edge at any time",
                std::to_string(held->bytes_max)};
        if (!step_.connections_at_most || held->connections <= *step_.connections_at_most) return Done{};
        if (now < *until_) return Waiting{std::min(*until_, now + look_again)};
        return Failed{
            "no more than " + std::to_string(*step_.connections_at_most) + " connections of the edge",
            std::to_string(held->connections)};
    }

private:
    script::EdgeHolds const& step_;
    std::optional<sansio::Time> until_;
};

}  // namespace

std::unique_ptr<Act> make_limit_act(script::Step const& step) {
    if (auto const* pong = std::get_if<script::Pong>(&step.what); pong != nullptr && pong->at_most)
        return std::make_unique<PongLimitAct>(*pong);
    if (auto const* connections = std::get_if<script::Connections>(&step.what))
        return std::make_unique<ConnectionsAct>(*connections);
    if (auto const* edge = std::get_if<script::EdgeHolds>(&step.what))
        return std::make_unique<EdgeHoldsAct>(*edge);
    return nullptr;
}

}  // namespace runner
