#include "edge/certificates/identity.hpp"

#include <gtest/gtest.h>

namespace certificates {
namespace {

using sansio::ChainVerdict;
using sansio::PeerCertificate;
using sansio::PeerIdentity;

PeerCertificate with_names(std::vector<std::string> dns_names, std::vector<std::string> uri_names = {}) {
    PeerCertificate certificate;
    certificate.common_name = "sip.fabrikam.com";
    certificate.dns_names = std::move(dns_names);
    certificate.uri_names = std::move(uri_names);
    certificate.has_subject_alt_name = true;
    return certificate;
}

PeerCertificate with_common_name(std::string name) {
    PeerCertificate certificate;
    certificate.common_name = std::move(name);
    return certificate;
}

TEST(Identity, TheExpectedServerIsAmongTheNamesOfTheSubjectAltName) {
    struct Row {
        char const* what;
        PeerCertificate certificate;
        bool is_good;
    };
    std::vector<Row> const rows{
        {"the server's name alone", with_names({"sip.fabrikam.com"}), true},
        {"the SIP domain alone", with_names({"fabrikam.com"}), false},
        {"both", with_names({"fabrikam.com", "sip.fabrikam.com"}), true},
        {"a SIP URI and the server", with_names({"sip.fabrikam.com"}, {"sip:fabrikam.com"}), true},
        {"a foreign SIP URI and the domain", with_names({"fabrikam.com"}, {"sip:other.example"}), false},
        {"a foreign SIP URI and the server", with_names({"sip.fabrikam.com"}, {"sip:other.example"}), true},
        {"a SIP URI of the server alone", with_names({}, {"sip:sip.fabrikam.com"}), false},
        {"a SAN without names, the CN fits", with_names({}), false},
        {"no SAN, the CN fits", with_common_name("sip.fabrikam.com"), true},
        {"no SAN, another CN", with_common_name("www.fabrikam.com"), false},
        {"a wildcard", with_names({"*.fabrikam.com"}), false},
        {"a longer name", with_names({"sip.fabrikam.com.attacker.example"}), false},
        {"another case", with_names({"SIP.Fabrikam.COM"}), true},
        {"a cut by NUL", with_names({std::string("sip.fabrikam.com\0.evil.example", 30)}), false},
    };
    for (Row const& row : rows)
        EXPECT_EQ(bears_name(row.certificate, "sip.fabrikam.com"), row.is_good) << row.what;
}

TEST(Identity, AWildcardOrNothingIsNeverExpected) {
    EXPECT_FALSE(bears_name(with_names({"*.fabrikam.com"}), "*.fabrikam.com"));
    EXPECT_FALSE(bears_name(with_names({""}), ""));
    EXPECT_FALSE(bears_name(with_common_name(""), ""));
}

TEST(Identity, APeerIsAServerOnlyWithAnAcceptedChain) {
    PeerIdentity peer;
    EXPECT_FALSE(is_server(peer, "sip.fabrikam.com"));
    peer.leaf = with_names({"sip.fabrikam.com"});
    EXPECT_TRUE(is_server(peer, "sip.fabrikam.com"));
    peer.chain.fault = ChainVerdict::Fault::expired;
    EXPECT_FALSE(is_server(peer, "sip.fabrikam.com"));
}

TEST(Identity, NamesTextTellsWhatWasCompared) {
    EXPECT_EQ(names_text(with_names({"a.example", "b.example"})), "a.example, b.example");
    EXPECT_EQ(names_text(with_common_name("c.example")), "c.example");
}

}  // namespace
}  // namespace certificates
