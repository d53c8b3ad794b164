#include "harness/check/publication.hpp"

#include <gmock/gmock.h>

namespace check {
namespace {

using internet::DnsRecord;
using internet::SrvRecord;
using testing::ElementsAre;

DnsRecord srv(std::string target, std::uint16_t priority, std::uint16_t weight, std::uint16_t port = 5061) {
    return {"_sipfederationtls._tcp.fabrikam.com", SrvRecord{priority, weight, port, std::move(target)}, 60};
}

std::vector<std::string> names(std::vector<DnsRecord> const& records) {
    std::vector<std::string> found;
    for (auto const& target : read_targets(records, "fabrikam.com")) found.push_back(target.name);
    return found;
}

std::vector<Fact> facts(std::vector<DnsRecord> const& records) {
    std::vector<Fact> found;
    for (auto const& seen : judge_targets(read_targets(records, "fabrikam.com"), "fabrikam.com"))
        found.push_back(seen.fact);
    return found;
}

TEST(Publication, PrefersTheSmallestPriorityThenTheLargestWeightThenTheFirst) {
    EXPECT_THAT(names({srv("c.fabrikam.com", 10, 99), srv("b.fabrikam.com", 5, 1),
                       srv("a.fabrikam.com", 5, 7), srv("d.fabrikam.com", 5, 7)}),
                ElementsAre("a.fabrikam.com", "d.fabrikam.com", "b.fabrikam.com", "c.fabrikam.com"));
}

TEST(Publication, ATargetIsOneLabelInFrontOfTheDomain) {
    EXPECT_TRUE(is_directly_below("SIP.Fabrikam.com", "fabrikam.com"));
    for (auto const* name :
         {"fabrikam.com", "a.b.fabrikam.com", "sip.contoso.com", "xfabrikam.com", ".fabrikam.com", "com", ""})
        EXPECT_FALSE(is_directly_below(name, "fabrikam.com")) << name;
}

TEST(Publication, AWrongLabelIsAnErrorUnlessAnotherTargetIsGood) {
    EXPECT_THAT(facts({srv("edge.example.net", 0, 0)}), ElementsAre(Fact::srv_wrong_label));
    EXPECT_THAT(facts({srv("edge.example.net", 0, 0), srv("sip.fabrikam.com", 9, 0)}),
                ElementsAre(Fact::srv_published, Fact::srv_wrong_label_beside));
}

TEST(Publication, AnotherPortIsWorthAWarning) {
    EXPECT_THAT(facts({srv("sip.fabrikam.com", 0, 0, 443)}),
                ElementsAre(Fact::srv_published, Fact::srv_other_port));
}

TEST(Publication, ADotMeansNoService) {
    EXPECT_THAT(names({srv("", 0, 0)}), ElementsAre());
}

TEST(Publication, TakesNoMoreTargetsThanItsLimit) {
    std::vector<DnsRecord> const many(100, srv("sip.fabrikam.com", 0, 0));
    EXPECT_EQ(read_targets(many, "fabrikam.com").size(), targets_max);
}

TEST(Publication, KnowsAddressesThatNoStrangerReaches) {
    for (auto const* text : {"127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.7.7", "169.254.1.1", "0.0.0.0",
                             "::1", "::", "fd00::1", "fe80::1"})
        EXPECT_FALSE(is_public(*sansio::IpAddress::parse(text))) << text;
    for (auto const* text : {"192.0.2.7", "172.32.0.1", "2001:db8::7", "11.0.0.1"})
        EXPECT_TRUE(is_public(*sansio::IpAddress::parse(text))) << text;
}

}  // namespace
}  // namespace check
