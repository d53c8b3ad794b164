#include "edge/service/routes.hpp"

#include <gmock/gmock.h>

namespace edge {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::SizeIs;

auto const address = *sansio::Endpoint::parse("127.0.1.30:5061");
Way const fabrikam{"fabrikam.com", "sip.fabrikam.com", address};

sansio::PeerIdentity named(std::string name) {
    sansio::PeerIdentity identity;
    identity.leaf.emplace();
    identity.leaf->has_subject_alt_name = true;
    identity.leaf->dns_names = {std::move(name)};
    return identity;
}

class RoutesTest : public testing::Test {
protected:
    static Routes make(std::uint32_t links) {
        dns::Settings settings;
        settings.servers = {*sansio::Endpoint::parse("127.0.1.2:53")};
        RouteSettings values;
        values.links_per_partner = links;
        values.outside_address = sansio::IpAddress::parse("127.0.1.10");
        return {settings, dns::TargetRule::one_label, values, sansio::Random(1)};
    }

    /// What became of a request: "link N", "under way", or the status and diagnostic of its refusal.
    std::string reach(std::uint64_t hash) {
        auto const answer = routes_.reach(fabrikam, hash, now_);
        collect();
        if (auto const* const connection = std::get_if<sansio::ConnectionId>(&answer))
            return "link " + std::to_string(static_cast<std::uint64_t>(*connection));
        if (auto const* const why = std::get_if<Unreachable>(&answer))
            return std::to_string(why->status) + " " + std::to_string(why->diagnostic) + " " +
                   std::to_string(why->retry_after);
        return "under way";
    }
    void collect() {
        while (auto const event = routes_.poll_event(now_)) {
            if (auto const* const reached = std::get_if<Reached>(&*event))
                events_.push_back("reached " +
                                  std::to_string(static_cast<std::uint64_t>(reached->connection)));
            if (std::holds_alternative<Usable>(*event)) events_.push_back("usable");
            if (auto const* const failed = std::get_if<NotReached>(&*event))
                events_.push_back("not reached " + std::to_string(failed->why.diagnostic));
        }
        while (auto const action = routes_.poll_action())
            if (auto const* const connect = std::get_if<sansio::Connect>(&*action))
                connects_.push_back(*connect);
    }
    void connected(std::uint64_t number) {
        routes_.connected({sansio::ConnectionId{number}, {}, address, named("sip.fabrikam.com")});
        collect();
    }
    void refused(std::uint64_t number) {
        routes_.connect_failed(
            {sansio::ConnectionId{number}, {sansio::ConnectionFault::Stage::refused, {}, ""}});
        collect();
    }
    void lost(std::uint64_t number) {
        routes_.lost(sansio::ConnectionId{number}, std::nullopt, false, now_);
        collect();
    }
    void refused_late(std::uint64_t number) {
        sansio::ConnectionFault const fault{sansio::ConnectionFault::Stage::tls_refused, {}, "unknown_ca"};
        routes_.lost(sansio::ConnectionId{number}, fault, true, now_);
        collect();
    }

    Routes routes_ = make(4);
    sansio::Time now_{};
    std::vector<std::string> events_;
    std::vector<sansio::Connect> connects_;
};

TEST_F(RoutesTest, ACallIdKeepsItsLinkAndFourLinksAreAll) {
    for (std::uint64_t hash = 0; hash < 20; ++hash) EXPECT_EQ(reach(hash), "under way");
    ASSERT_THAT(connects_, SizeIs(4));
    for (std::uint64_t const number : {1U, 2U, 3U, 4U}) connected(number);
    for (std::uint64_t hash = 0; hash < 20; ++hash)
        EXPECT_EQ(reach(hash), "link " + std::to_string(hash % 4 + 1));
    EXPECT_THAT(connects_, SizeIs(4));
    EXPECT_EQ(connects_[0].local, sansio::IpAddress::parse("127.0.1.10"));
}

TEST_F(RoutesTest, TheSettingSaysHowManyLinks) {
    routes_.set_links_per_partner(1);
    for (std::uint64_t hash = 0; hash < 20; ++hash) reach(hash);
    EXPECT_THAT(connects_, SizeIs(1));
    // A Call-ID stays where it is while its link lives, also when the setting changes.
    connected(1);
    routes_.set_links_per_partner(4);
    EXPECT_EQ(reach(3), "link 1");
    lost(1);
    for (std::uint64_t hash = 0; hash < 20; ++hash) reach(hash);
    EXPECT_THAT(connects_, SizeIs(5));
}

TEST_F(RoutesTest, ALinkThatCannotBeHadIsStoodInForAsLongAsTheOtherLives) {
    reach(0);
    connected(1);
    EXPECT_EQ(reach(1), "under way");
    refused(2);
    EXPECT_THAT(events_, ElementsAre("reached 1", "usable"));
    EXPECT_EQ(reach(1), "link 1");
    now_ += 1min;
    EXPECT_EQ(reach(1), "link 1");
    lost(1);
    EXPECT_EQ(reach(1), "under way");
}

TEST_F(RoutesTest, WhoWaitsForALinkThatFailsWaitsForTheOneThatIsUnderWay) {
    reach(0);
    reach(1);
    refused(2);
    EXPECT_THAT(events_, ElementsAre());
    EXPECT_EQ(reach(1), "under way");
    connected(1);
    EXPECT_THAT(events_, ElementsAre("reached 1"));
    EXPECT_EQ(reach(1), "link 1");
}

TEST_F(RoutesTest, AfterASecondFailureTheNextTryWaitsAndTwiceAsLongEachTime) {
    std::vector<std::int64_t> waits;
    EXPECT_EQ(reach(0), "under way");
    for (std::uint64_t number = 1; number < 9; ++number) {
        refused(number);
        auto const failed_at = now_;
        while (reach(0) == "0 1046 0") now_ += 1s;
        waits.push_back(std::chrono::duration_cast<std::chrono::seconds>(now_ - failed_at).count());
    }
    EXPECT_THAT(waits, ElementsAre(0, 1, 2, 4, 8, 16, 32, 32));
    EXPECT_THAT(connects_, SizeIs(9));
}

TEST_F(RoutesTest, APeerThatRefusesUsLateIsNotRungAtEachMessage) {
    for (std::uint64_t number = 1; number < 3; ++number) {
        EXPECT_EQ(reach(0), "under way");
        connected(number);
        refused_late(number);
    }
    EXPECT_EQ(reach(0), "0 1047 0");
    EXPECT_THAT(connects_, SizeIs(2));
    now_ += 1s;
    EXPECT_EQ(reach(0), "under way");
    connected(3);
    lost(3);
    EXPECT_EQ(reach(0), "under way");
}

TEST_F(RoutesTest, AServerThatAskedToBeLeftAloneIs_Rfc3261_21_5_4) {
    reach(0);
    connected(1);
    routes_.penalise(sansio::ConnectionId{1}, now_ + 30s, now_);
    EXPECT_EQ(reach(0), "500 1007 30");
    now_ += 29500ms;
    EXPECT_EQ(reach(1), "under way");
    EXPECT_EQ(events_.back(), "usable");
    EXPECT_EQ(reach(1), "500 1007 1");
    now_ += 500ms;
    EXPECT_EQ(reach(0), "link 1");
    EXPECT_THAT(connects_, SizeIs(1));
}

TEST_F(RoutesTest, APenaltyHasABound) {
    reach(0);
    connected(1);
    routes_.penalise(sansio::ConnectionId{1}, now_ + 24h, now_);
    now_ += 1h;
    EXPECT_EQ(reach(0), "link 1");
}

TEST_F(RoutesTest, ARequestGoesToNoServerTwice_Rfc3261_16_6) {
    reach(0);
    connected(1);
    std::vector<dns::ServiceTarget> const tried{{"sip.fabrikam.com", 5061}};
    auto const answer = routes_.reach(fabrikam, 0, now_, tried);
    ASSERT_TRUE(std::holds_alternative<Unreachable>(answer));
    EXPECT_EQ(std::get<Unreachable>(answer).diagnostic, 1007U);
    EXPECT_TRUE(routes_.has_server_beside(sansio::ConnectionId{1}, {}));
    EXPECT_FALSE(routes_.has_server_beside(sansio::ConnectionId{1}, tried));
}

TEST_F(RoutesTest, TheOnlyServerIsNotAvoidedForItsSilence) {
    reach(0);
    connected(1);
    routes_.avoid(sansio::ConnectionId{1}, now_ + 32s, now_);
    EXPECT_EQ(reach(0), "link 1");
    EXPECT_FALSE(routes_.poll_retired());
}

TEST_F(RoutesTest, ANewWayMeansNewConnections) {
    reach(0);
    connected(1);
    auto const elsewhere = *sansio::Endpoint::parse("127.0.1.31:5061");
    EXPECT_TRUE(std::holds_alternative<UnderWay>(
        routes_.reach({"fabrikam.com", "edge.fabrikam.com", elsewhere}, 0, now_)));
    collect();
    EXPECT_EQ(connects_.back().remote, elsewhere);
    EXPECT_EQ(routes_.poll_retired(), sansio::ConnectionId{1});
    lost(1);
    EXPECT_THAT(connects_, SizeIs(2));
}

TEST(CallIdHash, SpreadsOverFourLinks) {
    std::array<int, 4> counts{};
    for (int i = 0; i < 4'000; ++i) ++counts[call_id_hash(std::to_string(i) + "@127.0.0.1") % 4];
    for (int const count : counts) EXPECT_NEAR(count, 1'000, 150);
}

}  // namespace
}  // namespace edge
