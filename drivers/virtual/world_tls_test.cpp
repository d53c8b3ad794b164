// How secured connections of a simulated world begin and end.
#include <gmock/gmock.h>

#include "drivers/tls/authority.hpp"
#include "drivers/virtual/testing/two_hosts.hpp"

namespace drivers::testing {
namespace {

using ::testing::HasSubstr;

/// One context that both hosts use: they trust the same authority. The world's calendar begins in 1970.
Profiles make_profiles() {
    tls::Authority authority("root", {}, sansio::WallTime(std::chrono::hours{24}));
    tls::CertificateRequest request;
    request.common_name = "beta.example";
    request.dns_names = {"beta.example"};
    request.not_after = sansio::WallTime(std::chrono::hours{24});
    auto const credentials = authority.issue(request);
    tls::Settings settings;
    settings.certificate_chain_pem = credentials.chain_pem;
    settings.private_key_pem = credentials.key_pem;
    settings.authorities_pem = authority.certificate_pem();
    return {tls::Context::make(settings).value()};
}

TEST(WorldTls, WhatIsUnsentWhenThePeerClosesInOrderIsStillSent) {
    for (auto const& profiles : {Profiles{}, make_profiles()}) {
        TwoHosts hosts({}, profiles, profiles);
        std::string sent_by_beta;
        hosts.world.on_tap([&](TapEvent const& event) {
            if (event.kind == TapEvent::Kind::sent && event.host == "beta")
                sent_by_beta += sansio::as_text(event.bytes);
        });
        auto const connection = hosts.connect();
        hosts.run();
        hosts.send(connection, "the last words");
        hosts.close(connection);
        hosts.run();
        EXPECT_EQ(sent_by_beta, "the last words");
        EXPECT_EQ(hosts.last(hosts.beta), "closed");
    }
}

TEST(WorldTls, OneHandshakeTooManyEndsTheOldest) {
    HostLimits limits;
    limits.handshakes_max = 2;
    auto const profiles = make_profiles();
    TwoHosts hosts({}, profiles, profiles, limits);
    // Plain TCP towards a TLS listener: no handshake ever begins.
    auto const mute = [&] {
        auto const id = sansio::ConnectionId{++hosts.connects};
        hosts.alpha.act(sansio::Connect{id, beta_endpoint, std::nullopt, sansio::plain_tcp, ""});
        hosts.world.touch(hosts.alpha_id);
        hosts.run(std::chrono::milliseconds{10});
    };
    mute();
    mute();
    EXPECT_TRUE(hosts.beta.log().size() == 1);
    hosts.connect();
    hosts.run(std::chrono::milliseconds{500});
    EXPECT_THAT(hosts.beta.log(),
                ::testing::ElementsAre(HasSubstr("listening"), "accept_failed limit", HasSubstr("accepted")));
}

}  // namespace
}  // namespace drivers::testing
