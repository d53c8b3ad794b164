#include "edge/central/shell.hpp"

#include <gtest/gtest.h>

namespace central {
namespace {

using topology::Topology;

TEST(CentralShell, SetsTheAccessEdgeConfiguration) {
    Outcome const outcome = run(
        "Set-CsAccessEdgeConfiguration -AllowFederatedUsers $true -OutgoingTlsCountForFederatedPartners 2\n"
        "Set-CsAccessEdgeConfiguration -UseDnsSrvRouting -EnablePartnerDiscovery $true",
        {});
    EXPECT_TRUE(outcome.faults.empty());
    EXPECT_EQ(outcome.topology.access_edge, (topology::AccessEdge{true, true, false, true, 2}));
    EXPECT_EQ(
        run("Set-CsAccessEdgeConfiguration -Identity site1 -AllowFederatedUsers $true", {}).faults.size(),
        1U);
    EXPECT_EQ(
        run("Set-CsAccessEdgeConfiguration -Identity Global -AllowFederatedUsers $true", {}).faults.size(),
        0U);
}

TEST(CentralShell, AnAllowedDomainIsCreatedChangedAndRemoved) {
    Outcome outcome =
        run("New-CsAllowedDomain Fabrikam.com -ProxyFqdn SIP.fabrikam.com -Comment 'a b' -MarkForMonitoring "
            "$true",
            {});
    topology::AllowedDomain const created{"fabrikam.com", "sip.fabrikam.com", std::nullopt, "a b", true};
    ASSERT_NE(outcome.topology.allowed_domains.find("fabrikam.com"), nullptr);
    EXPECT_EQ(*outcome.topology.allowed_domains.find("fabrikam.com"), created);
    outcome = run("Set-CsAllowedDomain fabrikam.com -ProxyFqdn $null", std::move(outcome.topology));
    EXPECT_EQ(outcome.topology.allowed_domains.find("fabrikam.com")->proxy_fqdn, "");
    EXPECT_EQ(outcome.topology.allowed_domains.find("fabrikam.com")->comment, "a b");
    outcome = run("Remove-CsAllowedDomain -Identity FABRIKAM.com", std::move(outcome.topology));
    EXPECT_TRUE(outcome.faults.empty());
    EXPECT_TRUE(outcome.topology.allowed_domains.empty());
}

TEST(CentralShell, ABlockedDomainIsCreatedChangedAndRemoved) {
    Outcome outcome =
        run("New-CsBlockedDomain -Domain spam.example\nSet-CsBlockedDomain spam.example -Comment why", {});
    ASSERT_NE(outcome.topology.blocked_domains.find("spam.example"), nullptr);
    EXPECT_EQ(outcome.topology.blocked_domains.find("spam.example")->comment, "why");
    outcome = run("Remove-CsBlockedDomain spam.example", std::move(outcome.topology));
    EXPECT_TRUE(outcome.topology.blocked_domains.empty());
}

TEST(CentralShell, ADomainStandsOnOneListOnce) {
    struct Row {
        std::string_view script, fault;
    };
    for (Row const& row :
         {Row{"New-CsAllowedDomain A.com", "a.com is on the list of allowed domains already"},
          Row{"New-CsBlockedDomain a.com", "a.com is on the list of allowed domains already"},
          Row{"New-CsAllowedDomain b.com", "b.com is on the list of blocked domains already"},
          Row{"Set-CsAllowedDomain b.com", "b.com is not on the list of allowed domains"},
          Row{"Remove-CsBlockedDomain a.com", "a.com is not on the list of blocked domains"},
          Row{"Get-CsBlockedDomain a.com", "a.com is not on the list of blocked domains"}}) {
        Topology const before = run("New-CsAllowedDomain a.com; New-CsBlockedDomain b.com", {}).topology;
        Outcome const outcome = run(row.script, before);
        ASSERT_EQ(outcome.faults.size(), 1U) << row.script;
        EXPECT_EQ(outcome.faults[0].message, row.fault);
        EXPECT_EQ(outcome.topology, before) << row.script;
    }
}

TEST(CentralShell, AScriptStopsAtTheFirstFailureAndKeepsWhatWasDone) {
    Outcome const outcome =
        run("New-CsAllowedDomain a.com\n New-CsAllowedDomain a.com\nNew-CsAllowedDomain b.com", {}, {5, 9});
    ASSERT_EQ(outcome.faults.size(), 1U);
    EXPECT_EQ(outcome.faults[0].place, (Place{6, 22}));
    EXPECT_TRUE(outcome.topology.allowed_domains.contains("a.com"));
    EXPECT_FALSE(outcome.topology.allowed_domains.contains("b.com"));
}

TEST(CentralShell, AScriptThatCannotBeReadChangesNothing) {
    Outcome const outcome = run("New-CsAllowedDomain a.com\nNew-CsAllowedDomain", {});
    EXPECT_EQ(outcome.faults.size(), 1U);
    EXPECT_TRUE(outcome.topology.allowed_domains.empty());
}

TEST(CentralShell, WhatIfChangesNothingAndStillFails) {
    Outcome const outcome =
        run("New-CsAllowedDomain a.com -WhatIf\nRemove-CsAllowedDomain a.com -WhatIf", {});
    EXPECT_TRUE(outcome.topology.allowed_domains.empty());
    ASSERT_EQ(outcome.faults.size(), 1U);
    EXPECT_EQ(outcome.faults[0].message, "a.com is not on the list of allowed domains");
}

TEST(CentralShell, AnotherProxyHasAnotherAddress) {
    Topology topology;
    topology.allowed_domains.add(
        {"a.com", "sip.a.com", sansio::Endpoint::parse("127.0.0.1:5061"), "", false});
    EXPECT_TRUE(run("Set-CsAllowedDomain a.com -ProxyFqdn sip.a.com", topology)
                    .topology.allowed_domains.find("a.com")
                    ->proxy_address);
    EXPECT_FALSE(run("Set-CsAllowedDomain a.com -ProxyFqdn b.a.com", topology)
                     .topology.allowed_domains.find("a.com")
                     ->proxy_address);
}

TEST(CentralShell, ListsWhatIsThere) {
    Outcome const outcome =
        run("Set-CsAccessEdgeConfiguration -AllowFederatedUsers $true\nNew-CsAllowedDomain a.com -Comment x "
            "-WhatIf:$false\n"
            "New-CsAllowedDomain b.net -WhatIf:$false",
            {});
    EXPECT_EQ(list_text(run("Get-CsAllowedDomain -Filter *.COM", outcome.topology).records),
              "Identity          : a.com\nDomain            : a.com\nProxyFqdn         :\nComment           "
              ": x\nMarkForMonitoring : False\n");
    EXPECT_EQ(run("Get-CsAllowedDomain", outcome.topology).records.size(), 2U);
    EXPECT_EQ(run("Get-CsAllowedDomain b.net", outcome.topology).records.size(), 1U);
    Records const configuration = run("Get-CsAccessEdgeConfiguration", outcome.topology).records;
    ASSERT_EQ(configuration.size(), 1U);
    EXPECT_EQ(configuration[0][2], (std::pair<std::string, std::string>{"AllowFederatedUsers", "True"}));
}

TEST(CentralShell, ApplyIsAPureFunction) {
    Topology const before;
    auto const commands = read("New-CsAllowedDomain a.com");
    ASSERT_TRUE(commands);
    auto const after = apply(commands->front(), before);
    ASSERT_TRUE(after);
    EXPECT_TRUE(after->allowed_domains.contains("a.com"));
    EXPECT_TRUE(before.allowed_domains.empty());
    EXPECT_FALSE(apply(commands->front(), *after));
}

TEST(Shell, SetsWhatLyncHasNoCmdletFor) {
    std::string const key = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    auto const good =
        run("Set-FedproofEdge -RouteKey " + key + " -EnableHeaderForFederatedUsers $true", {}, {});
    EXPECT_TRUE(good.faults.empty());
    EXPECT_EQ(good.topology.route_keys.current, key);
    EXPECT_TRUE(good.topology.border.diagnostics_to_partners);
    auto const open =
        run("Set-FedproofEdge -AcceptSrvTargetInZone $true -AcceptForeignAssertedIdentity $true "
            "-CannotRouteStatus 504 -MaximumTransactions 4",
            {}, {});
    EXPECT_TRUE(open.faults.empty());
    EXPECT_TRUE(open.topology.choices.accept_srv_target_in_zone);
    EXPECT_TRUE(open.topology.choices.accept_foreign_asserted_identity);
    EXPECT_EQ(open.topology.choices.cannot_route_status, 504);
    EXPECT_EQ(open.topology.limits.transactions, 4U);
    for (auto const& bad :
         std::vector<std::string>{"-RouteKey abc", "-PreviousRouteKey " + key, "-UserDataHeader Via",
                                  "-RouteKey " + key + " -PreviousRouteKey " + key, "-CannotRouteStatus 500",
                                  "-MaximumTransactions 0"}) {
        auto const outcome = run("Set-FedproofEdge " + bad, {}, {});
        EXPECT_EQ(outcome.faults.size(), 1U) << bad;
        EXPECT_TRUE(outcome.topology.route_keys.current.empty()) << bad;
    }
}

}  // namespace
}  // namespace central
