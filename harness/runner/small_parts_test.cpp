// Tests of the small parts of the runner: seeds, which TLS, phrases, progress, networks, children.
#include <csignal>
#include <filesystem>

#include <gmock/gmock.h>

#include "harness/runner/child_process.hpp"
#include "harness/runner/network_plan.hpp"
#include "harness/runner/progress.hpp"
#include "harness/runner/run_scenario.hpp"
#include "harness/runner/seeds.hpp"
#include "harness/runner/text.hpp"

namespace runner {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Seeds, DependOnRunIdAndRoundAndNeverChange) {
    EXPECT_EQ(scenario_seed(7, "sip/hello-out", 1), scenario_seed(7, "sip/hello-out", 1));
    EXPECT_NE(scenario_seed(7, "sip/hello-out", 1), scenario_seed(8, "sip/hello-out", 1));
    EXPECT_NE(scenario_seed(7, "sip/hello-out", 1), scenario_seed(7, "sip/hello-in", 1));
    EXPECT_NE(scenario_seed(7, "sip/hello-out", 1), scenario_seed(7, "sip/hello-out", 2));
    EXPECT_EQ(stable_hash("fedproof"), 0xa95cd7e28d495eaeU);
}

script::Step connects(unsigned count) {
    script::Connect connect;
    connect.count = count;
    script::Step step;
    step.what = connect;
    return step;
}

script::Step repeats(unsigned times, script::Step inner) {
    script::Step step;
    step.what = script::Repeat{times, {std::move(inner)}};
    return step;
}

TEST(RealTls, IsNotForACrowdHoweverItComes) {
    script::Scenario scenario;
    // One of those that have real TLS by their id.
    for (unsigned i = 0; !uses_real_tls(scenario); ++i) scenario.id = "sip/" + std::to_string(i);
    auto const with = [&scenario](script::Step step) {
        scenario.story = {std::move(step)};
        return uses_real_tls(scenario);
    };
    EXPECT_TRUE(with(connects(499)));
    EXPECT_FALSE(with(connects(500)));
    EXPECT_TRUE(with(repeats(499, connects(1))));
    EXPECT_FALSE(with(repeats(100, connects(5))));
    EXPECT_FALSE(with(repeats(100, repeats(5, connects(1)))));
    // 2^32 of them, and 2^64.
    EXPECT_FALSE(with(repeats(1U << 31, connects(2))));
    EXPECT_FALSE(with(repeats(1U << 31, repeats(1U << 31, connects(4)))));
}

TEST(Text, DurationsUseTheirLargestWholeUnit) {
    EXPECT_EQ(to_text(seconds(5)), "5 s");
    EXPECT_EQ(to_text(seconds(120)), "2 min");
    EXPECT_EQ(to_text(milliseconds(2500)), "2500 ms");
    EXPECT_EQ(to_text(sansio::Duration{}), "0 s");
}

TEST(Text, QuotesAreSafeAndShort) {
    EXPECT_EQ(quoted("a\r\nb\x01"), "\"a\\r\\nb\\x01\"");
    EXPECT_EQ(quoted(std::string(100, 'x'), 3), "\"xxx\"... (100 bytes)");
}

TEST(StatusLine, OnATerminalOneLineIsWrittenOver) {
    StatusLine status(4, true);
    status.finished("sip/a", reports::Verdict::failed, milliseconds(1500));
    EXPECT_EQ(status.update(seconds(1)), "\r1/4, 1 failing, slowest sip/a 1.5 s, about 3.0 s left");
    EXPECT_EQ(status.update(seconds(1)), "");
    EXPECT_THAT(status.clear(), testing::EndsWith("\r"));
}

TEST(StatusLine, ElsewhereALineComesEveryHalfMinute) {
    StatusLine status(4, false);
    EXPECT_EQ(status.update(seconds(1)), "");
    EXPECT_EQ(status.update(seconds(29)), "");
    EXPECT_EQ(status.update(seconds(31)), "0/4, 0 failing\n");
    EXPECT_EQ(status.update(seconds(32)), "");
    EXPECT_EQ(status.clear(), "");
}

TEST(NetworkLease, TwoNeverShareANetwork) {
    auto const one = NetworkLease::take();
    auto const other = NetworkLease::take();
    ASSERT_TRUE(one && other);
    EXPECT_NE(one->plan().dns(), other->plan().dns());
    EXPECT_EQ(one->plan().partner(1).address.bytes[3], 31);
}

TEST(ChildProcess, ItsEndIsKnown) {
    ChildProcess child;
    ASSERT_EQ(child.start({"/bin/sh", "-c", "exit 3"}, "/dev/null"), "");
    ASSERT_TRUE(child.wait(seconds(10)));
    EXPECT_EQ(child.end(), "exit code 3");
    EXPECT_FALSE(child.ended_well());
    EXPECT_THAT(child.start({"/no/such/program"}, "/dev/null"), testing::HasSubstr("/no/such/program"));
}

TEST(ChildProcess, IsKilledWithItsOwner) {
    ChildProcess child;
    ASSERT_EQ(child.start({"/bin/sh", "-c", "while :; do sleep 1; done"}, "/dev/null"), "");
    EXPECT_TRUE(child.running());
    child.kill();
    EXPECT_FALSE(child.running());
    EXPECT_EQ(child.end(), "signal 9");
}

}  // namespace
}  // namespace runner
