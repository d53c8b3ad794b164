#include "edge/central/cmdlet.hpp"

#include <array>

#include "edge/central/effects.hpp"
#include "sansio/domain_name.hpp"

namespace central {
namespace {

using enum ParameterType;

constexpr std::uint8_t first_set = 1;
constexpr std::uint8_t second_set = 2;

// Set-CsAccessEdgeConfiguration: the sets Identity and UseDnsSrvRouting.
constexpr std::array set_access_edge_parameters{
    Parameter{.name = "Identity", .sets = first_set, .is_positional = true},
    Parameter{.name = "UseDnsSrvRouting", .type = flag, .sets = second_set, .is_mandatory = true},
    Parameter{.name = "EnablePartnerDiscovery", .type = boolean, .sets = second_set},
    Parameter{.name = "AllowFederatedUsers", .type = boolean},
    Parameter{.name = "EnableArchivingDisclaimer", .type = boolean},
    Parameter{.name = "MarkSourceVerifiableOnOutgoingMessages", .type = boolean},
    Parameter{
        .name = "OutgoingTlsCountForFederatedPartners", .type = number, .number_min = 1, .number_max = 4}};
constexpr std::array get_access_edge_parameters{Parameter{.name = "Identity", .is_positional = true}};

// New-: the domain is given as -Identity or as -Domain, and the other is the same.
constexpr std::array new_allowed_parameters{
    Parameter{
        .name = "Identity", .type = fqdn, .sets = first_set, .is_positional = true, .is_mandatory = true},
    Parameter{.name = "Domain", .type = fqdn, .sets = second_set, .is_mandatory = true},
    Parameter{.name = "ProxyFqdn", .type = fqdn, .is_nullable = true},
    Parameter{.name = "Comment", .is_nullable = true},
    Parameter{.name = "MarkForMonitoring", .type = boolean}};
constexpr std::array set_allowed_parameters{
    Parameter{.name = "Identity", .type = fqdn, .is_positional = true, .is_mandatory = true},
    Parameter{.name = "ProxyFqdn", .type = fqdn, .is_nullable = true},
    Parameter{.name = "Comment", .is_nullable = true},
    Parameter{.name = "MarkForMonitoring", .type = boolean}};
constexpr std::array new_blocked_parameters{
    Parameter{
        .name = "Identity", .type = fqdn, .sets = first_set, .is_positional = true, .is_mandatory = true},
    Parameter{.name = "Domain", .type = fqdn, .sets = second_set, .is_mandatory = true},
    Parameter{.name = "Comment", .is_nullable = true}};
constexpr std::array set_blocked_parameters{
    Parameter{.name = "Identity", .type = fqdn, .is_positional = true, .is_mandatory = true},
    Parameter{.name = "Comment", .is_nullable = true}};
constexpr std::array get_domain_parameters{
    Parameter{.name = "Identity", .type = fqdn, .sets = first_set, .is_positional = true},
    Parameter{.name = "Filter", .type = pattern, .sets = second_set}};
constexpr std::array remove_domain_parameters{
    Parameter{.name = "Identity", .type = fqdn, .is_positional = true, .is_mandatory = true}};

constexpr std::array set_fedproof_edge_parameters{
    Parameter{.name = "RouteKey", .is_nullable = true},
    Parameter{.name = "PreviousRouteKey", .is_nullable = true},
    Parameter{.name = "VerificationHeader"},
    Parameter{.name = "UserDataHeader"},
    Parameter{.name = "EnableHeaderForFederatedUsers", .type = boolean},
    Parameter{.name = "AcceptSrvTargetInZone", .type = boolean},
    Parameter{.name = "AcceptForeignAssertedIdentity", .type = boolean},
    Parameter{.name = "CannotRouteStatus"},
    Parameter{.name = "MaximumTransactions", .type = number, .number_min = 1, .number_max = 1'000'000}};

constexpr std::array common{Parameter{.name = "Confirm", .type = flag},
                            Parameter{.name = "Force", .type = flag},
                            Parameter{.name = "WhatIf", .type = flag}};

constexpr std::array table{
    Cmdlet{"Get-CsAccessEdgeConfiguration", get_access_edge_parameters, 1, get_access_edge_configuration},
    Cmdlet{"Set-CsAccessEdgeConfiguration", set_access_edge_parameters, 2, set_access_edge_configuration},
    Cmdlet{"New-CsAllowedDomain", new_allowed_parameters, 2, new_allowed_domain},
    Cmdlet{"Set-CsAllowedDomain", set_allowed_parameters, 1, set_allowed_domain},
    Cmdlet{"Get-CsAllowedDomain", get_domain_parameters, 2, get_allowed_domain},
    Cmdlet{"Remove-CsAllowedDomain", remove_domain_parameters, 1, remove_allowed_domain},
    Cmdlet{"New-CsBlockedDomain", new_blocked_parameters, 2, new_blocked_domain},
    Cmdlet{"Set-CsBlockedDomain", set_blocked_parameters, 1, set_blocked_domain},
    Cmdlet{"Get-CsBlockedDomain", get_domain_parameters, 2, get_blocked_domain},
    Cmdlet{"Remove-CsBlockedDomain", remove_domain_parameters, 1, remove_blocked_domain},
    Cmdlet{"Set-FedproofEdge", set_fedproof_edge_parameters, 1, set_fedproof_edge}};

}  // namespace

std::span<Cmdlet const> cmdlets() {
    return table;
}

std::span<Parameter const> common_parameters() {
    return common;
}

Cmdlet const* find_cmdlet(std::string_view name) {
    for (Cmdlet const& cmdlet : table)
        if (sansio::equal_ignoring_case(cmdlet.name, name)) return &cmdlet;
    return nullptr;
}

Argument const* Command::find(std::string_view name) const {
    for (Argument const& argument : arguments)
        if (argument.parameter->name == name) return &argument;
    return nullptr;
}

bool Command::is_set(std::string_view name) const {
    Argument const* const argument = find(name);
    return argument && argument->value == "True";
}

}  // namespace central
