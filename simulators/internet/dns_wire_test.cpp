#include "simulators/internet/dns_wire.hpp"

#include <gtest/gtest.h>

#include "sansio/byte_buffer.hpp"

namespace internet {
namespace {

TEST(DnsWire, AQuerySurvivesTheWire) {
    auto const packet = pack(DnsQuery{0x1234, "_sipfederationtls._tcp.fabrikam.com", RecordType::srv});
    auto const query = parse_query(sansio::as_bytes(packet));
    ASSERT_TRUE(query);
    EXPECT_EQ(query->id, 0x1234);
    EXPECT_EQ(query->name, "_sipfederationtls._tcp.fabrikam.com");
    EXPECT_EQ(query->type, RecordType::srv);
    EXPECT_FALSE(parse_response(sansio::as_bytes(packet)));
}

TEST(DnsWire, EveryRecordTypeSurvivesTheWire) {
    DnsResponse response{7, "alias.fabrikam.com", RecordType::a, {}};
    response.answer.records = {{"alias.fabrikam.com", CnameRecord{"sip.fabrikam.com"}, 60},
                               {"sip.fabrikam.com", sansio::IpAddress::v4(127, 0, 1, 30), 61},
                               {"sip.fabrikam.com", *sansio::IpAddress::parse("2001:db8::30"), 62},
                               {"x.fabrikam.com", SrvRecord{1, 2, 15061, "sip.fabrikam.com"}, 63}};
    auto const read = parse_response(sansio::as_bytes(pack(response)));
    ASSERT_TRUE(read);
    auto const& records = read->answer.records;
    ASSERT_EQ(records.size(), 4U);
    EXPECT_EQ(std::get<CnameRecord>(records[0].data).target, "sip.fabrikam.com");
    EXPECT_EQ(std::get<sansio::IpAddress>(records[1].data).to_string(), "127.0.1.30");
    EXPECT_EQ(std::get<sansio::IpAddress>(records[2].data).to_string(), "2001:db8::30");
    auto const srv = std::get<SrvRecord>(records[3].data);
    EXPECT_EQ(std::tuple(srv.priority, srv.weight, srv.port, srv.target),
              std::tuple(1, 2, 15061, "sip.fabrikam.com"));
    EXPECT_EQ(records[3].ttl_s, 63U);
}

TEST(DnsWire, FailureCodesSurviveTheWire) {
    for (auto const code : {DnsAnswer::Code::name_error, DnsAnswer::Code::server_failure}) {
        auto const packet = pack(DnsResponse{9, "x.example", RecordType::a, {code, {}}});
        EXPECT_EQ(parse_response(sansio::as_bytes(packet))->answer.code, code);
    }
}

TEST(DnsWire, CutPacketsAreNoPackets) {
    auto const packet =
        pack(DnsResponse{1, "a.example", RecordType::a, {{}, {{"a.example", sansio::IpAddress{}}}}});
    for (std::size_t size = 0; size < packet.size(); ++size)
        EXPECT_FALSE(parse_response(sansio::as_bytes(std::string_view(packet).substr(0, size)))) << size;
}

TEST(DnsWire, WhatIsNoDomainNameGetsNoPacket) {
    EXPECT_EQ(pack(DnsQuery{1, "a..b", RecordType::a}), "");
    EXPECT_EQ(pack(DnsQuery{1, std::string(70, 'x') + ".com", RecordType::a}), "");
}

}  // namespace
}  // namespace internet
