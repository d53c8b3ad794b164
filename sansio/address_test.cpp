#include "sansio/address.hpp"

#include <gtest/gtest.h>

namespace sansio {
namespace {

TEST(IpAddress, ReadsAndWritesBothFamilies) {
    for (char const* const text : {"127.0.0.1", "0.0.0.0", "255.255.255.255", "::", "::1", "2001:db8::7"}) {
        auto const address = IpAddress::parse(text);
        ASSERT_TRUE(address) << text;
        EXPECT_EQ(address->to_string(), text);
    }
    EXPECT_EQ(IpAddress::parse("127.0.1.30"), IpAddress::v4(127, 0, 1, 30));
}

TEST(IpAddress, IsNothingElse) {
    using namespace std::string_view_literals;
    for (auto const text : {""sv, "127.0.0"sv, "127.0.0.256"sv, "127.0.0.01"sv, " 127.0.0.1"sv, "[::1]"sv,
                            "fe80::1%eth0"sv, "::1::"sv, "sip.contoso.com"sv, "127.0.0.1\0evil"sv,
                            "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb"sv})
        EXPECT_FALSE(IpAddress::parse(text)) << text;
}

TEST(IpAddress, FamiliesDoNotEqualEachOther) {
    EXPECT_NE(IpAddress::parse("0.0.0.0"), IpAddress::parse("::"));
    EXPECT_LT(IpAddress::v4(127, 0, 0, 1), IpAddress::v4(127, 0, 0, 2));
}

TEST(Endpoint, ReadsAndWritesBracketsForIpv6Only) {
    for (char const* const text : {"127.0.0.1:5061", "[::1]:5061", "[2001:db8::7]:65535", "127.0.0.1:0"}) {
        auto const endpoint = Endpoint::parse(text);
        ASSERT_TRUE(endpoint) << text;
        EXPECT_EQ(endpoint->to_string(), text);
    }
}

TEST(Endpoint, IsNothingWithoutAPortOrWithABadOne) {
    for (char const* const text :
         {"127.0.0.1", "127.0.0.1:", ":5061", "::1:5061", "[127.0.0.1]:5061", "127.0.0.1:65536",
          "127.0.0.1:+1", "127.0.0.1:50 61", "[::1]", "[]:1", "host:5061"})
        EXPECT_FALSE(Endpoint::parse(text)) << text;
}

}  // namespace
}  // namespace sansio
