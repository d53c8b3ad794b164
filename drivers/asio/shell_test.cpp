// Two hosts in one shell over 127.0.5.20: what a core may rely on when its driver is the shell.
#include "drivers/asio/shell.hpp"

#include "drivers/asio/testing/shell_fixture.hpp"

namespace drivers::testing {
namespace {

using Stage = sansio::ConnectionFault::Stage;
using ChainFault = sansio::ChainVerdict::Fault;
using Way = sansio::Close::Way;

/// Bytes whose order shows.
std::string pattern(std::size_t size) {
    std::string made(size, '\0');
    for (std::size_t i = 0; i < size; ++i) made[i] = static_cast<char>(i * 31 + i / 251);
    return made;
}

/// What must hold with TLS and without.
class ShellStreamTest : public ShellTest, public ::testing::WithParamInterface<sansio::TlsProfile> {};

TEST_P(ShellStreamTest, BytesAreEchoed) {
    start(GetParam());
    auto const id = connected();
    EXPECT_EQ(client_.connected[0].remote, server_endpoint());
    EXPECT_EQ(server_.accepted[0].remote, client_.connected[0].local);
    EXPECT_EQ(server_.accepted[0].listener, listener);
    client_sends(id, "OPTIONS");
    EXPECT_TRUE(run_until([&] { return client_.received[id] == "OPTIONS"; }));
}

TEST_P(ShellStreamTest, EightMegabytesComeBackWholeThoughTheEchoIsHeldBack) {
    HostLimits limits;
    limits.unread_pause = 256 * 1024;
    start(GetParam(), limits);
    auto const id = connected();
    std::string const sent = pattern(std::size_t{8} * 1024 * 1024);
    client_sends(id, sent);
    ASSERT_TRUE(run_until([&] { return client_.received[id].size() >= sent.size(); }));
    EXPECT_TRUE(client_.received[id] == sent);
    EXPECT_LE(server_.unsent_max, limits.unread_pause + 128 * 1024);
}

TEST_P(ShellStreamTest, CloseSendsAllThatWasUnsentAndBothHearOfItOnce) {
    start(GetParam());
    auto const id = connected();
    std::string const sent = pattern(std::size_t{1024} * 1024);
    client_sends(id, sent);
    client_does(sansio::Close{id, Way::flush});
    ASSERT_TRUE(run_until([&] { return !client_.closed.empty() && !server_.closed.empty(); }));
    EXPECT_TRUE(server_.received[server_.accepted[0].connection] == sent);
    run_for(100ms);
    EXPECT_EQ(client_.closed.size(), 1U);
    EXPECT_EQ(server_.closed.size(), 1U);
    EXPECT_FALSE(client_.closed[0].fault);
    EXPECT_FALSE(server_.closed[0].fault);
}

TEST_P(ShellStreamTest, AnAbortIsAResetForThePeer) {
    start(GetParam());
    client_does(sansio::Close{connected(), Way::abort});
    ASSERT_TRUE(run_until([&] { return !client_.closed.empty() && !server_.closed.empty(); }));
    EXPECT_FALSE(client_.closed[0].fault);
    ASSERT_TRUE(server_.closed[0].fault);
    EXPECT_EQ(server_.closed[0].fault->stage, Stage::reset);
}

TEST_P(ShellStreamTest, ARemovedHostIsGoneWithoutAWord) {
    start(GetParam());
    connected();
    shell_.remove(server_id_);
    ASSERT_TRUE(run_until([&] { return !client_.closed.empty(); }));
    EXPECT_EQ(client_.closed[0].fault->stage, Stage::reset);
    EXPECT_TRUE(server_.closed.empty());
    connect();
    ASSERT_TRUE(run_until([&] { return !client_.connect_failed.empty(); }));
    EXPECT_EQ(client_.connect_failed[0].fault.stage, Stage::refused);
}

TEST_P(ShellStreamTest, AConnectThatIsClosedAtOnceFailsOnce) {
    start(GetParam());
    auto const id = connect();
    client_does(sansio::Close{id, Way::flush});
    ASSERT_TRUE(run_until([&] { return !client_.connect_failed.empty(); }));
    run_for(100ms);
    EXPECT_EQ(client_.connect_failed.size(), 1U);
    EXPECT_TRUE(client_.connected.empty() && client_.closed.empty());
}

TEST_P(ShellStreamTest, AStoppedListenerRefusesAndKeepsWhatItAccepted) {
    start(GetParam());
    auto const id = connected();
    server_.act(sansio::StopListening{listener});
    shell_.touch(server_id_);
    run_for(20ms);
    connect();
    ASSERT_TRUE(run_until([&] { return !client_.connect_failed.empty(); }));
    client_sends(id, "still open");
    EXPECT_TRUE(run_until([&] { return client_.received[id] == "still open"; }));
}

INSTANTIATE_TEST_SUITE_P(BothKinds, ShellStreamTest, ::testing::Values(mutual_tls, sansio::plain_tcp),
                         [](auto const& kind) { return kind.param == mutual_tls ? "Tls" : "PlainTcp"; });

TEST_F(ShellTest, BothHostsLearnThePeersIdentity) {
    start(mutual_tls);
    connected();
    EXPECT_EQ(client_.connected[0].identity.leaf->common_name, "sip.fabrikam.com");
    EXPECT_EQ(server_.accepted[0].identity.leaf->common_name, "sip.contoso.com");
    EXPECT_EQ(server_.accepted[0].identity.tls_version, "TLSv1.3");
}

TEST_F(ShellTest, AServerOfAnotherAuthorityIsRefusedAndHearsTheAlert) {
    tls::Authority foreign = tls::testing::make_authority("Foreign Root");
    server_tls_ = tls::testing::settings_for(foreign, tls::testing::request_for("sip.fabrikam.com"));
    start(mutual_tls);
    connect();
    ASSERT_TRUE(run_until([&] { return !client_.connect_failed.empty() && !server_.accept_failed.empty(); }));
    EXPECT_EQ(client_.connect_failed[0].fault.stage, Stage::tls_chain);
    EXPECT_EQ(client_.connect_failed[0].fault.chain.fault, ChainFault::unknown_authority);
    EXPECT_EQ(server_.accept_failed[0].fault.text, "the peer sent unknown_ca");
}

TEST_F(ShellTest, AClientThatTls1_3RefusesLateHearsTheAlert) {
    client_tls_.present_certificate = false;
    start(mutual_tls);
    connect();
    ASSERT_TRUE(run_until([&] { return !client_.closed.empty() && !server_.accept_failed.empty(); }));
    EXPECT_EQ(server_.accept_failed[0].fault.chain.fault, ChainFault::no_certificate);
    EXPECT_EQ(client_.closed[0].fault->text, "the peer sent certificate_required");
}

TEST_F(ShellTest, CertificatesAreJudgedByTheMovedCalendar) {
    start(mutual_tls);
    shell_.set_wall(tls::testing::today + 2 * tls::testing::year);
    connect();
    ASSERT_TRUE(run_until([&] { return !client_.connect_failed.empty(); }));
    EXPECT_EQ(client_.connect_failed[0].fault.chain.fault, ChainFault::expired);
}

TEST_F(ShellTest, AConnectToNobodyIsRefused) {
    start(mutual_tls);
    connect({sansio::IpAddress::v4(127, 0, 5, 21), server_endpoint().port});
    ASSERT_TRUE(run_until([&] { return !client_.connect_failed.empty(); }));
    EXPECT_EQ(client_.connect_failed[0].fault.stage, Stage::refused);
}

TEST_F(ShellTest, AnAddressOfSomebodyElseCannotBeListenedOn) {
    start(mutual_tls);
    server_.act(sansio::Listen{sansio::ListenerId{2}, server_endpoint(), mutual_tls});
    shell_.touch(server_id_);
    ASSERT_TRUE(run_until([&] { return !server_.listen_failed.empty(); }));
    EXPECT_EQ(server_.listen_failed[0].listener, sansio::ListenerId{2});
}

TEST_F(ShellTest, AProfileThatWasNotGivenIsAFault) {
    start(mutual_tls);
    client_does(sansio::Connect{sansio::ConnectionId{77}, server_endpoint(), {}, sansio::TlsProfile{9}, ""});
    ASSERT_TRUE(run_until([&] { return !client_.connect_failed.empty(); }));
    EXPECT_EQ(client_.connect_failed[0].fault.stage, Stage::no_such_profile);
}

TEST_F(ShellTest, AConnectionLeavesFromTheAddressThatWasAskedFor) {
    start(mutual_tls);
    auto const own = sansio::IpAddress::v4(127, 0, 5, 10);
    client_does(sansio::Connect{sansio::ConnectionId{1}, server_endpoint(), own, mutual_tls, ""});
    ASSERT_TRUE(run_until([&] { return !server_.accepted.empty(); }));
    EXPECT_EQ(server_.accepted[0].remote.address, own);
}

TEST_F(ShellTest, APeerThatNeverEndsItsHandshakeIsDropped) {
    HostLimits limits;
    limits.handshake_timeout = 50ms;
    start(mutual_tls, limits);
    client_does(sansio::Connect{sansio::ConnectionId{1}, server_endpoint(), {}, sansio::plain_tcp, ""});
    ASSERT_TRUE(run_until([&] { return !server_.accept_failed.empty(); }));
    EXPECT_EQ(server_.accept_failed[0].fault.stage, Stage::tls_timed_out);
    EXPECT_TRUE(run_until([&] { return !client_.closed.empty(); }));
}

TEST_F(ShellTest, OneHandshakeTooManyEndsTheOldest) {
    HostLimits limits;
    limits.handshakes_max = 2;
    start(mutual_tls, limits);
    for (std::uint64_t const id : {1U, 2U})
        client_does(
            sansio::Connect{sansio::ConnectionId{100 + id}, server_endpoint(), {}, sansio::plain_tcp, ""});
    ASSERT_TRUE(run_until([&] { return client_.connected.size() == 2; }));
    run_for(50ms);
    EXPECT_TRUE(server_.accept_failed.empty());
    connect();
    ASSERT_TRUE(run_until([&] { return server_.accepted.size() == 1; }));
    ASSERT_EQ(server_.accept_failed.size(), 1U);
    EXPECT_EQ(server_.accept_failed[0].fault.stage, Stage::limit);
    EXPECT_TRUE(run_until([&] { return client_.closed.size() == 1; }));
}

TEST_F(ShellTest, OverTheLimitsConnectionsAreRefused) {
    HostLimits server_limits;
    server_limits.connections_max = 1;
    HostLimits client_limits;
    client_limits.connections_max = 2;
    start(sansio::plain_tcp, server_limits, client_limits);
    connected();
    connect();
    ASSERT_TRUE(run_until([&] { return !server_.accept_failed.empty(); }));
    EXPECT_EQ(server_.accept_failed[0].fault.stage, Stage::limit);
    connect();
    connect();
    ASSERT_TRUE(run_until([&] { return !client_.connect_failed.empty(); }));
    EXPECT_EQ(client_.connect_failed[0].fault.stage, Stage::limit);
}

TEST_F(ShellTest, RenewedProfilesCountForNewConnectionsOnly) {
    start(mutual_tls);
    auto const first = connected();
    server_tls_ = tls_settings("new.fabrikam.com");
    shell_.set_profiles(server_id_, {tls::testing::make_context(server_tls_)});
    connected();
    EXPECT_EQ(client_.connected[1].identity.leaf->common_name, "new.fabrikam.com");
    client_sends(first, "old link");
    EXPECT_TRUE(run_until([&] { return client_.received[first] == "old link"; }));
}

TEST_F(ShellTest, DatagramsGoBothWays) {
    start(mutual_tls);
    sansio::SocketId const socket{3};
    server_.act(sansio::OpenSocket{socket, {server_address, 0}});
    client_.act(sansio::OpenSocket{socket, {sansio::IpAddress::v4(127, 0, 5, 10), 0}});
    shell_.touch(server_id_);
    shell_.touch(client_id_);
    ASSERT_TRUE(run_until([&] { return !server_.sockets.empty() && !client_.sockets.empty(); }));
    client_does(sansio::SendDatagram{socket, server_.sockets[0].local, "query"});
    ASSERT_TRUE(run_until([&] { return !client_.datagrams.empty(); }));
    EXPECT_EQ(client_.datagrams[0], "query");
    client_does(sansio::CloseSocket{socket});
    run_for(20ms);
    client_does(sansio::SendDatagram{socket, server_.sockets[0].local, "too late"});
    run_for(20ms);
    EXPECT_EQ(server_.datagrams.size(), 1U);
}

TEST_F(ShellTest, AHostIsWokenAtItsDeadlineAndNotBefore) {
    start(mutual_tls);
    sansio::Time const due = shell_.now() + 30ms;
    client_.wake_at(due);
    shell_.touch(client_id_);
    ASSERT_TRUE(run_until([&] { return client_.woken == 1; }));
    EXPECT_GE(shell_.now(), due);
    EXPECT_FALSE(shell_.run_turn(shell_.now() + 5ms));
}

TEST_F(ShellTest, ReportsCarryTheNameOfTheirHost) {
    std::vector<std::string> seen;
    shell_.on_report([&](std::string const& host, sansio::Report const& report) {
        seen.push_back(host + " " + report.event);
    });
    start(mutual_tls);
    client_does(sansio::Report{sansio::Report::Level::info, "link_up", {}});
    run_until([&] { return !seen.empty(); });
    EXPECT_EQ(seen, std::vector<std::string>{"client link_up"});
}

TEST_F(ShellTest, AHostMayBeRemovedFromWithinItsOwnReport) {
    start(mutual_tls);
    connected();
    shell_.on_report([&](std::string const&, sansio::Report const&) { shell_.remove(client_id_); });
    client_.act(sansio::Report{});
    client_does(sansio::Report{});
    ASSERT_TRUE(run_until([&] { return !server_.closed.empty(); }));
    EXPECT_TRUE(client_.closed.empty());
}

}  // namespace
}  // namespace drivers::testing
