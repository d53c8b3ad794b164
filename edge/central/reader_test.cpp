#include "edge/central/reader.hpp"

#include <gtest/gtest.h>

namespace central {
namespace {

/// Commands in one line: "New-CsAllowedDomain Identity=a.com", or the first fault with its place.
std::string read_text(std::string_view script) {
    auto const commands = read(script);
    if (!commands) {
        Fault const& fault = commands.error().front();
        return std::to_string(fault.place.line) + ':' + std::to_string(fault.place.column) + ": " +
               fault.message;
    }
    std::string text;
    for (Command const& command : *commands) {
        if (!text.empty()) text += " | ";
        text += command.cmdlet->name;
        for (Argument const& argument : command.arguments)
            text += ' ' + std::string(argument.parameter->name) + '=' + argument.value;
    }
    return text;
}

TEST(CentralReader, ReadsWhatAnAdministratorTypes) {
    struct Row {
        std::string_view script, commands;
    };
    for (Row const& row : {
             Row{"", ""},
             Row{"New-CsAllowedDomain -Identity fabrikam.com", "New-CsAllowedDomain Identity=fabrikam.com"},
             Row{"new-csalloweddomain Fabrikam.com", "New-CsAllowedDomain Identity=fabrikam.com"},
             Row{"New-CsAllowedDomain -DOMAIN:\"fabrikam.com\" -comment 'since May'",
                 "New-CsAllowedDomain Domain=fabrikam.com Comment=since May"},
             Row{"Set-CsAllowedDomain fabrikam.com -ProxyFqdn $null -Comment \"\"",
                 "Set-CsAllowedDomain Identity=fabrikam.com ProxyFqdn= Comment="},
             Row{"Set-CsAccessEdgeConfiguration -UseDnsSrvRouting -EnablePartnerDiscovery $TRUE "
                 "-OutgoingTlsCountForFederatedPartners 2",
                 "Set-CsAccessEdgeConfiguration UseDnsSrvRouting=True EnablePartnerDiscovery=True "
                 "OutgoingTlsCountForFederatedPartners=2"},
             Row{"Set-CsAccessEdgeConfiguration -AllowFederatedUsers 1 -WhatIf",
                 "Set-CsAccessEdgeConfiguration AllowFederatedUsers=True WhatIf=True"},
             Row{"Remove-CsBlockedDomain a.com -Confirm:$false -Force",
                 "Remove-CsBlockedDomain Identity=a.com Confirm=False Force=True"},
             Row{"# two\nGet-CsAllowedDomain; Get-CsBlockedDomain -Filter *.com\n",
                 "Get-CsAllowedDomain | Get-CsBlockedDomain Filter=*.com"},
         })
        EXPECT_EQ(read_text(row.script), row.commands) << row.script;
}

TEST(CentralReader, SaysWhatIsWrongAndWhere) {
    struct Row {
        std::string_view script, fault;
    };
    for (Row const& row : {
             Row{"\n  New-CsAlowedDomain a.com",
                 "2:3: there is no cmdlet \"New-CsAlowedDomain\" (did you mean \"New-CsAllowedDomain\"?)"},
             Row{"\"New-CsAllowedDomain\" a.com",
                 "1:1: there is no cmdlet \"New-CsAllowedDomain\" (did you mean \"New-CsAllowedDomain\"?)"},
             Row{"New-CsAllowedDomain -Idenity a.com",
                 "1:21: New-CsAllowedDomain has no parameter -Idenity (did you mean \"Identity\"?)"},
             Row{"New-CsAllowedDomain -Identity", "1:21: -Identity needs a value"},
             Row{"New-CsAllowedDomain -Identity -Comment x", "1:21: -Identity needs a value"},
             Row{"New-CsAllowedDomain a.com b.com", "1:27: no parameter takes the value \"b.com\""},
             Row{"New-CsAllowedDomain a.com -Identity b.com", "1:27: -Identity is given twice"},
             Row{"New-CsAllowedDomain -Identity a.com -Domain a.com",
                 "1:37: -Domain and -Identity exclude each other"},
             Row{"New-CsAllowedDomain", "1:1: New-CsAllowedDomain needs -Identity or -Domain"},
             Row{"Set-CsAccessEdgeConfiguration -EnablePartnerDiscovery $true",
                 "1:1: Set-CsAccessEdgeConfiguration needs -UseDnsSrvRouting with -EnablePartnerDiscovery"},
             Row{"Set-CsAccessEdgeConfiguration -AllowFederatedUsers true",
                 "1:52: -AllowFederatedUsers: \"true\" should be $true or $false"},
             Row{"Set-CsAccessEdgeConfiguration -AllowFederatedUsers '1'",
                 "1:52: -AllowFederatedUsers: \"1\" should be $true or $false"},
             Row{"Set-CsAccessEdgeConfiguration -OutgoingTlsCountForFederatedPartners 5",
                 "1:69: -OutgoingTlsCountForFederatedPartners: \"5\" should be a number from 1 to 4"},
             Row{"New-CsAllowedDomain 10.0.0.1",
                 "1:21: -Identity: \"10.0.0.1\" should be a domain name such as contoso.com"},
             Row{"Set-CsAllowedDomain $null",
                 "1:21: -Identity: \"$null\" should be a value that is not empty"},
             Row{"Set-CsAllowedDomain a.com -Comment $true",
                 "1:36: -Comment: \"$true\" should be a value, not a truth"},
         })
        EXPECT_EQ(read_text(row.script), row.fault) << row.script;
}

TEST(CentralReader, FindsTheFaultsOfAllCommands) {
    auto const commands = read("Get-CsX\nGet-CsAllowedDomain\nGet-CsY", {10, 5});
    ASSERT_FALSE(commands);
    ASSERT_EQ(commands.error().size(), 2U);
    EXPECT_EQ(commands.error()[0].place, (Place{10, 5}));
    EXPECT_EQ(commands.error()[1].place, (Place{12, 1}));
}

}  // namespace
}  // namespace central
