#include "drivers/tls/authority.hpp"

#include <gtest/gtest.h>

#include "drivers/tls/channel_pair.hpp"
#include "drivers/tls/deterministic_random.hpp"

namespace tls::testing {
namespace {

using ChainFault = sansio::ChainVerdict::Fault;

sansio::PeerIdentity judged(std::string const& trusted_pem, std::string const& chain_pem) {
    Settings settings;
    settings.authorities_pem = trusted_pem;
    return make_context(settings)->judge(chain_pem, Role::server, today);
}

TEST(Authority, ACertificateSaysWhatWasRequested) {
    Authority authority = make_authority("Contoso Root");
    CertificateRequest request = request_for("sip.contoso.com");
    request.other_usages = {"1.3.6.1.5.5.7.3.20"};
    request.client_eku = false;
    auto const leaf = judged(authority.certificate_pem(), authority.issue(request).chain_pem).leaf;
    ASSERT_TRUE(leaf);
    EXPECT_EQ(leaf->dns_names, request.dns_names);
    EXPECT_TRUE(leaf->has_subject_alt_name);
    EXPECT_EQ(leaf->extended_key_usages,
              (std::vector<std::string>{"1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.20"}));
    EXPECT_EQ(leaf->not_before, today - year);
}

TEST(Authority, WithoutNamesAndUsagesTheExtensionsAreAbsent) {
    Authority authority = make_authority("Contoso Root");
    CertificateRequest const request{.common_name = "old.contoso.com",
                                     .dns_names = {},
                                     .uri_names = {},
                                     .not_before = today - year,
                                     .not_after = today + year,
                                     .server_eku = false,
                                     .client_eku = false,
                                     .other_usages = {}};
    auto const identity = judged(authority.certificate_pem(), authority.issue(request).chain_pem);
    EXPECT_FALSE(identity.leaf->has_subject_alt_name);
    EXPECT_TRUE(identity.leaf->extended_key_usages.empty());
    EXPECT_EQ(identity.chain.fault, ChainFault::none);
}

TEST(Authority, ASelfSignedCertificateIsTrustedByThoseWhoWereGivenIt) {
    auto const chain = issue_self_signed(request_for("sip.fabrikam.com")).chain_pem;
    EXPECT_EQ(judged("", chain).chain.fault, ChainFault::unknown_authority);
    EXPECT_EQ(judged(chain, chain).chain.fault, ChainFault::none);
}

TEST(Authority, TheSameSeedMakesTheSameBytes) {
    auto const make = [](std::uint64_t seed) {
        DeterministicRandom random(seed);
        DeterministicScope const scope(random);
        Authority authority = make_authority("Contoso Root");
        return authority.certificate_pem() + authority.issue(request_for("sip.contoso.com")).chain_pem;
    };
    EXPECT_EQ(make(7), make(7));
    EXPECT_NE(make(7), make(8));
}

TEST(Authority, TheSameSeedMakesTheSameHandshake) {
    DeterministicRandom certificates(1);
    std::optional<Settings> settings;
    {
        DeterministicScope const scope(certificates);
        Authority authority = make_authority("Contoso Root");
        settings = settings_for(authority, request_for("sip.contoso.com"));
    }
    auto const context = make_context(*settings);
    auto const flights = [&context] {
        DeterministicRandom random(2);
        DeterministicScope const scope(random);
        auto const client = context->make_session(Role::client, "contoso.com", today);
        auto const server = context->make_session(Role::server, "", today);
        server->receive(client->unsent());
        return std::string(sansio::as_text(client->unsent())) +
               std::string(sansio::as_text(server->unsent()));
    };
    EXPECT_EQ(flights(), flights());
}

}  // namespace
}  // namespace tls::testing
