#include "simulators/internet/certificate_authorities.hpp"

#include <gmock/gmock.h>

#include "sansio/wall_time.hpp"

namespace internet {
namespace {

using testing::ElementsAre;
using Fault = sansio::ChainVerdict::Fault;

class CertificateAuthoritiesTest : public testing::Test {
protected:
    sansio::PeerIdentity judge(CertificateFault fault, tls::Role role) {
        auto const own = authorities.context("sip.contoso.com");
        return own->judge(authorities.credentials("sip.fabrikam.com", fault).chain_pem, role, date);
    }
    Fault chain(CertificateFault fault, tls::Role role = tls::Role::server) {
        return judge(fault, role).chain.fault;
    }

    sansio::WallTime date = *sansio::parse_wall_time("2013-06-01");
    CertificateAuthorities authorities{date};
};

TEST_F(CertificateAuthoritiesTest, AGoodCertificateServesBothRolesUnderItsName) {
    EXPECT_EQ(chain(CertificateFault::none, tls::Role::server), Fault::none);
    EXPECT_EQ(chain(CertificateFault::none, tls::Role::client), Fault::none);
    EXPECT_THAT(judge(CertificateFault::none, tls::Role::server).leaf->dns_names,
                ElementsAre("sip.fabrikam.com"));
}

TEST_F(CertificateAuthoritiesTest, EachFaultIsSeenAsWhatItIs) {
    EXPECT_EQ(chain(CertificateFault::expired), Fault::expired);
    EXPECT_EQ(chain(CertificateFault::not_yet_valid), Fault::not_yet_valid);
    EXPECT_EQ(chain(CertificateFault::stranger), Fault::unknown_authority);
    EXPECT_EQ(chain(CertificateFault::no_client_usage, tls::Role::client), Fault::wrong_purpose);
    EXPECT_EQ(chain(CertificateFault::no_client_usage, tls::Role::server), Fault::none);
    for (auto const role : {tls::Role::client, tls::Role::server}) {
        EXPECT_EQ(chain(CertificateFault::sip_usage, role), Fault::none);
        EXPECT_EQ(chain(CertificateFault::sip_and_mail_usage, role), Fault::none);
        EXPECT_EQ(chain(CertificateFault::any_usage, role), Fault::none);
        EXPECT_EQ(chain(CertificateFault::foreign_usage, role), Fault::wrong_purpose);
    }
    EXPECT_EQ(chain(CertificateFault::no_server_usage, tls::Role::server), Fault::wrong_purpose);
}

TEST_F(CertificateAuthoritiesTest, AnIntermediateAuthorityIsTrustedWhereItIsSentAlong) {
    EXPECT_EQ(chain(CertificateFault::intermediate), Fault::none);
    EXPECT_EQ(chain(CertificateFault::no_intermediate), Fault::unknown_authority);
}

TEST_F(CertificateAuthoritiesTest, FaultsOfTheNameAreNotFaultsOfTheChain) {
    auto const role = tls::Role::server;
    EXPECT_THAT(judge(CertificateFault::wrong_name, role).leaf->dns_names, ElementsAre("wrong.example"));
    EXPECT_THAT(judge(CertificateFault::domain_only, role).leaf->dns_names, ElementsAre("fabrikam.com"));
    auto const bare = judge(CertificateFault::no_alternative_name, role);
    EXPECT_FALSE(bare.leaf->has_subject_alt_name);
    EXPECT_EQ(bare.leaf->common_name, "sip.fabrikam.com");
    EXPECT_EQ(bare.chain.fault, Fault::none);
}

TEST_F(CertificateAuthoritiesTest, ACertificateIsMintedOncePerNameAndFault) {
    auto const& first = authorities.credentials("sip.fabrikam.com");
    EXPECT_EQ(&first, &authorities.credentials("sip.fabrikam.com"));
    EXPECT_NE(first.chain_pem,
              authorities.credentials("sip.fabrikam.com", CertificateFault::expired).chain_pem);
    EXPECT_NE(first.chain_pem, authorities.credentials("sip.northwind.example").chain_pem);
}

TEST(CertificateFault, HasAWordInScenarios) {
    EXPECT_EQ(to_text(CertificateFault::not_yet_valid), "not-yet-valid");
}

}  // namespace
}  // namespace internet
