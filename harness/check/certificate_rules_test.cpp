#include "harness/check/certificate_rules.hpp"

#include <gmock/gmock.h>

#include "sansio/wall_time.hpp"

namespace check {
namespace {

using sansio::ChainVerdict;
using sansio::SentCertificate;
using testing::ElementsAre;

sansio::WallTime day(char const* text) {
    return *sansio::parse_wall_time(text);
}

SentCertificate certificate(std::string const& subject, std::string const& issuer) {
    return {subject,           issuer,           {}, "RSA", 2048, "sha256WithRSAEncryption",
            day("2012-01-01"), day("2015-01-01")};
}

/// A partner whose certificate is good, to be spoiled.
struct Partner {
    Partner() {
        identity.leaf = sansio::PeerCertificate{"sip.fabrikam.com",
                                                {"sip.fabrikam.com", "fabrikam.com"},
                                                {},
                                                true,
                                                {"1.3.6.1.5.5.7.3.1"},
                                                day("2012-01-01"),
                                                day("2015-01-01"),
                                                {}};
    }
    std::vector<Fact> facts(char const* today = "2013-06-01") {
        identity.sent = std::make_shared<sansio::SentChain>(sansio::SentChain{chain, true});
        std::vector<Fact> found;
        for (auto const& seen : judge_identity(identity, {"sip.fabrikam.com", authorities, day(today)}))
            found.push_back(seen.fact);
        return found;
    }

    sansio::PeerIdentity identity;
    std::vector<SentCertificate> chain{certificate("CN=sip.fabrikam.com", "CN=Root")};
    std::vector<SentCertificate> authorities{certificate("CN=Root", "CN=Root")};
};

TEST(CertificateRules, AGoodCertificateIsGood) {
    EXPECT_THAT(Partner().facts(), ElementsAre(Fact::identity_good));
}

TEST(CertificateRules, NamesAreComparedWholeAndWithoutCase) {
    Partner partner;
    partner.identity.leaf->dns_names = {"SIP.fabrikam.COM"};
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::identity_good));
    partner.identity.leaf->dns_names = {"fabrikam.com"};
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::wrong_name));
    partner.identity.leaf->dns_names = {"*.fabrikam.com"};
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::wildcard_name));
    partner.identity.leaf->dns_names.clear();
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::wrong_name));
}

TEST(CertificateRules, TheCommonNameCountsWithoutAlternativeNamesOnly) {
    Partner partner;
    partner.identity.leaf->has_subject_alt_name = false;
    partner.identity.leaf->dns_names.clear();
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::identity_good, Fact::common_name_only));
    partner.identity.leaf->common_name = "mail.fabrikam.com";
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::wrong_name));
}

TEST(CertificateRules, DatesAreJudgedByTheCalendar) {
    Partner partner;
    EXPECT_THAT(partner.facts("2015-01-01"), ElementsAre(Fact::certificate_expired));
    EXPECT_THAT(partner.facts("2014-12-31"), ElementsAre(Fact::identity_good, Fact::certificate_ends_soon));
    EXPECT_THAT(partner.facts("2014-12-02"), ElementsAre(Fact::identity_good));
    EXPECT_THAT(partner.facts("2011-12-31"), ElementsAre(Fact::certificate_not_yet_valid));
}

TEST(CertificateRules, AMissingIntermediateIsToldFromAnUnknownRoot) {
    Partner partner;
    partner.chain = {certificate("CN=sip.fabrikam.com", "CN=Issuing")};
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::authority_unknown));
    partner.chain[0].issuer_url = "http://ca.example/issuing.cer";
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::intermediate_missing));
    partner.chain[0].issuer_url.clear();
    partner.authorities.push_back(certificate("CN=Issuing", "CN=Root"));
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::intermediate_missing));
    partner.chain.push_back(certificate("CN=Issuing", "CN=Root"));
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::identity_good));
}

TEST(CertificateRules, ARootThatIsSentProvesNothing) {
    Partner partner;
    partner.chain = {certificate("CN=sip.fabrikam.com", "CN=Own"), certificate("CN=Own", "CN=Own")};
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::authority_unknown));
    partner.chain = {certificate("CN=sip.fabrikam.com", "CN=sip.fabrikam.com")};
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::self_signed));
}

TEST(CertificateRules, ChainsThatRunInACircleEnd) {
    Partner partner;
    partner.chain = {certificate("CN=A", "CN=B"), certificate("CN=B", "CN=A")};
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::authority_unknown));
}

TEST(CertificateRules, WhatTheValidationSaysBeyondTheNamesIsTold) {
    Partner partner;
    partner.identity.chain = {ChainVerdict::Fault::other, 0, "certificate signature failure"};
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::chain_refused));
    partner.identity.chain = {ChainVerdict::Fault::expired, 1, "certificate has expired"};
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::intermediate_expired));
}

TEST(CertificateRules, UsagesKeysAndSignaturesCount) {
    Partner partner;
    partner.identity.leaf->extended_key_usages = {"1.3.6.1.5.5.7.3.4"};
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::wrong_usage));
    partner.identity.leaf->extended_key_usages = {"1.3.6.1.5.5.7.3.20"};
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::identity_good));
    partner.chain[0].key_bits = 1024;
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::weak_key));
    partner.chain[0].key = "EC";
    partner.chain[0].key_bits = 256;
    partner.chain[0].signature = "ecdsa-with-SHA1";
    EXPECT_THAT(partner.facts(), ElementsAre(Fact::weak_signature));
}

}  // namespace
}  // namespace check
