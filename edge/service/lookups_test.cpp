#include "edge/service/lookups.hpp"

#include <gtest/gtest.h>

#include "edge/dns/message_builder.hpp"

namespace edge {
namespace {

using std::chrono::seconds;
using State = dns::Service::State;

class LookupsTest : public testing::Test {
protected:
    LookupsTest() : lookups({.servers = {server}}, dns::TargetRule::one_label, sansio::Random(1)) {
        lookups.send_from(sansio::IpAddress::v4(127, 0, 1, 10));
    }
    void collect() {
        while (auto action = lookups.poll_action(now)) {
            if (auto* const known = std::get_if<ServiceKnown>(&*action))
                services.emplace_back(known->domain, known->service->state);
            if (auto* const known = std::get_if<AddressesKnown>(&*action)) addresses.push_back(*known);
            if (auto* const wanted = std::get_if<sansio::Action>(&*action)) actions.push_back(*wanted);
        }
    }
    void want(std::string const& domain, bool is_listed) {
        lookups.want_service(domain, is_listed, now);
        collect();
    }
    bool feed(sansio::Input const& input) {
        bool const is_ours = lookups.handle(input, now);
        collect();
        return is_ours;
    }
    sansio::SendDatagram const& question() const { return std::get<sansio::SendDatagram>(actions.back()); }
    /// To the last question, which must still be the last action.
    std::string answer(std::uint16_t type, std::uint16_t flags, std::vector<std::string> records) const {
        auto const& query = question().bytes;
        return dns::Message{dns::id_of(query), dns::question_bytes(dns::question_name(query), type), flags,
                            std::move(records)}
            .bytes();
    }
    void respond(std::string const& bytes) {
        feed(sansio::DatagramReceived{question().socket, server, sansio::as_bytes(bytes)});
    }
    std::string service_record() const {
        return dns::srv_bytes("_sipfederationtls._tcp.fabrikam.com", 60, {0, 0, 5061, "sip.fabrikam.com"});
    }

    sansio::Endpoint const server{sansio::IpAddress::v4(127, 0, 1, 2), 53};
    sansio::Time now{};
    Lookups lookups;
    std::vector<sansio::Action> actions;
    std::vector<std::pair<std::string, State>> services;
    std::vector<AddressesKnown> addresses;
};

TEST_F(LookupsTest, AServiceIsKnownAsLongAsItsRecord) {
    want("fabrikam.com", true);
    EXPECT_TRUE(lookups.busy());
    respond(answer(33, 0x8180, {service_record()}));
    ASSERT_EQ(services.size(), 1U);
    EXPECT_EQ(services[0].second, State::found);
    EXPECT_TRUE(lookups.service("fabrikam.com", now + seconds{59}));
    EXPECT_FALSE(lookups.service("fabrikam.com", now + seconds{60}));
    EXPECT_FALSE(lookups.busy());
}

TEST_F(LookupsTest, ATruncatedAnswerComesOverAConnectionOfTheLookupsOwn) {
    want("fabrikam.com", true);
    auto const whole = dns::with_size(answer(33, 0x8180, {service_record()}));
    respond(answer(33, 0x8380, {}));
    auto const connect = std::get<sansio::Connect>(actions.back());
    EXPECT_EQ(connect.profile, sansio::plain_tcp);
    EXPECT_EQ(connect.remote, server);
    EXPECT_EQ(connect.local, sansio::IpAddress::v4(127, 0, 1, 10));
    ASSERT_TRUE(Lookups::owns(connect.connection));
    EXPECT_TRUE(feed(sansio::Connected{connect.connection, {}, server, {}}));
    auto const size = lookups.unsent(connect.connection).size();
    EXPECT_GT(size, 2U);
    lookups.sent(connect.connection, size);
    EXPECT_TRUE(lookups.unsent(connect.connection).empty());
    EXPECT_TRUE(feed(sansio::Received{connect.connection, sansio::as_bytes(whole)}));
    ASSERT_EQ(services.size(), 1U);
    EXPECT_EQ(services[0].second, State::found);
    EXPECT_EQ(std::get<sansio::Close>(actions.back()).connection, connect.connection);
    EXPECT_TRUE(feed(sansio::Closed{connect.connection, std::nullopt}));
}

TEST_F(LookupsTest, AConnectionThatFailsIsAnAnswerToo) {
    want("fabrikam.com", true);
    respond(answer(33, 0x8380, {}));
    auto const connection = std::get<sansio::Connect>(actions.back()).connection;
    EXPECT_TRUE(feed(sansio::ConnectFailed{connection, {}}));
    ASSERT_EQ(services.size(), 1U);
    EXPECT_EQ(services[0].second, State::unavailable);
    EXPECT_TRUE(lookups.unsent(connection).empty());
}

TEST_F(LookupsTest, OtherConnectionsAreNotItsBusiness) {
    for (auto const id : {sansio::ConnectionId{7}, sansio::ConnectionId{sansio::accepted_bit | 7},
                          sansio::ConnectionId{sansio::accepted_bit | Lookups::stream_bit | 7}}) {
        EXPECT_FALSE(feed(sansio::Connected{id, {}, server, {}}));
        EXPECT_FALSE(feed(sansio::Received{id, {}}));
        EXPECT_FALSE(feed(sansio::Closed{id, std::nullopt}));
        EXPECT_FALSE(feed(sansio::ConnectFailed{id, {}}));
    }
}

TEST_F(LookupsTest, AHostWithoutIpv4IsAskedForIpv6) {
    lookups.want_addresses("sip.fabrikam.com", now);
    collect();
    respond(answer(1, 0x8180, {}));
    auto const v6 = *sansio::IpAddress::parse("2001:db8::30");
    std::string const bytes(v6.bytes.begin(), v6.bytes.end());
    respond(answer(28, 0x8180, {dns::record_bytes("sip.fabrikam.com", 28, 60, bytes)}));
    ASSERT_EQ(addresses.size(), 1U);
    EXPECT_EQ(addresses[0].addresses, std::vector{v6});
}

TEST_F(LookupsTest, AServerThatFailsForIpv4IsAskedForIpv6AndItsReasonIsKept) {
    for (bool const has_ipv6 : {true, false}) {
        auto const name = has_ipv6 ? "six.example" : "none.example";
        lookups.want_addresses(name, now);
        collect();
        respond(answer(1, 0x8182, {}));
        ASSERT_TRUE(lookups.busy());
        if (has_ipv6)
            respond(answer(28, 0x8180, {dns::record_bytes(name, 28, 60, std::string(15, '\0') + '\x01')}));
        else
            respond(answer(28, 0x8183, {}));
        ASSERT_FALSE(addresses.empty());
        EXPECT_EQ(addresses.back().addresses.size(), has_ipv6 ? 1U : 0U);
        EXPECT_EQ(addresses.back().text, has_ipv6 ? "" : "the server answered SERVFAIL");
    }
}

TEST_F(LookupsTest, InventedDomainsLeaveRoomForThoseThatAreListed) {
    for (std::size_t number = 0; number < Lookups::unlisted_max + 5; ++number)
        want("d" + std::to_string(number) + ".example", false);
    ASSERT_EQ(services.size(), 5U);
    EXPECT_EQ(services[0],
              (std::pair{"d" + std::to_string(Lookups::unlisted_max) + ".example", State::unavailable}));
    EXPECT_EQ(actions.size(), Lookups::unlisted_max);
    want("fabrikam.com", true);
    respond(answer(33, 0x8180, {service_record()}));
    EXPECT_EQ(services.back(), (std::pair{std::string("fabrikam.com"), State::found}));
    // Their time is over when DNS has not answered; then others may be asked for.
    while (auto const deadline = lookups.next_deadline()) {
        lookups.expire(now = *deadline);
        collect();
    }
    EXPECT_EQ(services.size(), Lookups::unlisted_max + 6);
    want("another.example", false);
    EXPECT_EQ(services.size(), Lookups::unlisted_max + 6);
}

TEST_F(LookupsTest, ManyWhoAskForOneDomainAreToldOnce) {
    want("fabrikam.com", true);
    want("fabrikam.com", false);
    EXPECT_EQ(actions.size(), 1U);
    respond(answer(33, 0x8183, {}));
    EXPECT_EQ(services.size(), 1U);
}

TEST_F(LookupsTest, AnotherRuleForTargetsJudgesAnew) {
    want("fabrikam.com", true);
    respond(answer(33, 0x8180, {service_record()}));
    lookups.set_rule(dns::TargetRule::one_label);
    EXPECT_TRUE(lookups.service("fabrikam.com", now));
    lookups.set_rule(dns::TargetRule::in_zone);
    EXPECT_FALSE(lookups.service("fabrikam.com", now));
}

}  // namespace
}  // namespace edge
