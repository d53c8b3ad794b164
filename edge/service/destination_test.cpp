#include "edge/service/destination.hpp"

#include <gmock/gmock.h>

namespace edge {
namespace {

using testing::ElementsAre;

/// The actions of a destination, one word each, so that a whole run is one comparison.
std::vector<std::string> actions(Destination& destination) {
    std::vector<std::string> words;
    while (auto const action = destination.poll_action()) {
        if (std::holds_alternative<Destination::WantService>(*action)) words.push_back("want service");
        if (auto const* const want = std::get_if<Destination::WantAddresses>(&*action))
            words.push_back("want addresses of " + want->fqdn);
        if (auto const* const open = std::get_if<Destination::Open>(&*action))
            words.push_back("open " + open->remote.to_string() + " as " + open->server_name);
        if (std::holds_alternative<Destination::Ready>(*action)) words.push_back("ready");
        if (std::holds_alternative<Destination::Discard>(*action)) words.push_back("discard");
        if (auto const* const failed = std::get_if<Destination::Failed>(&*action))
            words.push_back("failed " + std::to_string(failed->why.diagnostic));
    }
    return words;
}

dns::Service service_at(std::string fqdn) {
    dns::Service service;
    service.state = dns::Service::State::found;
    service.targets = {{std::move(fqdn), 5071}};
    return service;
}

sansio::PeerIdentity peer_named(std::string name) {
    sansio::PeerIdentity identity;
    identity.leaf.emplace();
    identity.leaf->has_subject_alt_name = true;
    identity.leaf->dns_names = {std::move(name)};
    return identity;
}

auto const one = *sansio::IpAddress::parse("127.0.1.30");
auto const other = *sansio::IpAddress::parse("127.0.1.31");

sansio::ConnectFailed failed(sansio::ConnectionFault::Stage stage) {
    return {sansio::ConnectionId{1}, {stage, {}, "as tested"}};
}

using Stage = sansio::ConnectionFault::Stage;

TEST(Destination, FindsAPartnerByServiceThenAddressThenName) {
    Destination destination({"fabrikam.com", "", {}});
    destination.want({});
    destination.want({});
    EXPECT_THAT(actions(destination), ElementsAre("want service"));
    destination.service_known(service_at("sip.fabrikam.com"), {});
    EXPECT_THAT(actions(destination), ElementsAre("want addresses of sip.fabrikam.com"));
    destination.addresses_known({one});
    EXPECT_THAT(actions(destination), ElementsAre("open 127.0.1.30:5071 as sip.fabrikam.com"));
    destination.connected(peer_named("sip.fabrikam.com"));
    EXPECT_THAT(actions(destination), ElementsAre("ready"));
    EXPECT_TRUE(destination.ready());
}

TEST(Destination, AsksNobodyForAnAddressThatIsConfigured) {
    Destination destination({"", "pool01.contoso.com", sansio::Endpoint{one, 5061}});
    destination.want({});
    EXPECT_THAT(actions(destination), ElementsAre("open 127.0.1.30:5061 as pool01.contoso.com"));
}

TEST(Destination, TakesPort5061ForAProxyThatIsOnlyNamed) {
    Destination destination({"litware.com", "sip.litware.com", {}});
    destination.want({});
    destination.addresses_known({one});
    EXPECT_THAT(actions(destination),
                ElementsAre("want addresses of sip.litware.com", "open 127.0.1.30:5061 as sip.litware.com"));
}

TEST(Destination, TriesEachAddressUntilTcpConnects) {
    Destination destination({"litware.com", "sip.litware.com", {}});
    destination.want({});
    destination.addresses_known({one, other});
    actions(destination);
    destination.connect_failed(failed(Stage::timed_out).fault);
    EXPECT_THAT(actions(destination), ElementsAre("open 127.0.1.31:5061 as sip.litware.com"));
    destination.connect_failed(failed(Stage::refused).fault);
    EXPECT_THAT(actions(destination), ElementsAre("failed 1046"));
    EXPECT_TRUE(destination.idle());
}

TEST(Destination, DoesNotTryTheNextAddressAfterTlsHasFailed) {
    Destination destination({"litware.com", "sip.litware.com", {}});
    destination.want({});
    destination.addresses_known({one, other});
    actions(destination);
    destination.connect_failed(failed(Stage::tls_refused).fault);
    EXPECT_THAT(actions(destination), ElementsAre("failed 1047"));
}

TEST(Destination, DiscardsAPeerThatBearsAnotherName) {
    Destination destination({"litware.com", "sip.litware.com", {}});
    destination.want({});
    destination.addresses_known({one});
    actions(destination);
    destination.connected(peer_named("litware.com"));
    EXPECT_THAT(actions(destination), ElementsAre("discard", "failed 1010"));
}

TEST(Destination, NamesTheLayerThatFailedByItsDiagnostic) {
    dns::Service absent;
    dns::Service conflicting;
    conflicting.state = dns::Service::State::conflicting;
    conflicting.conflicting = {"edge.other.example"};
    for (auto const& [service, diagnostic] :
         {std::pair(absent, "failed 1008"), std::pair(conflicting, "failed 1009")}) {
        Destination destination({"fabrikam.com", "", {}});
        destination.want({});
        destination.service_known(service, {});
        EXPECT_THAT(actions(destination), ElementsAre("want service", diagnostic));
    }
    Destination homeless({"fabrikam.com", "", {}});
    homeless.want({});
    homeless.service_known(service_at("sip.fabrikam.com"), {});
    homeless.addresses_known({});
    EXPECT_THAT(actions(homeless),
                ElementsAre("want service", "want addresses of sip.fabrikam.com", "failed 1014"));
    Destination distrusted({"", "pool01.contoso.com", sansio::Endpoint{one, 5061}});
    distrusted.want({});
    actions(distrusted);
    distrusted.connect_failed(failed(Stage::tls_chain).fault);
    EXPECT_THAT(actions(distrusted), ElementsAre("failed 1010"));
}

TEST(Destination, StartsAgainAfterItsConnectionIsLost) {
    Destination destination({"", "pool01.contoso.com", sansio::Endpoint{one, 5061}});
    destination.want({});
    destination.connected(peer_named("pool01.contoso.com"));
    actions(destination);
    destination.lost();
    destination.want({});
    EXPECT_THAT(actions(destination), ElementsAre("open 127.0.1.30:5061 as pool01.contoso.com"));
}

dns::Service pair_of_servers() {
    auto service = service_at("one.fabrikam.com");
    service.targets.push_back({"two.fabrikam.com", 5072});
    return service;
}

TEST(Destination, TriesTheNextServerWhenAllAddressesOfTheFirstRefuse_Rfc3263_4_3) {
    Destination destination({"fabrikam.com", "", {}});
    destination.want({});
    destination.service_known(pair_of_servers(), {});
    destination.addresses_known({one, other});
    destination.connect_failed(failed(Stage::refused).fault);
    destination.connect_failed(failed(Stage::unreachable).fault);
    EXPECT_THAT(actions(destination), ElementsAre("want service", "want addresses of one.fabrikam.com",
                                                  "open 127.0.1.30:5071 as one.fabrikam.com",
                                                  "open 127.0.1.31:5071 as one.fabrikam.com",
                                                  "want addresses of two.fabrikam.com"));
    destination.addresses_known({other});
    EXPECT_THAT(actions(destination), ElementsAre("open 127.0.1.31:5072 as two.fabrikam.com"));
    destination.connected(peer_named("two.fabrikam.com"));
    EXPECT_THAT(actions(destination), ElementsAre("ready"));
    EXPECT_TRUE(destination.has_alternative());
}

TEST(Destination, TriesTheNextServerAfterAnyFailureOfAHost) {
    using Failure = std::function<void(Destination&)>;
    auto const after_addresses = [](Stage stage) -> Failure {
        return [stage](Destination& destination) {
            destination.addresses_known({one, other});
            destination.connect_failed(failed(stage).fault);
        };
    };
    for (Failure const& failure : {Failure([](Destination& destination) { destination.addresses_known({}); }),
                                   Failure([](Destination& destination) {
                                       destination.addresses_known({one, other});
                                       destination.connected(peer_named("two.fabrikam.com"));
                                   }),
                                   after_addresses(Stage::tls_refused), after_addresses(Stage::tls_chain),
                                   after_addresses(Stage::tls_timed_out)}) {
        Destination destination({"fabrikam.com", "", {}});
        destination.want({});
        destination.service_known(pair_of_servers(), {});
        actions(destination);
        failure(destination);
        EXPECT_EQ(actions(destination).back(), "want addresses of two.fabrikam.com");
    }
}

TEST(Destination, ReportsWhatThePreferredServerFailedOf) {
    Destination destination({"fabrikam.com", "", {}});
    destination.want({});
    destination.service_known(pair_of_servers(), {});
    destination.addresses_known({one});
    destination.connected(peer_named("fabrikam.com"));
    destination.addresses_known({});
    EXPECT_EQ(actions(destination).back(), "failed 1010");
}

TEST(Destination, LeavesAServerAloneAsLongAsItAsked_Rfc3261_21_5_4) {
    auto const first_rests = [](dns::ServiceTarget const& server) -> std::optional<Destination::Penalised> {
        if (server.fqdn == "one.fabrikam.com") return Destination::Penalised{{1007, {}, 500, 30}};
        return std::nullopt;
    };
    Destination destination({"fabrikam.com", "", {}});
    destination.want(first_rests);
    destination.service_known(pair_of_servers(), first_rests);
    EXPECT_THAT(actions(destination), ElementsAre("want service", "want addresses of two.fabrikam.com"));

    Destination nobody({"fabrikam.com", "", {}});
    nobody.want(first_rests);
    nobody.service_known(service_at("one.fabrikam.com"), first_rests);
    std::optional<Unreachable> why;
    while (auto const action = nobody.poll_action())
        if (auto const* const failure = std::get_if<Destination::Failed>(&*action)) why = failure->why;
    ASSERT_TRUE(why);
    EXPECT_EQ(why->status, 500);
    EXPECT_EQ(why->retry_after, 30U);
}

TEST(Destination, PrefersWhomTheRequestHasNotMetAndWhoIsNotSilent_Rfc3263_4_3) {
    auto const second_is_silent =
        [](dns::ServiceTarget const& server) -> std::optional<Destination::Penalised> {
        if (server.fqdn == "two.fabrikam.com") return Destination::Penalised{{}, true};
        return std::nullopt;
    };
    Destination destination({"fabrikam.com", "", {}});
    std::vector<dns::ServiceTarget> const tried{{"one.fabrikam.com", 5071}};
    destination.want(second_is_silent, tried);
    auto service = pair_of_servers();
    service.targets.push_back({"three.fabrikam.com", 5073});
    destination.service_known(service, second_is_silent);
    destination.addresses_known({});
    destination.addresses_known({});
    EXPECT_THAT(actions(destination),
                ElementsAre("want service", "want addresses of three.fabrikam.com",
                            "want addresses of two.fabrikam.com", "want addresses of one.fabrikam.com"));
    EXPECT_TRUE(destination.has_server_beside(tried));
    EXPECT_FALSE(destination.has_server_beside(service.targets));
}

TEST(Destination, TellsWhatThePreferredServerHasAgainstUs) {
    auto const both = [](dns::ServiceTarget const& server) -> std::optional<Destination::Penalised> {
        if (server.fqdn == "one.fabrikam.com") return Destination::Penalised{{1047, {}, 0, 0}};
        return Destination::Penalised{{1007, {}, 500, 30}};
    };
    Destination destination({"fabrikam.com", "", {}});
    destination.want(both);
    destination.service_known(pair_of_servers(), both);
    EXPECT_THAT(actions(destination), ElementsAre("want service", "failed 1047"));
}

TEST(Destination, RepeatsWhatDnsSaid) {
    dns::Service unavailable;
    unavailable.state = dns::Service::State::unavailable;
    unavailable.text = "the server answered SERVFAIL";
    for (bool const is_service : {true, false}) {
        Destination destination({"fabrikam.com", "", {}});
        destination.want({});
        destination.service_known(is_service ? unavailable : service_at("sip.fabrikam.com"), {});
        if (!is_service) destination.addresses_known({}, unavailable.text);
        std::optional<Unreachable> why;
        while (auto const action = destination.poll_action())
            if (auto const* const failure = std::get_if<Destination::Failed>(&*action)) why = failure->why;
        ASSERT_TRUE(why);
        EXPECT_EQ(why->parameters.back(), std::pair(std::string("cause"), unavailable.text));
    }
}

TEST(Destination, SaysThatAHandshakeTookTooLong) {
    Destination destination({"", "pool01.contoso.com", sansio::Endpoint{one, 5061}});
    destination.want({});
    actions(destination);
    destination.connect_failed(failed(Stage::tls_timed_out).fault);
    EXPECT_THAT(actions(destination), ElementsAre("failed 1047"));
}

}  // namespace
}  // namespace edge
