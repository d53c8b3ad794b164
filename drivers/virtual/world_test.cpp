// Connections, datagrams and turns of a world without faults.
#include "drivers/virtual/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "drivers/virtual/testing/two_hosts.hpp"

namespace drivers {
namespace {

using testing::beta_endpoint;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::long_text;
using testing::TwoHosts;

TEST(World, AConnectionCarriesTheSameBytesInOtherCuts) {
    TwoHosts hosts;
    auto const connection = hosts.connect();
    hosts.run();
    auto const text = long_text(300'000);
    hosts.send(connection, text);
    hosts.run(std::chrono::seconds{5});
    EXPECT_EQ(hosts.beta.received(hosts.beta.established().at(0)), text);
    EXPECT_EQ(hosts.alpha.received(connection), text);
    EXPECT_GT(hosts.alpha.pieces(), 3U);
}

TEST(World, OneWriteMayArriveInSeveralTurns) {
    bool apart = false;
    bool together = false;
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        WorldSettings settings;
        settings.seed = seed;
        TwoHosts hosts(settings);
        std::vector<sansio::Time> arrivals;
        hosts.world.on_tap([&](TapEvent const& event) {
            if (event.kind == TapEvent::Kind::received && event.host == "beta") arrivals.push_back(event.at);
        });
        hosts.send(hosts.connect(), "MESSAGE sip:bob@fabrikam.com SIP/2.0");
        hosts.run();
        ASSERT_FALSE(arrivals.empty());
        apart = apart || arrivals.front() != arrivals.back();
        together = together || arrivals.size() == 1;
    }
    EXPECT_TRUE(apart && together);
}

TEST(World, NumbersOfAcceptedConnectionsHaveTheirBit) {
    TwoHosts hosts;
    hosts.connect();
    hosts.run();
    hosts.connect();
    hosts.run();
    EXPECT_THAT(hosts.beta.established(), ElementsAre(sansio::ConnectionId{sansio::accepted_bit | 1U},
                                                      sansio::ConnectionId{sansio::accepted_bit | 2U}));
}

TEST(World, RefusesWhereNobodyListens) {
    TwoHosts hosts;
    hosts.connect({beta_endpoint.address, 5062});
    hosts.run();
    hosts.connect({sansio::IpAddress::v4(127, 0, 1, 99), 5061});
    hosts.run();
    EXPECT_THAT(hosts.alpha.log(), ElementsAre("connect_failed refused", "connect_failed refused"));
}

TEST(World, AStoppedListenerRefusesAndKeepsWhatItAccepted) {
    TwoHosts hosts;
    auto const connection = hosts.connect();
    hosts.run();
    hosts.beta.act(sansio::StopListening{testing::beta_listener});
    hosts.world.touch(hosts.beta_id);
    hosts.run();
    hosts.connect();
    hosts.send(connection, "still here");
    hosts.run();
    EXPECT_EQ(hosts.last(hosts.alpha), "connect_failed refused");
    EXPECT_EQ(hosts.alpha.received(connection), "still here");
}

TEST(World, AFlushingCloseDeliversAllThatWasSentBefore) {
    TwoHosts hosts;
    auto const connection = hosts.connect();
    hosts.run();
    auto const text = long_text(200'000);
    hosts.send(connection, text);
    hosts.close(connection);
    hosts.run(std::chrono::seconds{5});
    EXPECT_EQ(hosts.beta.received(hosts.beta.established().at(0)), text);
    EXPECT_EQ(hosts.last(hosts.alpha), "closed");
    EXPECT_THAT(hosts.last(hosts.beta), HasSubstr("closed"));
}

TEST(World, AnAbortResetsThePeer) {
    TwoHosts hosts;
    auto const connection = hosts.connect();
    hosts.run();
    hosts.close(connection, sansio::Close::Way::abort);
    hosts.run();
    EXPECT_EQ(hosts.last(hosts.alpha), "closed");
    EXPECT_EQ(hosts.last(hosts.beta), "closed reset");
}

TEST(World, ACloseBeforeTheAnswerIsAnsweredByConnectFailed) {
    TwoHosts hosts;
    auto const connection = hosts.connect();
    hosts.close(connection);
    hosts.run();
    EXPECT_THAT(hosts.alpha.log(), ElementsAre("connect_failed reset"));
    EXPECT_TRUE(hosts.beta.established().empty());
}

TEST(World, RemovingAHostResetsItsPeersAndFreesItsPorts) {
    TwoHosts hosts;
    hosts.connect();
    hosts.run();
    hosts.world.remove(hosts.beta_id);
    hosts.run();
    EXPECT_EQ(hosts.last(hosts.alpha), "closed reset");
    hosts.connect();
    hosts.run();
    EXPECT_EQ(hosts.last(hosts.alpha), "connect_failed refused");
}

TEST(World, ARestartedHostListensAgainUnderItsName) {
    TwoHosts hosts;
    hosts.world.remove(hosts.beta_id);
    testing::EchoHost again(true);
    again.act(sansio::Listen{testing::beta_listener, beta_endpoint, sansio::plain_tcp});
    hosts.world.add({"beta", &again, {beta_endpoint.address}, {}, {}});
    hosts.run();
    hosts.connect();
    hosts.run();
    EXPECT_EQ(hosts.last(hosts.alpha), "connected 127.0.1.20:5061");
}

TEST(World, ListensOnOwnAddressesOnlyAndOnceAPort) {
    TwoHosts hosts;
    hosts.alpha.act(sansio::Listen{sansio::ListenerId{1}, beta_endpoint, sansio::plain_tcp});
    hosts.alpha.act(sansio::Listen{sansio::ListenerId{2}, {testing::alpha_address, 0}, sansio::plain_tcp});
    hosts.alpha.act(
        sansio::Listen{sansio::ListenerId{3}, {testing::alpha_address, 49'152}, sansio::plain_tcp});
    hosts.alpha.act(
        sansio::Listen{sansio::ListenerId{4}, {testing::alpha_address, 1}, sansio::TlsProfile{0}});
    hosts.world.touch(hosts.alpha_id);
    hosts.run();
    EXPECT_THAT(hosts.alpha.log(),
                ::testing::UnorderedElementsAre(
                    "listen_failed not an address of this host: 127.0.1.20", "listening 127.0.1.10:49152",
                    "listen_failed address in use: 127.0.1.10:49152", "listen_failed no TLS profile 0"));
}

TEST(World, RefusesConnectionsOverItsLimit) {
    HostLimits limits;
    limits.connections_max = 1;
    TwoHosts hosts({}, {}, {}, limits);
    hosts.connect();
    hosts.connect();
    hosts.run();
    EXPECT_THAT(hosts.alpha.log(),
                ::testing::UnorderedElementsAre("connect_failed limit", "connected 127.0.1.20:5061"));
}

TEST(World, DatagramsGoThereAndBack) {
    TwoHosts hosts;
    hosts.beta.act(sansio::OpenSocket{sansio::SocketId{1}, {beta_endpoint.address, 53}});
    hosts.world.touch(hosts.beta_id);
    hosts.alpha.act(sansio::OpenSocket{sansio::SocketId{1}, {sansio::IpAddress{}, 0}});
    hosts.alpha.act(sansio::SendDatagram{sansio::SocketId{1}, {beta_endpoint.address, 53}, "who"});
    hosts.world.touch(hosts.alpha_id);
    hosts.run();
    EXPECT_THAT(hosts.alpha.log(), ElementsAre("socket 0.0.0.0:49152", "datagram who"));
    EXPECT_THAT(hosts.beta.log(), Contains("datagram who"));
}

TEST(World, TimeJumpsToTheLimitOfTheRunWhenNothingIsDue) {
    TwoHosts hosts;
    auto const until = hosts.world.now() + std::chrono::hours{1};
    EXPECT_FALSE(hosts.world.run_turn(until));
    EXPECT_EQ(hosts.world.now(), until);
    EXPECT_FALSE(hosts.world.run_turn(until - std::chrono::seconds{1}));
    EXPECT_EQ(hosts.world.now(), until);
}

TEST(World, ReportsLivelockInsteadOfHanging) {
    WorldSettings settings;
    settings.events_per_instant_max = 100;
    TwoHosts hosts(settings);
    hosts.alpha.insist(hosts.world.now() + std::chrono::milliseconds{5});
    hosts.world.touch(hosts.alpha_id);
    try {
        hosts.run();
        ADD_FAILURE() << "the livelock was not found";
    } catch (WorldError const& error) {
        EXPECT_THAT(error.what(), HasSubstr("livelock"));
        EXPECT_THAT(error.what(), HasSubstr("alpha"));
    }
    EXPECT_LE(hosts.alpha.expired(), 101U);
}

TEST(World, HandsReportsOnWithTheHostsName) {
    TwoHosts hosts;
    std::vector<std::string> lines;
    hosts.world.on_report(
        [&](auto const& host, auto const& report) { lines.push_back(host + ": " + report.event); });
    hosts.alpha.act(sansio::Report{sansio::Report::Level::info, "something_happened", {}});
    hosts.world.touch(hosts.alpha_id);
    hosts.run();
    EXPECT_THAT(lines, ElementsAre("alpha: something_happened"));
}

TEST(World, TheCalendarMovesWithoutTheTimers) {
    WorldSettings settings;
    settings.start = sansio::WallTime{std::chrono::seconds{1'000}};
    TwoHosts hosts(settings);
    auto const before = hosts.world.now();
    hosts.world.set_wall(sansio::WallTime{std::chrono::seconds{5'000}});
    EXPECT_EQ(hosts.world.now(), before);
    hosts.run(std::chrono::seconds{2});
    EXPECT_EQ(hosts.world.wall(), sansio::WallTime{std::chrono::seconds{5'002}});
}

}  // namespace
}  // namespace drivers
