#include "edge/topology/reader.hpp"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "edge/topology/small_document.hpp"

namespace topology {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> findings_of(std::string const& text) {
    auto const result = read(text, "t.xml");
    std::vector<std::string> texts;
    if (!result)
        for (Finding const& finding : result.error()) texts.push_back(finding.to_string());
    return texts;
}

TEST(TopologyReader, ReadsTheExample) {
    std::ifstream file("edge/topology/example.xml");
    std::stringstream text;
    text << file.rdbuf();
    ASSERT_THAT(findings_of(text.str()), IsEmpty());
    Topology const topology = **read(text.str(), "example.xml");
    EXPECT_TRUE(topology.is_own_domain("Contoso.NET"));
    EXPECT_EQ(topology.external.listen.to_string(), "127.0.1.10:5061");
    EXPECT_EQ(topology.internal_certificate.authorities, "enterprise.pem");
    EXPECT_TRUE(topology.access_edge.enable_partner_discovery);
    EXPECT_EQ(topology.access_edge.outgoing_tls_count_for_federated_partners, 2U);
    EXPECT_EQ(topology.allowed_domains.find("fabrikam.com")->comment, "since 2013");
    EXPECT_EQ(topology.allowed_domains.find("litware.com")->proxy_address->to_string(), "127.0.1.31:5061");
    EXPECT_TRUE(topology.blocked_domains.contains("spam.example"));
    EXPECT_EQ(topology.timers.idle, std::chrono::minutes{10});
    EXPECT_EQ(topology.logging.format, Logging::Format::json);
}

TEST(TopologyReader, GivesTheDefaultsOfLyncToWhatIsNotSaid) {
    Topology const topology = **read(small_document(), "t.xml");
    EXPECT_EQ(topology.access_edge, AccessEdge{});
    EXPECT_FALSE(topology.access_edge.allow_federated_users);
    EXPECT_EQ(topology.access_edge.outgoing_tls_count_for_federated_partners, 4U);
    EXPECT_EQ(topology.timers, Timers{});
    EXPECT_EQ(topology.limits, Limits{});
    EXPECT_TRUE(topology.allowed_domains.empty());
}

TEST(TopologyReader, NamesLineAndColumnOfEveryFinding) {
    EXPECT_THAT(
        findings_of(small_document_with("listen=\"127.0.1.10:5061\"", "listen=\"127.0.1.10\" lisen=\"x\"")),
        ElementsAre("t.xml:4:46: listen: \"127.0.1.10\" should be an address with a port such as "
                    "127.0.1.10:5061 or [::1]:5061",
                    "t.xml:4:58: <external> has no attribute \"lisen\" (did you mean \"listen\"?)"));
}

TEST(TopologyReader, RefusesWhatItDoesNotKnow) {
    struct Row {
        std::string document, finding;
    };
    for (Row const& row : {
             Row{small_document("<allowed-domain/>"),
                 "has no element <allowed-domain> (did you mean \"allowed-domains\"?)"},
             Row{small_document("<timers t3=\"1s\"/>"), "t.xml:10:9: <timers> has no attribute \"t3\""},
             Row{small_document("<timers><t1/></timers>"), "t.xml:10:10: <timers> has no elements"},
             Row{small_document("<timers>500ms</timers>"), "t.xml:10:9: text has no place in <timers>"},
             Row{small_document("<allowed-domains><domian name=\"a.com\"/></allowed-domains>"),
                 "only <domain>"},
             Row{small_document_with("usage=\"Internal\"", "usage=\"Intenal\""),
                 "did you mean \"Internal\"?"},
             Row{small_document_with("topology:1", "topology:2"),
                 "t.xml:1:18: xmlns should be urn:fedproof:topology:1"},
             Row{"<topologie/>", "t.xml:1:2: the root element should be <topology>"},
         })
        EXPECT_THAT(findings_of(row.document), ::testing::Contains(HasSubstr(row.finding))) << row.document;
}

TEST(TopologyReader, RefusesWhatIsMissing) {
    EXPECT_THAT(
        findings_of("<topology xmlns=\"urn:fedproof:topology:1\"/>"),
        ElementsAre(HasSubstr("needs an element <sip-domains>"), HasSubstr("needs an element <edge>")));
    EXPECT_THAT(findings_of(small_document_with("<domain name=\"contoso.com\"/>", "")),
                ElementsAre(HasSubstr("needs at least one good <domain>")));
    EXPECT_THAT(findings_of(small_document_with(" key=\"b.key\"", "")),
                ElementsAre("t.xml:8:6: <certificate> needs the attribute \"key\""));
    EXPECT_THAT(
        findings_of(small_document_with(
            "    <certificate usage=\"Internal\" chain=\"b.pem\" key=\"b.key\" authorities=\"b.ca\"/>\n",
            "")),
        ElementsAre("t.xml:3:4: <edge> needs a certificate for the usage Internal"));
}

TEST(TopologyReader, RefusesWhatIsSaidTwice) {
    struct Row {
        std::string document, finding;
    };
    std::string const list =
        "<allowed-domains><domain name=\"a.com\"/><domain name=\"A.com\"/></allowed-domains>";
    std::string const both =
        "<allowed-domains><domain name=\"a.com\"/></allowed-domains>"
        "<blocked-domains><domain name=\"a.com\"/></blocked-domains>";
    for (Row const& row : {
             Row{small_document("<logging/><logging/>"), "t.xml:10:12: <logging> is given twice"},
             Row{small_document("<logging level=\"info\" level=\"info\"/>"),
                 "t.xml:10:23: attribute \"level\" is given twice"},
             Row{small_document_with("Internal", "AccessEdgeExternal"),
                 "the usage AccessEdgeExternal has two certificates"},
             Row{small_document(list), "t.xml:10:54: a.com is listed twice"},
             Row{small_document(both), "a.com is on both lists, allowed and blocked"},
             Row{small_document_with("127.0.1.11:5061", "127.0.1.10:5061"),
                 "listen at the same address and port"},
         })
        EXPECT_THAT(findings_of(row.document), ::testing::Contains(HasSubstr(row.finding))) << row.document;
}

TEST(TopologyReader, RefusesBadValues) {
    for (std::string_view const bad :
         {"<allowed-domains><domain name=\"10.0.0.1\"/></allowed-domains>",
          "<allowed-domains><domain name=\"*.a.com\"/></allowed-domains>",
          "<allowed-domains><domain name=\"a.com\" proxy-address=\"127.0.0.1:5061\"/></allowed-domains>",
          "<access-edge OutgoingTlsCountForFederatedPartners=\"0\"/>",
          "<access-edge OutgoingTlsCountForFederatedPartners=\"5\"/>",
          "<access-edge AllowFederatedUsers=\"True\"/>",
          "<timers t1=\"0s\"/>",
          "<timers t1=\"5\"/>",
          "<timers t1=\"5s\"/>",
          "<timers scale=\"0\"/>",
          "<limits soft-cap=\"2048\" hard-cap=\"1024\"/>",
          "<limits soft-cap=\"-1\"/>",
          "<limits parked-per-partner=\"1099511627777\"/>",
          "<logging level=\"loud\"/>",
          "<route-keys current=\"abc\"/>",
          "<route-keys current=\"0000000000000000000000000000000000000000000000000000000000000000\"/>",
          "<route-keys current=\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg\"/>",
          "<route-keys previous=\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"/>",
          "<border verification-header=\"Via\"/>",
          "<border user-data-header=\"ms-\"/>",
          "<border user-data-header=\"Ms-Asserted-Verification-Level\"/>",
          "<choices cannot-route-status=\"500\"/>"})
        EXPECT_EQ(findings_of(small_document(bad)).size(), 1U) << bad;
}

TEST(TopologyReader, RouteKeysDiffer) {
    std::string const key = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789ABCDEF";
    EXPECT_THAT(findings_of(small_document("<route-keys current=\"" + key + "\"/>")), IsEmpty());
    EXPECT_THAT(findings_of(small_document("<route-keys current=\"" + key + "\" previous=\"" + key + "\"/>")),
                ElementsAre(HasSubstr("previous should differ from current")));
}

TEST(TopologyReader, RefusesWhatPugixmlLetsPass) {
    struct Row {
        std::string document, finding;
    };
    for (Row const& row : {
             Row{"<!DOCTYPE x [<!ENTITY e 'v'>]>" + small_document(), "a DOCTYPE is not allowed"},
             Row{small_document() + "<topology/>", "a second root element"},
             Row{small_document() + "and so on", "text beside the root element"},
             Row{small_document(
                     "<blocked-domains><domain name=\"a.com\" comment=\"&e;\"/></blocked-domains>"),
                 "a reference"},
             Row{small_document(
                     "<blocked-domains><domain name=\"a.com\" comment=\"&#1;\"/></blocked-domains>"),
                 "a reference"},
             Row{small_document("<logging level=\"\x01\"/>"), "t.xml:10:17: a byte"},
             Row{small_document("<logging level=\"\xff\"/>"), "t.xml:10:17: a byte"},
             Row{std::string("<a>\0</a>", 8), "t.xml:1:4: a byte"},
             Row{"", "there is no element"},
             Row{"<topology", "not well-formed XML"},
         })
        EXPECT_THAT(findings_of(row.document), ::testing::Contains(HasSubstr(row.finding))) << row.document;
}

TEST(TopologyReader, StopsAfterAHundredFindings) {
    std::string list = "<allowed-domains>";
    for (int index = 0; index < 500; ++index) list += "<domain name=\"-\"/>";
    EXPECT_EQ(findings_of(small_document(list + "</allowed-domains>")).size(), 100U);
}

}  // namespace
}  // namespace topology
