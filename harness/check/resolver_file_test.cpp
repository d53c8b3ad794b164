#include "harness/check/resolver_file.hpp"

#include <gmock/gmock.h>

namespace check {
namespace {

std::vector<std::string> read(std::string_view text) {
    std::vector<std::string> found;
    for (auto const& endpoint : read_resolvers(text)) found.push_back(endpoint.to_string());
    return found;
}

TEST(ResolverFile, NamesResolversInTheirOrder) {
    EXPECT_THAT(
        read("# of DHCP\nsearch contoso.com\nnameserver 192.0.2.1\r\nnameserver\t 2001:db8::1 # second\n"),
        testing::ElementsAre("192.0.2.1:53", "[2001:db8::1]:53"));
}

TEST(ResolverFile, PassesOverWhatItDoesNotUnderstand) {
    EXPECT_THAT(read("nameserver\nnameserverx 1.2.3.4\nnameserver dns.example\n nameserver 1.2.3.4\n"),
                testing::IsEmpty());
    EXPECT_THAT(read(""), testing::IsEmpty());
}

TEST(ResolverFile, TakesThreeAtMost) {
    EXPECT_EQ(read("nameserver 1.1.1.1\nnameserver 1.1.1.2\nnameserver 1.1.1.3\nnameserver 1.1.1.4").size(),
              3U);
}

}  // namespace
}  // namespace check
