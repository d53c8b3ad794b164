// The whole check in virtual time: how long it takes when nobody answers, and that each answer may fail.
#include "harness/check/partner_check.hpp"

#include <gmock/gmock.h>

#include "drivers/virtual/testing/echo_host.hpp"
#include "drivers/virtual/world.hpp"
#include "harness/check/conclusion.hpp"
#include "sansio/testing/every_answer.hpp"
#include "simulators/internet/dns_server.hpp"

namespace check {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

sansio::IpAddress const own = sansio::IpAddress::v4(127, 0, 1, 10);
sansio::Endpoint const resolver{sansio::IpAddress::v4(127, 0, 1, 2), 10053};
sansio::IpAddress const edge = sansio::IpAddress::v4(127, 0, 1, 30);
constexpr auto service = "_sipfederationtls._tcp.fabrikam.com";
constexpr auto name = "sip.fabrikam.com";

Settings settings() {
    Settings made;
    made.domain = "fabrikam.com";
    made.resolvers = {resolver};
    made.in_laboratory = true;
    made.caller = {"sip.contoso.com", "contoso.com", "alice@contoso.com"};
    made.certificate_issuer = "CN=Root";
    made.local = own;
    return made;
}

/// DNS, a partner's machine that accepts and says nothing, and the check.
class PartnerCheckTest : public testing::Test {
protected:
    PartnerCheckTest() : world({}) {
        world.add({"dns", &dns, {resolver.address}, {}, {}});
        world.add({"fabrikam", &machine, {edge}, {}, {}});
        machine.act(sansio::Listen{sansio::ListenerId{1}, {edge, 5061}, sansio::plain_tcp});
        tls::Settings ours;
        ours.verify_chain = false;
        context = *tls::Context::make(ours);
    }
    void publish() {
        dns.zone().add({service, internet::SrvRecord{0, 0, 5061, name}});
        dns.zone().add({name, edge});
    }
    /// Answers how long it took.
    sansio::Duration run() {
        world.add({"check", &check, {own}, {context}, {}});
        auto const begun = world.now();
        while (!check.done() && world.now() - begun < seconds{100})
            world.run_turn(world.now() + milliseconds{10});
        while (auto finding = check.poll_finding()) findings.push_back(*finding);
        return world.now() - begun;
    }
    std::vector<Fact> facts() const {
        std::vector<Fact> found;
        for (auto const& finding : findings) found.push_back(finding.fact);
        return found;
    }

    drivers::World world;
    internet::DnsServer dns{resolver};
    drivers::testing::EchoHost machine;
    std::shared_ptr<tls::Context const> context;
    PartnerCheck check{settings()};
    std::vector<Finding> findings;
};

TEST_F(PartnerCheckTest, ADeadPartnerEndsWithinOneTimeoutOfItsAddresses) {
    publish();
    for (std::uint8_t last = 31; last < 36; ++last)
        dns.zone().add({name, sansio::IpAddress::v4(127, 0, 1, last)});
    drivers::testing::EchoHost dead;
    for (std::uint8_t last = 31; last < 36; ++last)
        dead.act(sansio::Listen{
            sansio::ListenerId{last}, {sansio::IpAddress::v4(127, 0, 1, last), 5061}, sansio::plain_tcp});
    std::vector<sansio::IpAddress> addresses;
    for (std::uint8_t last = 31; last < 36; ++last)
        addresses.push_back(sansio::IpAddress::v4(127, 0, 1, last));
    world.add({"dead", &dead, addresses, {}, {}});
    world.hold("check", "dead");
    world.hold("check", "fabrikam");
    auto const took = run();
    EXPECT_GE(took, seconds{5});
    EXPECT_LE(took, seconds{5} + milliseconds{200});
    EXPECT_EQ(std::ranges::count(facts(), Fact::tcp_no_answer), 6);
    EXPECT_EQ(conclude(findings).verdict, Verdict::unknown);
}

TEST_F(PartnerCheckTest, ASilentResolverEndsAfterOneTimeout) {
    internet::DnsFault silent;
    dns.set_fault("", silent);
    EXPECT_LE(run(), seconds{5} + milliseconds{200});
    EXPECT_THAT(facts(), testing::ElementsAre(Fact::srv_no_answer));
}

TEST_F(PartnerCheckTest, ThreeTimeoutsAreTheMostWhenNobodyAnswersAnyMore) {
    publish();
    internet::DnsFault late;
    late.kind = internet::DnsFault::Kind::delay;
    late.delay = milliseconds{1'600};  // just before the second try
    dns.set_fault("", late);
    EXPECT_LE(run(), seconds{15});
    EXPECT_EQ(findings.back().fact, Fact::tls_silent);
}

TEST_F(PartnerCheckTest, AMachineThatAcceptsAndSaysNothingIsSilentTls) {
    publish();
    EXPECT_LE(run(), seconds{5} + milliseconds{300});
    EXPECT_THAT(facts(), testing::ElementsAre(Fact::srv_published, Fact::address_published,
                                              Fact::tcp_connected, Fact::tls_silent));
}

TEST_F(PartnerCheckTest, AnAliasIsFollowedAndWarnedOf) {
    dns.zone().add({service, internet::SrvRecord{0, 0, 5061, name}});
    dns.zone().add({name, internet::CnameRecord{"edge.fabrikam.com"}});
    dns.zone().add({"edge.fabrikam.com", edge});
    run();
    EXPECT_THAT(facts(),
                testing::IsSupersetOf({Fact::target_is_alias, Fact::address_published, Fact::tcp_connected}));
}

TEST_F(PartnerCheckTest, ATargetWithoutAddressIsNamed) {
    dns.zone().add({service, internet::SrvRecord{0, 0, 5061, name}});
    EXPECT_LE(run(), seconds{1});
    ASSERT_EQ(findings.back().fact, Fact::address_absent);
    EXPECT_THAT(findings.back().remedy, testing::HasSubstr("sip.fabrikam.com. 3600 IN A"));
}

TEST_F(PartnerCheckTest, MoreAddressesThanAnybodyNeedsAreNotTried) {
    publish();
    for (std::uint8_t last = 100; last < 150; ++last)
        dns.zone().add({name, sansio::IpAddress::v4(127, 0, 1, last)});
    run();
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(facts(), Fact::address_published)), addresses_max);
    EXPECT_EQ(std::ranges::count(facts(), Fact::srv_too_many), 1);
}

std::optional<std::string> answer_to(sansio::SendDatagram const& datagram) {
    auto const query = internet::parse_query(sansio::as_bytes(std::string_view(datagram.bytes)));
    if (!query) return std::nullopt;
    internet::Zone zone;
    zone.add({service, internet::SrvRecord{0, 0, 5061, name}});
    zone.add({name, edge});
    return internet::pack(
        internet::DnsResponse{query->id, query->name, query->type, zone.answer(query->name, query->type)});
}

/// A good partner, whoever asks.
sansio::PeerIdentity good_identity() {
    sansio::PeerIdentity identity;
    identity.tls_version = "TLSv1.3";
    identity.leaf.emplace();
    identity.leaf->dns_names = {name};
    identity.leaf->has_subject_alt_name = true;
    identity.leaf->not_after = sansio::WallTime::max();
    sansio::SentCertificate const leaf{"CN=sip.fabrikam.com", "CN=Root", {}, "EC", 256,
                                       "ecdsa-with-SHA256",   {},        {}};
    identity.sent = std::make_shared<sansio::SentChain>(sansio::SentChain{{leaf}, true});
    return identity;
}

std::string sip_answer(std::string_view asked) {
    wire::RawMessage const request{std::string(asked)};
    auto const echo = [&](std::string const& header) {
        return header + ": " + std::string(request.value(header)) + "\r\n";
    };
    return "SIP/2.0 200 OK\r\n" + echo("Via") + echo("From") + "To: " + std::string(request.value("To")) +
           ";tag=1\r\n" + echo("Call-ID") + echo("CSeq") + "Content-Length: 0\r\n\r\n";
}

TEST(PartnerCheckAnswers, MayEachComeLateFailOrStayAway) {
    sansio::testing::Play<PartnerCheck> play{
        [] {
            auto with_message = settings();
            with_message.authorities = {{"CN=Root", "CN=Root", {}, "EC", 256, {}, {}, {}}};
            with_message.user = "bob@fabrikam.com";
            with_message.message = "hello";
            return std::make_unique<PartnerCheck>(with_message);
        },
        {},
        {}};
    play.around.datagram = answer_to;
    play.around.peer = [](sansio::ConnectionId, std::string_view bytes) { return sip_answer(bytes); };
    play.around.identity = good_identity();
    play.judge = [](PartnerCheck const& check, sansio::testing::AnswerStage const&) {
        return check.done() ? std::string() : "the check never ends";
    };
    EXPECT_EQ(sansio::testing::every_answer(play), "");
}

}  // namespace
}  // namespace check
