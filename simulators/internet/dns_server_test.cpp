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
        drain();
    }
    /// What was opened at the start.
    void drain() {
        while (server.poll_action()) {
        }
    }
    std::optional<DnsResponse> ask(std::string const& name) {
        auto const packet = pack(DnsQuery{5, name, RecordType::a});
        server.handle(sansio::DatagramReceived{sansio::SocketId{1}, client, sansio::as_bytes(packet)}, now);
        return answer();
    }
    std::optional<DnsResponse> ask_over_tcp(std::string const& name) {
        sansio::ConnectionId const connection{sansio::accepted_bit | ++connections};
        server.handle(sansio::Accepted{connection, sansio::ListenerId{1}, {}, client, {}}, now);
        auto const packet = pack(DnsQuery{5, name, RecordType::a});
        std::string const framed = std::string{'\0', static_cast<char>(packet.size())} + packet;
        for (char const& byte : framed)
            server.handle(sansio::Received{connection, sansio::as_bytes(std::string_view(&byte, 1))}, now);
        drain();
        auto const unsent = server.unsent(connection);
        return unsent.size() < 2 ? std::nullopt : parse_response(unsent.subspan(2));
    }
    std::optional<DnsResponse> answer() {
        auto const action = server.poll_action();
        if (!action) return std::nullopt;
        auto const& datagram = std::get<sansio::SendDatagram>(*action);
        EXPECT_EQ(datagram.to, client);
        return parse_response(sansio::as_bytes(datagram.bytes));
    }

    std::uint64_t connections = 0;
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
    server.set_fault("Fabrikam.com", {.kind = DnsFault::Kind::silent});
    EXPECT_FALSE(ask("sip.fabrikam.com"));
    EXPECT_TRUE(ask("notfabrikam.com"));
    server.set_fault("fabrikam.com", {.kind = DnsFault::Kind::server_failure});
    EXPECT_EQ(ask("sip.fabrikam.com")->answer.code, DnsAnswer::Code::server_failure);
    server.clear_faults();
    EXPECT_EQ(ask("sip.fabrikam.com")->answer.records.size(), 1U);
}

TEST_F(DnsServerTest, ADelayedAnswerComesWhenItIsDue) {
    server.set_fault("", {.kind = DnsFault::Kind::delay, .delay = milliseconds{300}});
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

TEST_F(DnsServerTest, ATruncatedAnswerIsWholeOverTcp) {
    server.set_fault("fabrikam.com", {.kind = DnsFault::Kind::truncated});
    auto const short_one = ask("sip.fabrikam.com");
    EXPECT_TRUE(short_one->truncated);
    EXPECT_TRUE(short_one->answer.records.empty());
    EXPECT_EQ(ask_over_tcp("sip.fabrikam.com")->answer.records.size(), 1U);
}

TEST_F(DnsServerTest, WhatDoesNotFitIntoADatagramIsTruncated_Rfc1035_4_2_1) {
    for (std::uint8_t host = 1; host < 100; ++host)
        server.zone().add({"many.example", sansio::IpAddress::v4(127, 0, 2, host)});
    EXPECT_TRUE(ask("many.example")->truncated);
    EXPECT_EQ(ask_over_tcp("many.example")->answer.records.size(), 99U);
}

TEST_F(DnsServerTest, AFaultMayHitSomeQueriesOnly) {
    server.set_fault("", {.kind = DnsFault::Kind::silent, .times = 1});
    EXPECT_FALSE(ask("sip.fabrikam.com"));
    EXPECT_TRUE(ask("sip.fabrikam.com"));
    server.set_fault("", {.kind = DnsFault::Kind::silent, .over = DnsFault::Transport::tcp});
    server.add_fault("", {.kind = DnsFault::Kind::refused, .type = RecordType::srv});
    EXPECT_EQ(ask("sip.fabrikam.com")->answer.code, DnsAnswer::Code::no_error);
    EXPECT_FALSE(ask_over_tcp("sip.fabrikam.com"));
    server.set_fault("", {.kind = DnsFault::Kind::silent, .server = 1});
    EXPECT_TRUE(ask("sip.fabrikam.com"));
    server.clear_fault("");
    EXPECT_TRUE(ask_over_tcp("sip.fabrikam.com"));
}

TEST_F(DnsServerTest, AnswersCanBeWrongInEveryWay) {
    auto const with = [&](DnsFault::Kind kind) {
        server.set_fault("", {.kind = kind});
        return ask("SIP.fabrikam.com");
    };
    EXPECT_NE(with(DnsFault::Kind::wrong_id)->id, 5);
    EXPECT_EQ(with(DnsFault::Kind::wrong_question)->name, "xSIP.fabrikam.com");
    EXPECT_EQ(with(DnsFault::Kind::wrong_case)->name, "sip.fabrikam.com");
    EXPECT_EQ(with(DnsFault::Kind::name_error)->answer.code, DnsAnswer::Code::name_error);
    EXPECT_EQ(with(DnsFault::Kind::refused)->answer.code, DnsAnswer::Code::refused);
    EXPECT_FALSE(with(DnsFault::Kind::garbage));
    EXPECT_FALSE(with(DnsFault::Kind::half));
    EXPECT_FALSE(with(DnsFault::Kind::cut));
    EXPECT_TRUE(ask_over_tcp("sip.fabrikam.com"));
}

TEST_F(DnsServerTest, AnAbsenceCarriesTheSoaRecordOfItsZone_Rfc2308_3) {
    server.zone().add({"fabrikam.com", SoaRecord{77}, 60});
    auto const answer = server.zone().answer("nobody.fabrikam.com", RecordType::a);
    ASSERT_TRUE(answer.authority);
    EXPECT_EQ(std::get<SoaRecord>(answer.authority->data).minimum_s, 77U);
    EXPECT_FALSE(server.zone().answer("sip.fabrikam.com", RecordType::a).authority);
    EXPECT_FALSE(server.zone().answer("nobody.example", RecordType::a).authority);
    EXPECT_EQ(ask("nobody.fabrikam.com")->answer.code, DnsAnswer::Code::name_error);
}

}  // namespace
}  // namespace internet
