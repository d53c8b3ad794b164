#include "edge/sip/transaction/invite_server.hpp"

#include <gtest/gtest.h>

#include "edge/sip/transaction/machine_run.hpp"

namespace sip::transaction {
namespace {

using Lines = std::vector<std::string>;
constexpr TimerValues tls{};
constexpr TimerValues udp{.reliable = false};
constexpr std::chrono::milliseconds forever{1'000'000};

struct ServerRun : MachineRun {
    explicit ServerRun(TimerValues const& values) : values_(values) { take(machine.start(values_)); }
    void respond(int status) { take(machine.on_response(status, values_)); }
    void acknowledge() { take(machine.on_ack(values_)); }
    void until(sansio::Duration end) {
        run_until(end, [this](Timer timer) { return machine.on_timer(timer, values_); });
    }
    InviteServer machine;
    TimerValues values_;
};

TEST(InviteServer, Sends100WhenTheUserIsSilentFor200ms_Rfc3261_17_2_1) {
    ServerRun run(tls);
    run.until(forever);
    EXPECT_EQ(run.lines(), (Lines{"0 pass_request", "200 send_trying"}));
}

TEST(InviteServer, SendsNo100AfterAnyResponse) {
    ServerRun run(tls);
    run.respond(180);
    run.until(std::chrono::seconds{1});
    EXPECT_EQ(run.lines(), (Lines{"0 pass_request", "0 send_response"}));
}

TEST(InviteServer, ARepeatedInviteGetsTheLastResponseAgain) {
    ServerRun run(tls);
    EXPECT_EQ(run.machine.on_request().action, Action::none);
    run.respond(100);
    EXPECT_EQ(run.machine.on_request().action, Action::send_response);
    run.respond(486);
    EXPECT_EQ(run.machine.on_request().action, Action::send_response);
}

TEST(InviteServer, Non2xxIsRepeatedOverUdpUntilTheAck) {
    ServerRun run(udp);
    run.respond(486);
    run.until(std::chrono::seconds{8});
    run.acknowledge();
    run.until(forever);
    EXPECT_EQ(run.lines(), (Lines{"0 pass_request", "0 send_response", "500 send_response",
                                  "1500 send_response", "3500 send_response", "7500 send_response"}));
    EXPECT_EQ(run.machine.state(), InviteServer::State::terminated);
}

TEST(InviteServer, OverTlsTheAckEndsIt) {
    ServerRun run(tls);
    run.respond(486);
    EXPECT_EQ(run.machine.state(), InviteServer::State::completed);
    run.acknowledge();
    EXPECT_EQ(run.machine.state(), InviteServer::State::terminated);
}

TEST(InviteServer, WithoutAnAckTimerHEndsIt) {
    ServerRun run(tls);
    run.respond(486);
    run.until(forever);
    EXPECT_EQ(run.lines(), (Lines{"0 pass_request", "0 send_response", "32000 report_timeout"}));
}

TEST(InviteServer, AcceptedAbsorbsInvitesAndPassesAcksUntilTimerL_Rfc6026_8_7) {
    ServerRun run(tls);
    run.respond(200);
    EXPECT_EQ(run.machine.on_request().action, Action::none);
    EXPECT_EQ(run.machine.on_ack(tls).action, Action::pass_ack);
    EXPECT_EQ(run.machine.on_response(200, tls).action, Action::send_response);
    EXPECT_EQ(run.machine.on_response(486, tls).action, Action::none);
    run.until(std::chrono::seconds{31});
    EXPECT_EQ(run.machine.state(), InviteServer::State::accepted);
    run.until(std::chrono::seconds{32});
    EXPECT_EQ(run.machine.state(), InviteServer::State::terminated);
}

}  // namespace
}  // namespace sip::transaction
