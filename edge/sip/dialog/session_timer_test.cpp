#include "edge/sip/dialog/session_timer.hpp"

#include <gtest/gtest.h>

#include "edge/sip/dialog/test_messages.hpp"

namespace sip::dialog {
namespace {

using Due = SessionTimer::Due;
using std::chrono::seconds;
constexpr sansio::Time at_start{};

TimerHeaders with(std::uint32_t expires, std::optional<Refresher> refresher = std::nullopt) {
    TimerHeaders headers;
    headers.session_expires = {expires, refresher};
    headers.supported = true;
    return headers;
}

TEST(SessionExpires, IsReadAsItIsWritten_Rfc4028_4) {
    EXPECT_EQ(SessionExpires::parse("1800"), (SessionExpires{1800, std::nullopt}));
    EXPECT_EQ(SessionExpires::parse("90 ; x=y;Refresher = UAC"), (SessionExpires{90, Refresher::uac}));
    EXPECT_EQ(SessionExpires::parse("90;refresher=none"), (SessionExpires{90, std::nullopt}));
    for (auto const* const text : {"", "-1", "1.5", "soon", "99999999999"})
        EXPECT_EQ(SessionExpires::parse(text), std::nullopt) << text;
    EXPECT_EQ((SessionExpires{90, Refresher::uas}.to_string()), "90;refresher=uas");
}

TEST(TimerHeaders, AreFoundInAMessage) {
    Parsed const message(
        invite("Contact: <sip:a@a>\r\nx: 1800;refresher=uas\r\nmin-se: 120\r\nSupported: 100rel\r\nk: "
               "replaces, Timer\r\n"));
    auto const headers = TimerHeaders::of(message.view());
    EXPECT_EQ(headers.session_expires, (SessionExpires{1800, Refresher::uas}));
    EXPECT_EQ(headers.min_se, 120U);
    EXPECT_TRUE(headers.supported);
    EXPECT_FALSE(headers.required);
}

TEST(SessionTimer, TheUacAsksAndDoesWhatTheAnswerSays_Rfc4028_7_2) {
    SessionTimer timer({});
    auto const request = timer.request_headers();
    EXPECT_TRUE(request.supported);
    EXPECT_EQ(request.session_expires, (SessionExpires{1800, std::nullopt}));
    EXPECT_EQ(request.min_se, std::nullopt);
    timer.on_success(with(600, Refresher::uac), at_start);
    EXPECT_TRUE(timer.we_refresh());
    EXPECT_EQ(timer.next_deadline(), at_start + seconds{300});
    EXPECT_EQ(timer.take(at_start + seconds{300}), Due::refresh);
    EXPECT_EQ(timer.next_deadline(), at_start + seconds{568});
    EXPECT_EQ(timer.request_headers().session_expires, (SessionExpires{600, Refresher::uac}));
    timer.on_success(with(600, Refresher::uac), at_start + seconds{300});
    EXPECT_EQ(timer.next_deadline(), at_start + seconds{600});
}

TEST(SessionTimer, WhoWaitsHangsUpSlightlyBeforeTheEnd_Rfc4028_10) {
    for (auto const& [interval, bye] : {std::pair{90U, 60}, {96U, 64}, {1800U, 1768}}) {
        SessionTimer timer({});
        timer.on_success(with(interval, Refresher::uas), at_start);
        EXPECT_FALSE(timer.we_refresh());
        EXPECT_EQ(timer.next_deadline(), at_start + seconds{bye});
        EXPECT_EQ(timer.take(at_start + seconds{bye - 1}), std::nullopt);
        EXPECT_EQ(timer.take(at_start + seconds{bye}), Due::bye);
        EXPECT_EQ(timer.take(at_start + seconds{bye}), std::nullopt);
        EXPECT_FALSE(timer.active());
    }
}

TEST(SessionTimer, AnAnswerWithoutSessionExpiresTurnsItOff_Rfc4028_7_2) {
    SessionTimer timer({});
    timer.on_success(with(600, Refresher::uac), at_start);
    timer.on_success({}, at_start);
    EXPECT_FALSE(timer.active());
    EXPECT_EQ(timer.next_deadline(), std::nullopt);
}

TEST(SessionTimer, A422RaisesMinSeInTheNextRequest_Rfc4028_7_4) {
    SessionTimer timer({.interval_s = 100});
    TimerHeaders refusal;
    EXPECT_FALSE(timer.on_422(refusal));
    refusal.min_se = 300;
    EXPECT_TRUE(timer.on_422(refusal));
    EXPECT_EQ(timer.request_headers().min_se, 300U);
    EXPECT_EQ(timer.request_headers().session_expires, (SessionExpires{300, std::nullopt}));
    EXPECT_FALSE(timer.on_422(refusal));
    refusal.min_se = 400;
    EXPECT_TRUE(timer.on_422(refusal));
    timer.dialog_established();
    EXPECT_EQ(timer.request_headers().min_se, std::nullopt);
}

TEST(SessionTimer, A422DoesNotMoveTheEndOfTheSession_Rfc4028_10) {
    SessionTimer timer({});
    timer.on_success(with(600, Refresher::uac), at_start);
    EXPECT_EQ(timer.take(at_start + seconds{300}), Due::refresh);
    TimerHeaders refusal;
    refusal.min_se = 7200;
    timer.on_422(refusal);
    EXPECT_EQ(timer.request_headers().session_expires, (SessionExpires{7200, Refresher::uac}));
    EXPECT_EQ(timer.next_deadline(), at_start + seconds{568});
}

TEST(SessionTimer, TheUasRefusesWhatIsTooSmall_Rfc4028_9) {
    SessionTimer timer({.min_s = 200});
    auto const reply = timer.answer(with(199));
    EXPECT_TRUE(reply.too_small);
    EXPECT_EQ(reply.headers.min_se, 200U);
    EXPECT_FALSE(timer.answer(with(200)).too_small);
    SessionTimer low({.min_s = 1});
    EXPECT_EQ(low.answer(with(89)).headers.min_se, 90U);
    // Whoever does not support timers cannot act on a 422.
    auto without = with(120);
    without.supported = false;
    EXPECT_FALSE(timer.answer(without).too_small);
}

TEST(SessionTimer, TheRefresherFollowsTable2_Rfc4028_9) {
    struct Row {
        bool supported;
        std::optional<Refresher> asked;
        Refresher answered;
    };
    for (auto const preferred : {Refresher::uac, Refresher::uas})
        for (auto const& row :
             {Row{false, std::nullopt, Refresher::uas}, Row{true, std::nullopt, preferred},
              Row{true, Refresher::uac, Refresher::uac}, Row{true, Refresher::uas, Refresher::uas}}) {
            SessionTimer timer({.preferred = preferred});
            auto request = with(1800, row.asked);
            request.supported = row.supported;
            auto const reply = timer.answer(request);
            EXPECT_EQ(reply.headers.session_expires, (SessionExpires{1800, row.answered}));
            EXPECT_EQ(reply.headers.required, row.supported);
            timer.on_success_sent(reply.headers, at_start);
            EXPECT_EQ(timer.we_refresh(), row.answered == Refresher::uas);
        }
}

TEST(SessionTimer, TheUasMayAskForOneItself_Rfc4028_9) {
    SessionTimer timer({.interval_s = 1800});
    TimerHeaders request;
    EXPECT_EQ(timer.answer(request), SessionTimer::Reply{});
    request.supported = true;
    request.min_se = 3600;
    auto const reply = timer.answer(request);
    EXPECT_EQ(reply.headers.session_expires->seconds, 3600U);
    EXPECT_TRUE(reply.headers.required);
    SessionTimer unwilling({.interval_s = 0});
    EXPECT_EQ(unwilling.answer(request), SessionTimer::Reply{});
}

TEST(SessionTimer, TheMinSeOfAReceivedRefreshCountsInOurs_Rfc4028_7_4) {
    SessionTimer timer({});
    auto request = with(600, Refresher::uas);
    request.min_se = 500;
    auto const reply = timer.answer(request);
    timer.on_success_sent(reply.headers, at_start);
    EXPECT_EQ(timer.request_headers().min_se, 500U);
    EXPECT_EQ(timer.request_headers().session_expires, (SessionExpires{600, Refresher::uac}));
}

TEST(SessionTimer, NobodyDrivesUsFasterThanTheRfcAllows_Rfc4028_4) {
    SessionTimer timer({});
    timer.on_success(with(1, Refresher::uac), at_start);
    EXPECT_EQ(timer.interval_s(), 90U);
    auto request = with(5);
    request.supported = false;
    EXPECT_EQ(timer.answer(request), SessionTimer::Reply{});
}

}  // namespace
}  // namespace sip::dialog
