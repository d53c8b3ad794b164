// What a world does to connections: partitions, cuts, holds, loss, frozen hosts and full windows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "drivers/virtual/tcp.hpp"
#include "drivers/virtual/testing/two_hosts.hpp"

namespace drivers {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using testing::long_text;
using testing::TwoHosts;

TEST(WorldFaults, NobodyIsReachedAcrossAPartition) {
    TwoHosts hosts;
    hosts.world.partition({"beta"});
    hosts.connect();
    hosts.run();
    EXPECT_THAT(hosts.alpha.log(), ElementsAre("connect_failed unreachable"));
    hosts.world.heal();
    hosts.connect();
    hosts.run();
    EXPECT_EQ(hosts.last(hosts.alpha), "connected 127.0.1.20:5061");
}

TEST(WorldFaults, AShortPartitionOnlyDelays) {
    TwoHosts hosts;
    auto const connection = hosts.connect();
    hosts.run();
    hosts.world.partition({"alpha"});
    hosts.send(connection, "hello");
    hosts.run(seconds{20});
    EXPECT_EQ(hosts.alpha.received(connection), "");
    hosts.world.heal();
    hosts.run(seconds{40});
    EXPECT_EQ(hosts.alpha.received(connection), "hello");
    EXPECT_EQ(hosts.last(hosts.alpha), "connected 127.0.1.20:5061");
}

TEST(WorldFaults, ALongPartitionEndsOnlyTheEndThatSends) {
    TwoHosts hosts;
    auto const connection = hosts.connect();
    hosts.run();
    hosts.world.partition({"alpha"});
    hosts.send(connection, "hello");
    hosts.run(seconds{60});
    EXPECT_EQ(hosts.last(hosts.alpha), "closed reset");
    EXPECT_EQ(hosts.last(hosts.beta), "accepted 127.0.1.10:49152");
}

TEST(WorldFaults, ACutResetsBothEndsAndMakesNewConnectionsUnreachable) {
    TwoHosts hosts;
    hosts.connect();
    hosts.run();
    hosts.world.cut("alpha", "beta");
    hosts.run();
    EXPECT_EQ(hosts.last(hosts.alpha), "closed reset");
    EXPECT_EQ(hosts.last(hosts.beta), "closed reset");
    hosts.connect();
    hosts.run();
    EXPECT_EQ(hosts.last(hosts.alpha), "connect_failed unreachable");
}

TEST(WorldFaults, AHeldLinkTimesAConnectOut) {
    TwoHosts hosts;
    hosts.world.hold("alpha", "beta");
    hosts.connect();
    hosts.run(seconds{11});
    EXPECT_THAT(hosts.alpha.log(), ElementsAre("connect_failed timed_out"));
    hosts.world.release("alpha", "beta");
    hosts.run();
    EXPECT_TRUE(hosts.beta.established().empty());
}

TEST(WorldFaults, WhatWasHeldArrivesInOrderOnRelease) {
    TwoHosts hosts;
    auto const connection = hosts.connect();
    hosts.run();
    hosts.world.hold("alpha", "beta");
    for (char const* const word : {"one ", "two ", "three"}) {
        hosts.send(connection, word);
        hosts.run();
    }
    EXPECT_EQ(hosts.beta.pieces(), 0U);
    hosts.world.release("alpha", "beta");
    hosts.run();
    EXPECT_EQ(hosts.alpha.received(connection), "one two three");
}

TEST(WorldFaults, LossDelaysAStreamAndLosesDatagrams) {
    WorldSettings settings;
    settings.default_link.loss_per_million = 500'000;
    TwoHosts hosts(settings);
    std::size_t lost = 0;
    hosts.world.on_tap([&](TapEvent const& event) { lost += event.kind == TapEvent::Kind::datagram_lost; });
    auto const connection = hosts.connect();
    hosts.alpha.act(sansio::OpenSocket{sansio::SocketId{1}, {testing::alpha_address, 0}});
    for (int i = 0; i < 50; ++i)
        hosts.alpha.act(sansio::SendDatagram{sansio::SocketId{1}, testing::beta_endpoint, "?"});
    hosts.run(seconds{300});
    ASSERT_EQ(hosts.last(hosts.alpha), "connected 127.0.1.20:5061");
    hosts.send(connection, long_text(2'000));
    hosts.run(milliseconds{150});
    hosts.run(seconds{300});
    EXPECT_EQ(hosts.alpha.received(connection), long_text(2'000));
    EXPECT_NEAR(static_cast<double>(lost), 25, 15);
}

TEST(WorldFaults, AReceiverThatDoesNotReadStopsItsSender) {
    TwoHosts hosts;
    auto const connection = hosts.connect();
    hosts.run();
    hosts.world.freeze(hosts.beta_id);
    std::size_t const size = 1'000'000;
    hosts.send(connection, long_text(size));
    hosts.run(seconds{60});
    auto const limits = HostLimits{};
    EXPECT_GE(hosts.alpha.unsent(connection).size(), size - simulation::tcp_window - limits.backlog_max);
    hosts.world.thaw(hosts.beta_id);
    hosts.run(seconds{60});
    EXPECT_EQ(hosts.alpha.received(connection), long_text(size));
}

TEST(WorldFaults, AHostIsNotReadFromWhileItIsOwedTooMuch) {
    HostLimits limits;
    limits.unread_pause = 10'000;
    TwoHosts hosts({}, {}, {}, limits);
    auto const connection = hosts.connect();
    hosts.run();
    auto const peer = hosts.beta.established().at(0);
    hosts.world.hold("alpha", "beta");
    hosts.beta.send(peer, long_text(500'000));
    hosts.world.touch(hosts.beta_id);
    hosts.run();
    hosts.send(connection, "hello");
    hosts.world.release("alpha", "beta");
    hosts.run(seconds{60});
    EXPECT_EQ(hosts.alpha.received(connection), long_text(500'000) + "hello");
}

TEST(WorldFaults, AFrozenHostAcceptsWithoutAnswering) {
    TwoHosts hosts;
    hosts.world.freeze(hosts.beta_id);
    auto const connection = hosts.connect();
    hosts.send(connection, "early");
    hosts.run(seconds{5});
    EXPECT_EQ(hosts.last(hosts.alpha), "connected 127.0.1.20:5061");
    EXPECT_TRUE(hosts.beta.established().empty());
    hosts.world.thaw(hosts.beta_id);
    hosts.run();
    EXPECT_EQ(hosts.alpha.received(connection), "early");
}

TEST(WorldFaults, AnAbortLosesSomeOfWhatIsUnderWay) {
    bool lost = false;
    for (std::uint64_t seed = 1; seed <= 20 && !lost; ++seed) {
        WorldSettings settings;
        settings.seed = seed;
        settings.default_link.latency = milliseconds{10};
        TwoHosts hosts(settings);
        auto const connection = hosts.connect();
        hosts.run();
        hosts.send(connection, long_text(10'000));
        hosts.run(milliseconds{1});
        hosts.close(connection, sansio::Close::Way::abort);
        hosts.run();
        lost = hosts.beta.received(hosts.beta.established().at(0)).size() < 10'000;
    }
    EXPECT_TRUE(lost);
}

TEST(WorldFaults, AFlushThatThePeerDoesNotTakeEndsByALimit) {
    TwoHosts hosts;
    auto const connection = hosts.connect();
    hosts.run();
    hosts.world.freeze(hosts.beta_id);
    hosts.send(connection, long_text(1'000'000));
    hosts.close(connection);
    hosts.run(seconds{9});
    EXPECT_EQ(hosts.last(hosts.alpha), "connected 127.0.1.20:5061");
    hosts.run(seconds{2});
    EXPECT_EQ(hosts.last(hosts.alpha), "closed limit");
}

}  // namespace
}  // namespace drivers
