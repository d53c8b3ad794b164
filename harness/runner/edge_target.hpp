// Somebody else's edge as the one under test: its target file says how it is told what a scenario wants (product.md §3).
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "harness/runner/child_process.hpp"
#include "harness/runner/edge_under_test.hpp"
#include "harness/script/scenario.hpp"
#include "harness/targets/hook_answer.hpp"
#include "harness/targets/target.hpp"
#include "sansio/address.hpp"

namespace runner {

/// Thrown out of a performance: the target cannot be brought into the state that the scenario wants.
struct Unsupported {
    std::string text;
};

/// Thrown out of a performance: the target did not come up, so nothing is known of it.
struct Unreachable {
    std::string text;
};

struct EdgeTargetSettings {
    targets::Target const* target = nullptr;
    script::Scenario const* scenario = nullptr;
    std::string folder;  // exists, is empty and its owner's to remove
    std::vector<sansio::Endpoint> resolvers;
    std::function<sansio::Time()> now;  // of the driver; bounds how long a hook may take
};

class EdgeTarget final : public EdgeUnderTest {
public:
    explicit EdgeTarget(EdgeTargetSettings settings) : settings_(std::move(settings)) {}
    ~EdgeTarget() override { kill(); }

    /// Throws Unsupported or Unreachable; `failed` is a target that ended by itself, or an `apply` that failed.
    State poll() override;
    std::string failure() const override { return failure_; }
    /// Throws Unsupported where the wanted state is not that of the target's facts.
    void start(EdgeConfiguration const& configuration) override;
    /// As start(); also when the target has no way to take another configuration.
    void reload(EdgeConfiguration const& configuration) override;
    /// A start hook that still runs is killed; else the stop hook is run to its end.
    void kill() override;
    std::string set_wall(sansio::WallTime) override { return "the calendar of a target is its own"; }
    /// Nobody can tell; what it still had to say comes within the quiet time at the end.
    bool idle() override { return true; }
    HeldOrFault held() override {
        return sansio::unexpected(std::string("a target does not say what it holds"));
    }
    void stop() override;

    /// What its hooks wrote to their standard error, and the target if they let it.
    std::string log_file() const { return settings_.folder + "/target.log"; }

private:
    targets::Target const& target() const { return *settings_.target; }
    std::string file(char const* name) const { return settings_.folder + "/" + name; }
    std::string certificates_folder() const;
    void check_facts(EdgeConfiguration const& configuration) const;
    void write_certificates(EdgeConfiguration const& configuration) const;
    void write_state(char const* action, std::string const& path);
    void run(targets::Hook const& hook, char const* action, ChildProcess& child);
    /// What the hook said; nothing while it did not yet. Gives up when its time is over.
    std::optional<targets::HookAnswer> answer(targets::Hook const& hook, char const* action,
                                              ChildProcess& child);
    [[noreturn]] void give_up(std::string text) const;
    State poll_start();
    State poll_apply();
    State poll_stop();

    EdgeTargetSettings settings_;
    topology::Topology topology_;
    ChildProcess life_;   // of the start hook
    ChildProcess order_;  // of the apply or stop hook
    enum class Phase : std::uint8_t { down, starting, up, applying, stopping, failed };
    Phase phase_ = Phase::down;
    sansio::Time asked_{};        // when the last hook was started
    bool lives_in_hook_ = false;  // the start hook still ran when it had said that the target is ready
    std::string failure_;
};

}  // namespace runner
