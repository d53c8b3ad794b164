#include "edge/service/links.hpp"

#include <gmock/gmock.h>

namespace edge {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

sansio::PeerIdentity named(std::string name, std::string fingerprint) {
    sansio::PeerIdentity identity;
    identity.leaf.emplace();
    identity.leaf->has_subject_alt_name = true;
    identity.leaf->fingerprint = std::move(fingerprint);
    identity.leaf->dns_names = {std::move(name)};
    return identity;
}

class LinksTest : public testing::Test {
protected:
    static constexpr std::size_t per_peer = 3;

    Link* accept(std::uint64_t number, std::string const& name = "sip.fabrikam.com") {
        return links_.accept(sansio::ConnectionId{sansio::accepted_bit | number}, Side::outside,
                             *sansio::Endpoint::parse("127.0.1.30:40001"), named(name, "of " + name), now_);
    }
    void read(Link& link, std::string_view text) {
        link.framer.receive(sansio::as_bytes(text), now_);
        while (link.framer.poll_event()) link.spoke = true;
        links_.has_read(link, text.size(), now_);
    }
    /// Seconds from now until a link is closed; nothing within two hours: 0.
    std::int64_t closed_after() {
        auto const start = now_;
        while (now_ < start + 2h) {
            while (auto const action = links_.poll_action())
                if (std::holds_alternative<sansio::Close>(*action))
                    return std::chrono::duration_cast<std::chrono::seconds>(now_ - start).count();
            auto const due = links_.next_deadline();
            if (!due) break;
            now_ = std::max(now_, *due);
            links_.expire(now_);
        }
        return 0;
    }
    sansio::Connect connect() {
        while (auto const action = links_.poll_action())
            if (auto const* const wanted = std::get_if<sansio::Connect>(&*action)) return *wanted;
        ADD_FAILURE() << "no connection is asked for";
        return {};
    }

    sansio::Time now_{};
    Links links_{600s, 1'000'000, 60s, per_peer};
};

constexpr std::string_view half =
    "MESSAGE sip:a@contoso.com SIP/2.0\r\nVia: SIP/2.0/TLS x;branch=z9hG4bK1\r\nContent-Len";

TEST_F(LinksTest, APeerThatNeverSpeaksIsClosed) {
    accept(1);
    EXPECT_EQ(closed_after(), 60);
}

TEST_F(LinksTest, KeepAliveIsSpeech) {
    read(*accept(1), "\r\n\r\n");
    EXPECT_EQ(closed_after(), 600);
}

TEST_F(LinksTest, HalfAMessageAndSilenceIsClosed) {
    auto& link = *accept(1);
    read(link, "\r\n\r\n");
    now_ += 300s;
    links_.expire(now_);
    link.last_used = now_;
    read(link, half);
    auto const wait = closed_after();
    EXPECT_GE(wait, 60);
    EXPECT_LE(wait, 68);
}

TEST_F(LinksTest, AMessageThatDribblesInHasItsTimeOnceOnly) {
    auto& link = *accept(1);
    read(link, "\r\n\r\n");
    auto const start = now_;
    std::size_t at = 0;
    while (!link.closing && at < half.size()) {
        read(link, half.substr(at++, 1));
        now_ += 5s;
        links_.expire(now_);
    }
    EXPECT_TRUE(link.closing);
    EXPECT_LE(now_ - start, 70s);
}

TEST_F(LinksTest, WhatPeersMakeUsKeepIsCounted) {
    auto& one = *accept(1);
    auto& other = *accept(2);
    read(one, half);
    read(other, half.substr(0, 10));
    EXPECT_EQ(links_.held().connections, 2U);
    EXPECT_EQ(links_.held().bytes, half.size() + 10);
    links_.about_to_write(other);
    other.out.append("12345");
    links_.written(other);
    EXPECT_EQ(links_.held().bytes, half.size() + 15);
    links_.sent(other.connection, 5);
    links_.remove(one.connection);
    EXPECT_EQ(links_.held().connections, 1U);
    EXPECT_EQ(links_.held().bytes, 10U);
    EXPECT_EQ(links_.held().bytes_max, half.size() + 15);
}

TEST_F(LinksTest, AnIdleLinkOfOurOwnIsClosedToo) {
    links_.add(sansio::ConnectionId{1}, Side::outside, {}, {}, now_);
    EXPECT_EQ(closed_after(), 600);
}

TEST_F(LinksTest, ALinkThatIsUsedStays) {
    auto& link = *accept(1);
    read(link, "\r\n\r\n");
    for (int i = 0; i < 10; ++i) {
        now_ += 500s;
        link.last_used = now_;
        links_.expire(now_);
    }
    EXPECT_FALSE(link.closing);
    auto const wait = closed_after();
    EXPECT_GE(wait, 600);
    EXPECT_LE(wait, 675);
}

TEST_F(LinksTest, APeerMayOpenSoManyAndAnotherPeerStillMay) {
    EXPECT_TRUE(accept(1) && accept(2) && accept(3));
    EXPECT_EQ(accept(4), nullptr);
    EXPECT_TRUE(accept(5, "sip.litware.com"));
    links_.remove(sansio::ConnectionId{sansio::accepted_bit | 2});
    EXPECT_TRUE(accept(6));
    EXPECT_EQ(accept(7), nullptr);
}

// ---- RFC 3261 §18.2.2 ----

constexpr sansio::ConnectionId source{sansio::accepted_bit | 1};

TEST_F(LinksTest, AResponseTakesTheConnectionOfItsRequest_Rfc3261_18_2_2) {
    auto* const link = accept(1);
    EXPECT_EQ(links_.upstream(source, now_), link);
    EXPECT_EQ(links_.upstream(sansio::ConnectionId{77}, now_), nullptr);
}

TEST_F(LinksTest, WithoutThatConnectionAResponseOpensOneToThePortOfTheVia_Rfc3261_18_2_2) {
    accept(1)->sent_by_port = 5071;
    links_.set_origin(Side::outside, {sansio::IpAddress::parse("127.0.1.10"), sansio::TlsProfile{0}});
    links_.remove(source);
    auto* const back = links_.upstream(source, now_);
    ASSERT_TRUE(back);
    EXPECT_EQ(links_.upstream(source, now_), back);
    back->out.append("a response");
    links_.written(*back);
    auto const wanted = connect();
    EXPECT_EQ(wanted.remote.to_string(), "127.0.1.30:5071");
    EXPECT_EQ(wanted.local, sansio::IpAddress::parse("127.0.1.10"));
    EXPECT_FALSE(links_.poll_action());
    EXPECT_TRUE(
        links_.connected({wanted.connection, {}, wanted.remote, named("sip.fabrikam.com", "renewed")}, now_));
    auto const action = links_.poll_action();
    ASSERT_TRUE(action);
    EXPECT_EQ(std::get<sansio::Send>(*action).connection, wanted.connection);
}

TEST_F(LinksTest, AWayBackThatIsLostIsOpenedOnceMore_Rfc3261_18_2_2) {
    accept(1)->sent_by_port = 5071;
    links_.remove(source);
    auto const first = links_.upstream(source, now_)->connection;
    links_.remove(first);
    auto const* const again = links_.upstream(source, now_);
    ASSERT_TRUE(again);
    EXPECT_NE(again->connection, first);
    // One that cannot be had is not tried for at once.
    links_.connect_failed(again->connection, now_);
    EXPECT_EQ(links_.upstream(source, now_), nullptr);
    EXPECT_TRUE(links_.upstream(source, now_ + 1s));
}

TEST_F(LinksTest, WhatRetiresIsClosedWhenNothingIsOwedThere) {
    auto const& link = *accept(1);
    bool owed = true;
    auto const is_owed = [&owed](sansio::ConnectionId) { return owed; };
    links_.retire(source, sansio::Close::Way::abort, now_ + 32s);
    links_.retire(source, sansio::Close::Way::flush, now_);
    links_.close_retired(is_owed, now_ + 32s);
    EXPECT_FALSE(link.closing);
    owed = false;
    links_.close_retired(is_owed, now_ + 31s);
    EXPECT_FALSE(link.closing);
    links_.close_retired(is_owed, now_ + 32s);
    EXPECT_TRUE(link.closing);
    EXPECT_EQ(std::get<sansio::Close>(*links_.poll_action()).way, sansio::Close::Way::abort);
}

TEST_F(LinksTest, NobodyElseGetsAResponse) {
    accept(1)->sent_by_port = 5061;
    links_.remove(source);
    links_.upstream(source, now_)->out.append("a response");
    auto const wanted = connect();
    EXPECT_FALSE(
        links_.connected({wanted.connection, {}, wanted.remote, named("sip.litware.com", "other")}, now_));
    EXPECT_TRUE(links_.find(wanted.connection)->out.empty());
    EXPECT_EQ(links_.upstream(source, now_), nullptr);
    auto const action = links_.poll_action();
    ASSERT_TRUE(action);
    EXPECT_EQ(std::get<sansio::Close>(*action).way, sansio::Close::Way::abort);
}

TEST_F(LinksTest, WhereNoRequestCameFromNothingIsOpened) {
    accept(1);
    links_.remove(source);
    EXPECT_EQ(links_.upstream(source, now_), nullptr);
}

TEST_F(LinksTest, TheWaysBackThatAreKeptHaveABound) {
    for (std::uint64_t number = 1; number <= 1'001; ++number) {
        accept(number)->sent_by_port = 5061;
        links_.remove(sansio::ConnectionId{sansio::accepted_bit | number});
    }
    EXPECT_EQ(links_.upstream(source, now_), nullptr);
    EXPECT_TRUE(links_.upstream(sansio::ConnectionId{sansio::accepted_bit | 2}, now_));
}

}  // namespace
}  // namespace edge
