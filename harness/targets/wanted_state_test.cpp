#include "harness/targets/wanted_state.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace targets {
namespace {

WantedState usual() {
    WantedState wanted;
    wanted.action = "start";
    wanted.certificates_folder = "/c";
    auto& topology = wanted.topology;
    topology.sip_domains.add({"contoso.com"});
    topology.external = {"sip.contoso.com", *sansio::Endpoint::parse("127.0.1.10:5061")};
    topology.internal = {"edge-int.contoso.com", *sansio::Endpoint::parse("127.0.1.11:5061")};
    topology.external_certificate = {"external.pem", "external.key", "authorities.pem"};
    topology.access_edge.allow_federated_users = true;
    topology.allowed_domains.add(
        {.domain = "fabrikam.com", .proxy_fqdn = "", .proxy_address = {}, .comment = ""});
    topology.allowed_domains.add(
        {.domain = "litware.com", .proxy_fqdn = "sip.litware.com", .proxy_address = {}, .comment = ""});
    topology.blocked_domains.add({.domain = "spam.example", .comment = ""});
    wanted.resolvers = {*sansio::Endpoint::parse("127.0.1.2:10053")};
    return wanted;
}

TEST(WantedState, IsJsonForHooks) {
    auto const json = nlohmann::json::parse(to_json(usual()));
    EXPECT_EQ(json.at("action"), "start");
    EXPECT_EQ(json.at("external").at("address"), "127.0.1.10");
    EXPECT_EQ(json.at("external").at("port"), 5061);
    EXPECT_EQ(json.at("external").at("chain"), "/c/external.pem");
    EXPECT_EQ(json.at("dns"), nlohmann::json::parse(R"(["127.0.1.2:10053"])"));
    EXPECT_EQ(json.at("allowed"),
              nlohmann::json::parse(
                  R"([{"domain":"fabrikam.com"},{"domain":"litware.com","proxy_fqdn":"sip.litware.com"}])"));
    EXPECT_EQ(json.at("blocked").at(0), "spam.example");
    EXPECT_EQ(json.at("federation"), true);
    EXPECT_EQ(json.at("timers").at("t1_ms"), 500);
    EXPECT_TRUE(json.at("settings").empty());
}

TEST(WantedState, NamesWhatIsUnusual) {
    auto wanted = usual();
    wanted.topology.limits.soft_cap = 1;
    wanted.topology.border.diagnostics_to_partners = true;
    auto const json = nlohmann::json::parse(to_json(wanted));
    EXPECT_EQ(json.at("settings"), nlohmann::json::parse(R"({"limits":true,"border":true})"));
}

Target of_facts() {
    Target target;
    target.facts = Facts{.own = {"contoso.com"},
                         .allowed = {{"fabrikam.com", ""}, {"litware.com", "sip.litware.com"}},
                         .blocked = {"spam.example"}};
    return target;
}

script::Scenario with_partner(std::string domain) {
    script::Scenario scenario;
    scenario.cast.partners.push_back({});
    scenario.cast.partners.back().domain = std::move(domain);
    return scenario;
}

TEST(Facts, FitTheStateThatTheyDeclare) {
    EXPECT_EQ(difference(of_facts(), usual().topology, with_partner("fabrikam.com")), "");
    EXPECT_EQ(difference(of_facts(), usual().topology, with_partner("nowhere.example")), "");
}

TEST(Facts, DoNotFitAnother) {
    auto wanted = usual().topology;
    auto facts = of_facts();
    facts.facts->blocked.push_back("northwind.com");
    EXPECT_EQ(difference(facts, wanted, with_partner("northwind.com")),
              "northwind.com is blocked at the target, and the scenario wants it on no list");
    facts = of_facts();
    facts.facts->allowed.pop_back();
    EXPECT_EQ(difference(facts, wanted, {}),
              "litware.com is on no list at the target, and the scenario wants it allowed by way of "
              "sip.litware.com");
    facts = of_facts();
    facts.facts->discovery = true;
    EXPECT_EQ(difference(facts, wanted, {}),
              "partner discovery is on at the target, and the scenario wants it off");
    facts = of_facts();
    facts.external.fqdn = "edge.contoso.com";
    EXPECT_EQ(difference(facts, wanted, {}),
              "the target's name outside is edge.contoso.com, and the scenario speaks of sip.contoso.com");
    facts = of_facts();
    facts.facts->own = {"example.com"};
    EXPECT_EQ(difference(facts, wanted, {}), "contoso.com is none of the target's own domains");
    wanted.limits.soft_cap = 1;
    EXPECT_EQ(difference(of_facts(), wanted, {}), "nothing is declared of the setting limits");
}

}  // namespace
}  // namespace targets
