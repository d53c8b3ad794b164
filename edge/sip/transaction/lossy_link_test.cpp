// The four machines against each other, over links that lose up to 60 % and repeat what they do not lose.
#include <algorithm>

#include <gtest/gtest.h>

#include "edge/sip/transaction/lossy_link_fixture.hpp"

namespace sip::transaction {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr TimerValues tls{};
constexpr TimerValues udp{.reliable = false};
constexpr std::uint64_t seeds = 3000;

struct Case {
    LinkFaults faults;
    Behaviour behaviour;
};

Case case_of(std::uint64_t seed, int status, sansio::Duration slowest) {
    sansio::Random random(seed * 7919);
    auto const up_to = [&random](sansio::Duration most) {
        return sansio::Duration{
            static_cast<sansio::Duration::rep>(random.below(static_cast<std::uint64_t>(most.count())))};
    };
    Case one;
    one.faults.lost_percent = static_cast<std::uint32_t>(random.below(61));
    one.faults.repeated_percent = static_cast<std::uint32_t>(random.below(31));
    one.behaviour.status = status;
    one.behaviour.answers_after = up_to(slowest);
    if (random.chance(1, 3)) one.behaviour.rings_after = up_to(seconds{3}) + milliseconds{1};
    return one;
}

long finals(Seen const& seen) {
    return std::count_if(seen.at_client.begin(), seen.at_client.end(),
                         [](int status) { return status == 0 || status >= 200; });
}

class Lossy : public ::testing::Test {
protected:
    /// Runs all seeds; answers how many ended with the status, and lets `law` judge each.
    template <bool invite, class Law>
    std::uint64_t delivered(int status, sansio::Duration slowest, Law law) {
        std::uint64_t count = 0;
        for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
            SCOPED_TRACE(seed);
            auto const one = case_of(seed, status, slowest);
            LossyRun<invite> run(seed, udp, one.faults, one.behaviour);
            auto const& seen = run.run();
            EXPECT_LE(seen.requests_to_user, 1);
            EXPECT_EQ(run.client.state(), LossyRun<invite>::Client::State::terminated);
            if (seen.requests_to_user == 1) {
                EXPECT_EQ(run.server.state(), LossyRun<invite>::Server::State::terminated);
            }
            law(run, seen);
            if (std::count(seen.at_client.begin(), seen.at_client.end(), status) > 0) ++count;
            if (HasFailure()) return count;
        }
        return count;
    }
};

TEST_F(Lossy, ANonInviteIsSeenOnceAndHasOneEnd_Rfc3261_17_1_2_and_17_2_2) {
    auto const count = delivered<false>(200, seconds{6}, [](auto const& run, Seen const& seen) {
        EXPECT_EQ(finals(seen), 1);
        // E at 0.5, 1.5, 3.5, 7.5, …, 31.5 s: 11 in all.
        EXPECT_LE(seen.requests_sent, 11);
        EXPECT_LE(run.now(), seconds{32 + 32 + 32});
    });
    EXPECT_GT(count, seeds * 95 / 100);
}

TEST_F(Lossy, ANonInviteHasNoProvisionalResponseBut100AndThatNotBefore3500ms_Rfc4320_4_1) {
    delivered<false>(200, seconds{30}, [](auto const&, Seen const& seen) {
        for (int const status : seen.provisional) EXPECT_EQ(status, 100);
        if (seen.first_provisional) {
            EXPECT_GE(*seen.first_provisional, milliseconds{3500});
        }
    });
}

TEST_F(Lossy, ARefusedInviteIsSeenOnceAndAcknowledged_Rfc3261_17_1_1_and_17_2_1) {
    auto const count = delivered<true>(486, seconds{20}, [](auto const& run, Seen const& seen) {
        EXPECT_EQ(finals(seen), 1);
        EXPECT_LE(seen.requests_sent, 7);
        // G: 0, 0.5, 1.5, 3.5, 7.5, … , 31.5 s, and once more for each repetition of the request.
        if (!seen.server_timed_out && seen.requests_to_user == 1) {
            EXPECT_TRUE(seen.acknowledged);
        }
        EXPECT_LE(run.now(), seconds{32 + 20 + 32 + 32 + 5});
    });
    EXPECT_GT(count, seeds * 95 / 100);
}

TEST_F(Lossy, AnAcceptedInvitePassesEach2xxAndNothingElseAfterIt_Rfc6026_8_4) {
    auto const count = delivered<true>(200, seconds{20}, [](auto const&, Seen const& seen) {
        auto const first = std::find(seen.at_client.begin(), seen.at_client.end(), 200);
        for (auto later = first; later != seen.at_client.end(); ++later) EXPECT_EQ(*later, 200);
        EXPECT_LE(std::count(seen.at_client.begin(), seen.at_client.end(), 0), 1);
        EXPECT_GE(finals(seen), 1);
    });
    EXPECT_GT(count, seeds * 95 / 100);
}

TEST_F(Lossy, WhatIsLostAltogetherTimesOut) {
    LossyRun<true> call(1, udp, {.lost_percent = 100}, {});
    EXPECT_EQ(call.run().at_client, std::vector<int>{0});
    EXPECT_EQ(call.run().requests_sent, 7);
    EXPECT_EQ(call.now(), seconds{32} + seconds{31} + milliseconds{500});  // the last Timer A is ignored
    LossyRun<false> message(1, udp, {.lost_percent = 100}, {});
    EXPECT_EQ(message.run().at_client, std::vector<int>{0});
    EXPECT_EQ(message.run().requests_sent, 11);
}

TEST_F(Lossy, OverTlsNothingIsSentTwice) {
    for (int const status : {200, 486}) {
        LossyRun<true> call(1, tls, {}, {seconds{1}, seconds{2}, status});
        EXPECT_EQ(call.run().at_client, (std::vector<int>{100, 180, status}));
        EXPECT_EQ(call.run().requests_sent, 1);
        EXPECT_EQ(call.run().responses_sent, 3);
        EXPECT_EQ(call.run().acks_sent, 1);
    }
    LossyRun<false> message(1, tls, {}, {{}, seconds{5}, 200});
    EXPECT_EQ(message.run().at_client, (std::vector<int>{100, 200}));
    EXPECT_EQ(message.run().requests_sent, 1);
    EXPECT_EQ(message.run().first_provisional, milliseconds{3700});  // 0.2 s of it on the way
}

}  // namespace
}  // namespace sip::transaction
