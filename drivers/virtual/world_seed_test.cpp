// The same seed gives the same run, another seed another one.
#include <chrono>

#include <gtest/gtest.h>

#include "drivers/tls/authority.hpp"
#include "drivers/tls/deterministic_random.hpp"
#include "drivers/virtual/testing/two_hosts.hpp"

namespace drivers {
namespace {

using testing::long_text;
using testing::Profiles;
using testing::TwoHosts;

constexpr sansio::WallTime today{std::chrono::sys_days{std::chrono::year{2013} / 6 / 1}.time_since_epoch()};

/// One context that both hosts use: they trust the same authority.
Profiles make_profiles(std::chrono::days lifetime = std::chrono::days{365}) {
    tls::DeterministicRandom source(42);
    tls::DeterministicScope const scope(source);
    tls::Authority authority("root", today - std::chrono::days{1}, today + std::chrono::days{3'650});
    tls::CertificateRequest request;
    request.common_name = "beta.example";
    request.dns_names = {"beta.example"};
    request.not_before = today - std::chrono::days{1};
    request.not_after = today + lifetime;
    auto const credentials = authority.issue(request);
    tls::Settings settings;
    settings.certificate_chain_pem = credentials.chain_pem;
    settings.private_key_pem = credentials.key_pem;
    settings.authorities_pem = authority.certificate_pem();
    return {tls::Context::make(settings).value()};
}

WorldSettings with_seed(std::uint64_t seed, bool real_tls = false) {
    WorldSettings settings;
    settings.seed = seed;
    settings.start = today;
    settings.real_tls = real_tls;
    settings.default_link.jitter = std::chrono::milliseconds{2};
    return settings;
}

/// All that the tap sees of two conversations, in order and with times.
std::string trace(WorldSettings settings, Profiles const& profiles) {
    TwoHosts hosts(settings, profiles, profiles);
    std::string text;
    hosts.world.on_tap([&](TapEvent const& event) {
        text += std::to_string(event.at.time_since_epoch().count()) + ' ' + std::string(event.host) + ' ' +
                std::string(to_string(event.kind)) + ' ' + event.remote.to_string() + ' ' +
                std::string(sansio::as_text(event.bytes)) + '\n';
    });
    auto const first = hosts.connect();
    auto const second = hosts.connect();
    hosts.run();
    hosts.send(first, long_text(5'000));
    hosts.send(second, "short");
    hosts.run();
    hosts.close(first);
    hosts.run();
    return text;
}

TEST(WorldSeed, RepeatsARunByteForByte) {
    for (bool const real_tls : {false, true}) {
        auto const profiles = make_profiles();
        auto const once = trace(with_seed(7, real_tls), profiles);
        EXPECT_NE(once.find("received"), std::string::npos);
        EXPECT_EQ(once, trace(with_seed(7, real_tls), profiles));
        EXPECT_EQ(once, trace(with_seed(7, real_tls), make_profiles()));
        EXPECT_NE(once, trace(with_seed(8, real_tls), profiles));
    }
}

TEST(WorldSeed, RealTlsAndItsTwinShowTheHostsTheSame) {
    auto const profiles = make_profiles();
    TwoHosts real(with_seed(1, true), profiles, profiles);
    TwoHosts twin(with_seed(1, false), profiles, profiles);
    for (auto* const hosts : {&real, &twin}) {
        auto const connection = hosts->connect();
        hosts->run();
        hosts->send(connection, long_text(50'000));
        hosts->run();
        hosts->close(connection);
        hosts->run();
    }
    EXPECT_EQ(real.alpha.log(), twin.alpha.log());
    EXPECT_EQ(real.beta.log(), twin.beta.log());
    EXPECT_EQ(real.alpha.received(sansio::ConnectionId{1}), long_text(50'000));
    EXPECT_EQ(twin.alpha.received(sansio::ConnectionId{1}), long_text(50'000));
    auto const& seen = real.alpha.identities().at(0);
    EXPECT_EQ(seen.leaf->fingerprint, twin.alpha.identities().at(0).leaf->fingerprint);
    EXPECT_NE(seen.tls_version, twin.alpha.identities().at(0).tls_version);
}

TEST(WorldSeed, CertificatesExpireByTheWorldsCalendar) {
    for (bool const real_tls : {false, true}) {
        auto const profiles = make_profiles(std::chrono::days{30});
        TwoHosts hosts(with_seed(1, real_tls), profiles, profiles);
        hosts.connect();
        hosts.run();
        EXPECT_EQ(hosts.last(hosts.alpha), "connected 127.0.1.20:5061");
        hosts.world.set_wall(today + std::chrono::days{31});
        hosts.connect();
        hosts.run();
        EXPECT_EQ(hosts.last(hosts.alpha), "connect_failed tls_chain");
    }
}

TEST(WorldSeed, AHandshakeThatIsNotAnsweredTimesOutOnBothSides) {
    auto const profiles = make_profiles();
    TwoHosts hosts(with_seed(1), profiles, profiles);
    hosts.world.freeze(hosts.beta_id);
    hosts.connect();
    hosts.run(std::chrono::seconds{20});
    EXPECT_EQ(hosts.last(hosts.alpha), "connect_failed tls_timed_out");
    hosts.world.thaw(hosts.beta_id);
    hosts.run();
    EXPECT_EQ(hosts.last(hosts.beta), "accept_failed tls_refused");
}

TEST(WorldSeed, AThousandConnectionsAreQuick) {
    auto const before = std::chrono::steady_clock::now();
    auto const profiles = make_profiles();
    TwoHosts hosts(with_seed(3), profiles, profiles);
    for (int i = 0; i < 1'000; ++i) hosts.send(hosts.connect(), "hello");
    hosts.run(std::chrono::seconds{5});
    EXPECT_EQ(hosts.beta.established().size(), 1'000U);
    for (auto const connection : hosts.alpha.established())
        EXPECT_EQ(hosts.alpha.received(connection), "hello");
    // Wall time of the machine: generous, it is only to catch what grows with the square of the connections.
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds{10});
}

}  // namespace
}  // namespace drivers
