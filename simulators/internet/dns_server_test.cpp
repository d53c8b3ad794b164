#include "simulators/internet/dns_server.hpp"

#include <gtest/gtest.h>

#include "sansio/byte_buffer.hpp"
#include "simulators/internet/dns_wire.hpp"

namespace internet {
namespace {

using std::chrono::milliseconds;

sansio::Endpoint const client{sansio::IpAddress::v4(127, 0, 1, 10), 40000};

class DnsServerTest : public testing::Test {
protected:
    DnsServerTest() {
        server.zone().add({"sip.fabrikam.com", sansio::IpAddress::v4(127, 0, 1, 30)});
        server.start(now);
        EXPECT_TRUE(std::holds_alternative<sansio::OpenSocket>(*server.poll_action()));
    }
    std::optional<DnsResponse> ask(std::string const& name) {
        auto const packet = pack(DnsQuery{5, name, RecordType::a});
        server.handle(sansio::DatagramReceived{sansio::SocketId{1}, client, sansio::as_bytes(packet)}, now);
        return answer();
    }
    std::optional<DnsResponse> answer() {
        auto const action = server.poll_action();
        if (!action) return std::nullopt;
        auto const& datagram = std::get<sansio::SendDatagram>(*action);
        EXPECT_EQ(datagram.to, client);
        return parse_response(sansio::as_bytes(datagram.bytes));
    }

    sansio::Time now{};
    DnsServer server{{sansio::IpAddress::v4(127, 0, 1, 2), 10053}};
};

TEST_F(DnsServerTest, AnswersFromItsZoneWithTheIdOfTheQuery) {
    auto const response = ask("sip.fabrikam.com");
    ASSERT_TRUE(response);
    EXPECT_EQ(response->id, 5);
    EXPECT_EQ(response->answer.records.size(), 1U);
    EXPECT_EQ(ask("other.example")->answer.code, DnsAnswer::Code::name_error);
    EXPECT_EQ(server.queries(), 2U);
}

TEST_F(DnsServerTest, AFaultHitsItsNameAndWhatIsBelow) {
    server.set_fault("Fabrikam.com", {DnsFault::Kind::silent, {}});
    EXPECT_FALSE(ask("sip.fabrikam.com"));
    EXPECT_TRUE(ask("notfabrikam.com"));
    server.set_fault("fabrikam.com", {DnsFault::Kind::server_failure, {}});
    EXPECT_EQ(ask("sip.fabrikam.com")->answer.code, DnsAnswer::Code::server_failure);
    server.clear_faults();
    EXPECT_EQ(ask("sip.fabrikam.com")->answer.records.size(), 1U);
}

TEST_F(DnsServerTest, ADelayedAnswerComesWhenItIsDue) {
    server.set_fault("", {DnsFault::Kind::delay, milliseconds{300}});
    EXPECT_FALSE(ask("sip.fabrikam.com"));
    EXPECT_EQ(server.next_deadline(), now + milliseconds{300});
    server.expire(now + milliseconds{299});
    EXPECT_FALSE(answer());
    server.expire(now + milliseconds{300});
    EXPECT_TRUE(answer());
    EXPECT_FALSE(server.next_deadline());
}

TEST_F(DnsServerTest, GarbageGetsNoAnswer) {
    server.handle(sansio::DatagramReceived{sansio::SocketId{1}, client, sansio::as_bytes("garbage")}, now);
    EXPECT_FALSE(answer());
}

}  // namespace
}  // namespace internet
