#include <gtest/gtest.h>

#include "edge/sip/transaction/machine_run.hpp"
#include "edge/sip/transaction/non_invite_client.hpp"
#include "edge/sip/transaction/non_invite_server.hpp"

namespace sip::transaction {
namespace {

using Lines = std::vector<std::string>;
constexpr TimerValues tls{};
constexpr TimerValues udp{.reliable = false};
constexpr std::chrono::milliseconds forever{1'000'000};

struct ClientRun : MachineRun {
    explicit ClientRun(TimerValues const& values) : values_(values) { take(machine.start(values_)); }
    void respond(int status) { take(machine.on_response(status, values_)); }
    void until(sansio::Duration end) {
        run_until(end, [this](Timer timer) { return machine.on_timer(timer, values_); });
    }
    NonInviteClient machine;
    TimerValues values_;
};

TEST(NonInviteClient, RepeatsOverUdpUntilTimerF_Rfc3261_17_1_2_2) {
    ClientRun run(udp);
    run.until(forever);
    EXPECT_EQ(run.lines(), (Lines{"0 send_request", "500 send_request", "1500 send_request",
                                  "3500 send_request", "7500 send_request", "11500 send_request",
                                  "15500 send_request", "19500 send_request", "23500 send_request",
                                  "27500 send_request", "31500 send_request", "32000 report_timeout"}));
}

TEST(NonInviteClient, ProceedingRepeatsEveryT2) {
    ClientRun run(udp);
    run.respond(100);
    run.until(std::chrono::seconds{9});
    EXPECT_EQ(run.lines(), (Lines{"0 send_request", "0 pass_response", "500 send_request",
                                  "4500 send_request", "8500 send_request"}));
}

TEST(NonInviteClient, OverTlsTimerFRunsInProceedingToo) {
    ClientRun run(tls);
    run.respond(100);
    run.until(forever);
    EXPECT_EQ(run.lines(), (Lines{"0 send_request", "0 pass_response", "32000 report_timeout"}));
}

TEST(NonInviteClient, AFinalResponseEndsItOverTlsAndOverUdpAfterTimerK) {
    ClientRun over_tls(tls);
    over_tls.respond(200);
    EXPECT_EQ(over_tls.machine.state(), NonInviteClient::State::terminated);
    ClientRun over_udp(udp);
    over_udp.respond(200);
    over_udp.respond(200);
    over_udp.until(std::chrono::milliseconds{4999});
    EXPECT_EQ(over_udp.machine.state(), NonInviteClient::State::completed);
    over_udp.until(forever);
    EXPECT_EQ(over_udp.machine.state(), NonInviteClient::State::terminated);
    EXPECT_EQ(over_udp.lines(), (Lines{"0 send_request", "0 pass_response"}));
}

TEST(NonInviteServer, OnlyA100MayComeBeforeTheFinalResponse_Rfc4320_4_1) {
    NonInviteServer machine;
    EXPECT_EQ(machine.start(tls).action, Action::pass_request);
    EXPECT_EQ(machine.on_response(183, tls).action, Action::none);
    EXPECT_EQ(machine.on_request().action, Action::none);
    EXPECT_EQ(machine.on_response(100, tls).action, Action::send_response);
    EXPECT_EQ(machine.on_request().action, Action::send_response);
    EXPECT_EQ(machine.on_response(200, tls).action, Action::send_response);
    EXPECT_EQ(machine.state(), NonInviteServer::State::terminated);
}

TEST(NonInviteServer, OverUdpRepetitionsAreAnsweredUntilTimerJ) {
    NonInviteServer machine;
    machine.start(udp);
    auto const step = machine.on_response(200, udp);
    EXPECT_EQ(step, Step{Action::send_response}.arm(Timer::j, std::chrono::seconds{32}));
    EXPECT_EQ(machine.on_request().action, Action::send_response);
    EXPECT_EQ(machine.on_response(500, udp).action, Action::none);
    machine.on_timer(Timer::j);
    EXPECT_EQ(machine.state(), NonInviteServer::State::terminated);
}

}  // namespace
}  // namespace sip::transaction
