// A target whose hooks are a few lines of shell: what they say decides, and what they started ends.
#include "harness/runner/edge_target.hpp"

#include <filesystem>
#include <fstream>
#include <poll.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace runner {
namespace {

using State = EdgeUnderTest::State;
using testing::HasSubstr;

class EdgeTargetTest : public testing::Test {
protected:
    EdgeTargetTest() {
        std::filesystem::create_directories(folder_);
        scenario_.id = "sip/x";
        configuration_.topology.sip_domains.add({"contoso.com"});
        configuration_.files["external.pem"] = "a chain";
    }
    ~EdgeTargetTest() override {
        edge_.reset();
        std::filesystem::remove_all(folder_);
    }

    /// A hook that runs these lines.
    targets::Hook hook(std::string const& name, std::string const& lines) {
        std::ofstream(folder_ + "/" + name) << lines << "\n";
        return {{"/bin/sh", folder_ + "/" + name, folder_}, std::chrono::seconds{5}};
    }
    EdgeTarget& edge() {
        if (!edge_)
            edge_ = std::make_unique<EdgeTarget>(EdgeTargetSettings{.target = &target_,
                                                                    .scenario = &scenario_,
                                                                    .folder = folder_,
                                                                    .resolvers = {},
                                                                    .now = [this] { return now_; }});
        return *edge_;
    }
    /// Polls until it is no longer pending.
    State settled() {
        constexpr int pause_ms = 10;
        for (int round = 0; round < 500; ++round) {
            if (auto const state = edge().poll(); state != State::pending) return state;
            ::poll(nullptr, 0, pause_ms);
        }
        return State::pending;
    }
    std::string content(std::string const& name) {
        std::ifstream file(folder_ + "/" + name);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    std::string folder_ = testing::TempDir() + "edge_target_test." + std::to_string(::getpid());
    targets::Target target_;
    script::Scenario scenario_;
    EdgeConfiguration configuration_;
    sansio::Time now_{};
    std::unique_ptr<EdgeTarget> edge_;
};

TEST_F(EdgeTargetTest, LivesAsLongAsItsStartHook) {
    target_.start = hook("run",
                         "cat > $1/seen; echo '{\"ready\":true}'; trap 'echo ended > $1/end; exit 0' TERM; "
                         "while :; do sleep 0.01; done");
    edge().start(configuration_);
    EXPECT_EQ(settled(), State::ready);
    EXPECT_THAT(content("seen"), HasSubstr("\"domains\":[\"contoso.com\"]"));
    EXPECT_EQ(content("external.pem"), "a chain");
    edge().stop();
    EXPECT_EQ(settled(), State::down);
    EXPECT_EQ(content("end"), "ended\n");
}

TEST_F(EdgeTargetTest, IsEndedByItsStopHookWhenItLivesElsewhere) {
    target_.start = hook("run", "echo '{\"ready\":true}'");
    target_.stop = hook("halt", "echo stopped > $1/end; echo '{\"ready\":true}'");
    edge().start(configuration_);
    EXPECT_EQ(settled(), State::ready);
    edge().kill();
    EXPECT_EQ(content("end"), "stopped\n");
    EXPECT_EQ(edge().poll(), State::down);
}

TEST_F(EdgeTargetTest, IsUnsupportedWhereItsHookSaysSo) {
    target_.start = hook("run", "echo '{\"unsupported\":[\"partner discovery\"]}'");
    edge().start(configuration_);
    try {
        settled();
        FAIL() << "it should not come up";
    } catch (Unsupported const& reason) {
        EXPECT_EQ(reason.text, "it cannot be given: partner discovery");
    }
}

TEST_F(EdgeTargetTest, IsUnreachableWhenItsHookFailsOrSaysNothing) {
    for (auto const& [lines, reason] :
         {std::pair{"echo '{\"failed\":\"port taken\"}'", "the target was not started: port taken"},
          {"echo why >&2; exit 3", "ended without an answer, with exit code 3; its log ends:\nwhy"},
          {"echo perhaps", "not `perhaps`: it is no JSON object"},
          {"echo '{\"ready\":true}'; exit 3", "the hook on start ended with exit code 3"}}) {
        target_.start = hook("run", lines);
        edge_.reset();
        std::filesystem::remove(folder_ + "/target.log");
        edge().start(configuration_);
        // The one that ends after its answer is caught at the first look or at the second.
        try {
            if (settled() == State::ready) settled();
            EXPECT_THAT(edge().failure(), HasSubstr("the target ended with exit code 3"));
        } catch (Unreachable const& seen) {
            EXPECT_THAT(seen.text, HasSubstr(reason));
        }
    }
    target_.start = {{folder_ + "/nobody"}};
    EXPECT_THROW(edge().start(configuration_), Unreachable);
}

TEST_F(EdgeTargetTest, IsUnreachableWhenItsHookTakesTooLong) {
    target_.start = hook("run", "while :; do sleep 0.01; done");
    edge().start(configuration_);
    EXPECT_EQ(edge().poll(), State::pending);
    now_ += std::chrono::seconds{6};
    EXPECT_THROW(edge().poll(), Unreachable);
}

TEST_F(EdgeTargetTest, TakesAnotherConfigurationByItsApplyHookOnly) {
    target_.start = hook("run", "echo '{\"ready\":true}'");
    edge().start(configuration_);
    EXPECT_EQ(settled(), State::ready);
    EXPECT_THROW(edge().reload(configuration_), Unsupported);
    target_.apply = hook("change", "cat > $1/changed; echo '{\"ready\":true}'");
    edge().reload(configuration_);
    EXPECT_EQ(settled(), State::ready);
    EXPECT_THAT(content("changed"), HasSubstr("\"action\":\"apply\""));
    target_.apply = hook("change", "echo '{\"failed\":\"no\"}'");
    edge().reload(configuration_);
    EXPECT_EQ(settled(), State::failed);
    EXPECT_EQ(edge().failure(), "no");
}

TEST_F(EdgeTargetTest, OfFactsIsHeldAgainstThem) {
    target_.facts = targets::Facts{};
    target_.facts->federation = false;
    target_.facts->own = {"contoso.com"};
    edge().start(configuration_);
    EXPECT_EQ(edge().poll(), State::ready);
    configuration_.topology.access_edge.allow_federated_users = true;
    EXPECT_THROW(edge().reload(configuration_), Unsupported);
    edge().stop();
    EXPECT_EQ(edge().poll(), State::down);
}

}  // namespace
}  // namespace runner
