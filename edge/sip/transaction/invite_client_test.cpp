#include "edge/sip/transaction/invite_client.hpp"

#include <gtest/gtest.h>

#include "edge/sip/transaction/machine_run.hpp"

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
    InviteClient machine;
    TimerValues values_;
};

TEST(InviteClient, RepeatsOverUdpUntilTimerB_Rfc3261_17_1_1_2) {
    ClientRun run(udp);
    run.until(forever);
    EXPECT_EQ(run.lines(), (Lines{"0 send_request", "500 send_request", "1500 send_request",
                                  "3500 send_request", "7500 send_request", "15500 send_request",
                                  "31500 send_request", "32000 report_timeout"}));
    EXPECT_EQ(run.machine.state(), InviteClient::State::terminated);
}

TEST(InviteClient, OverTlsOnlyTimerBRuns) {
    ClientRun run(tls);
    run.until(forever);
    EXPECT_EQ(run.lines(), (Lines{"0 send_request", "32000 report_timeout"}));
}

TEST(InviteClient, AProvisionalResponseEndsTimerB) {
    ClientRun run(tls);
    run.respond(180);
    run.until(forever);
    EXPECT_EQ(run.lines(), (Lines{"0 send_request", "0 pass_response"}));
    EXPECT_EQ(run.machine.state(), InviteClient::State::proceeding);
}

TEST(InviteClient, AcceptedPassesEach2xxUntilTimerM_Rfc6026_8_4) {
    ClientRun run(tls);
    run.respond(200);
    run.until(std::chrono::seconds{31});
    run.respond(200);
    run.respond(486);
    run.until(std::chrono::seconds{33});
    run.respond(200);
    EXPECT_EQ(run.lines(), (Lines{"0 send_request", "0 pass_response", "31000 pass_response"}));
    EXPECT_EQ(run.machine.state(), InviteClient::State::terminated);
}

TEST(InviteClient, ANon2xxIsAcknowledgedAndOverTlsEndsIt_Rfc3261_17_1_1_2) {
    ClientRun run(tls);
    run.respond(486);
    EXPECT_EQ(run.lines(), (Lines{"0 send_request", "0 pass_and_acknowledge"}));
    EXPECT_EQ(run.machine.state(), InviteClient::State::terminated);
}

TEST(InviteClient, OverUdpARepeatedNon2xxIsAcknowledgedAgainUntilTimerD) {
    ClientRun run(udp);
    run.respond(486);
    run.until(std::chrono::seconds{1});
    run.respond(486);
    run.respond(200);
    run.until(forever);
    run.respond(486);
    EXPECT_EQ(run.lines(), (Lines{"0 send_request", "0 pass_and_acknowledge", "1000 acknowledge"}));
}

TEST(InviteClient, ALostConnectionIsReportedOnceAndNotInAccepted) {
    ClientRun waiting(tls);
    waiting.take(waiting.machine.on_transport_failure());
    waiting.take(waiting.machine.on_transport_failure());
    EXPECT_EQ(waiting.lines(), (Lines{"0 send_request", "0 report_failure"}));
    ClientRun accepted(tls);
    accepted.respond(200);
    EXPECT_EQ(accepted.machine.on_transport_failure().action, Action::none);
}

}  // namespace
}  // namespace sip::transaction
