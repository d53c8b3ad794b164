#include "simulators/internet/zone.hpp"

#include <gtest/gtest.h>

namespace internet {
namespace {

using Code = DnsAnswer::Code;

Zone fabrikam() {
    Zone zone;
    zone.add({"_sipfederationtls._tcp.fabrikam.com", SrvRecord{0, 0, 5061, "sip.fabrikam.com"}});
    zone.add({"sip.Fabrikam.com", sansio::IpAddress::v4(127, 0, 1, 30)});
    zone.add({"sip.fabrikam.com", *sansio::IpAddress::parse("2001:db8::30")});
    zone.add({"alias.fabrikam.com", CnameRecord{"sip.fabrikam.com"}});
    return zone;
}

TEST(Zone, AnswersByNameAndTypeWhateverTheCase) {
    auto const answer = fabrikam().answer("_SIPFEDERATIONTLS._tcp.fabrikam.com.", RecordType::srv);
    ASSERT_EQ(answer.records.size(), 1U);
    EXPECT_EQ(std::get<SrvRecord>(answer.records[0].data).target, "sip.fabrikam.com");
    EXPECT_EQ(fabrikam().answer("sip.fabrikam.com", RecordType::aaaa).records.size(), 1U);
}

TEST(Zone, AMissingTypeIsNoDataAndAMissingNameIsNxdomain) {
    auto const no_data = fabrikam().answer("sip.fabrikam.com", RecordType::srv);
    EXPECT_EQ(no_data.code, Code::no_error);
    EXPECT_TRUE(no_data.records.empty());
    EXPECT_EQ(fabrikam().answer("nobody.fabrikam.com", RecordType::a).code, Code::name_error);
}

TEST(Zone, ANameWithSomethingBelowItExists_Rfc8020) {
    EXPECT_EQ(fabrikam().answer("_tcp.fabrikam.com", RecordType::a).code, Code::no_error);
    EXPECT_EQ(fabrikam().answer("abrikam.com", RecordType::a).code, Code::name_error);
}

TEST(Zone, FollowsAnAliasAndCutsAnEndlessOne) {
    auto zone = fabrikam();
    auto const answer = zone.answer("alias.fabrikam.com", RecordType::a);
    ASSERT_EQ(answer.records.size(), 2U);
    EXPECT_EQ(type_of(answer.records[0]), RecordType::cname);
    EXPECT_EQ(type_of(answer.records[1]), RecordType::a);
    zone.add({"loop.example", CnameRecord{"loop.example"}});
    EXPECT_EQ(zone.answer("loop.example", RecordType::a).records.size(), 1U);
}

TEST(Zone, RecordsComeAndGoWhileItRuns) {
    auto zone = fabrikam();
    zone.remove("sip.fabrikam.com", RecordType::a);
    EXPECT_TRUE(zone.answer("sip.fabrikam.com", RecordType::a).records.empty());
    EXPECT_EQ(zone.answer("sip.fabrikam.com", RecordType::aaaa).records.size(), 1U);
    zone.remove("sip.fabrikam.com");
    EXPECT_EQ(zone.answer("sip.fabrikam.com", RecordType::aaaa).code, Code::name_error);
}

}  // namespace
}  // namespace internet
