// What Lync has no cmdlet for: Set-FedproofEdge with the route keys, the border, what the documents leave open, and a limit.
#include <optional>

#include "edge/central/effects.hpp"
#include "edge/topology/values.hpp"

namespace central {
namespace {

using topology::Topology;

Fault bad_value(Argument const& argument, std::string_view expected) {
    return {argument.place,
            "-" + std::string(argument.parameter->name) + " should be " + std::string(expected)};
}

/// Takes the argument of that name, if it was given; an empty one, where the cmdlet allows it, clears the value.
template <class Kind, class Value>
std::optional<Fault> take(Command const& command, std::string_view name, Value& value) {
    Argument const* const argument = command.find(name);
    if (!argument) return std::nullopt;
    if (argument->value.empty()) {
        value = Value{};
        return std::nullopt;
    }
    auto parsed = Kind::parse(argument->value);
    if (!parsed) return bad_value(*argument, Kind::expected);
    value = std::move(*parsed);
    return std::nullopt;
}

void take_flag(Command const& command, std::string_view name, bool& value) {
    if (Argument const* const argument = command.find(name)) value = argument->value == "True";
}

std::optional<Fault> refuse_keys(Command const& command, topology::RouteKeys const& keys) {
    bool const good = keys.previous.empty() || (!keys.current.empty() && keys.current != keys.previous);
    if (good) return std::nullopt;
    return Fault{command.place, "a previous route key needs a current one that differs from it"};
}

}  // namespace

sansio::Result<Records, Fault> set_fedproof_edge(Command const& command, Topology& topology) {
    auto keys = topology.route_keys;
    auto border = topology.border;
    auto choices = topology.choices;
    auto limits = topology.limits;
    if (auto fault = take<topology::KeyValue>(command, "RouteKey", keys.current))
        return sansio::unexpected(std::move(*fault));
    if (auto fault = take<topology::KeyValue>(command, "PreviousRouteKey", keys.previous))
        return sansio::unexpected(std::move(*fault));
    if (auto fault = refuse_keys(command, keys)) return sansio::unexpected(std::move(*fault));
    if (auto fault =
            take<topology::HeaderNameValue>(command, "VerificationHeader", border.verification_header))
        return sansio::unexpected(std::move(*fault));
    if (auto fault = take<topology::HeaderNameValue>(command, "UserDataHeader", border.user_data_header))
        return sansio::unexpected(std::move(*fault));
    take_flag(command, "EnableHeaderForFederatedUsers", border.diagnostics_to_partners);
    take_flag(command, "AcceptSrvTargetInZone", choices.accept_srv_target_in_zone);
    take_flag(command, "AcceptForeignAssertedIdentity", choices.accept_foreign_asserted_identity);
    if (auto fault = take<topology::StatusValue>(command, "CannotRouteStatus", choices.cannot_route_status))
        return sansio::unexpected(std::move(*fault));
    if (auto fault = take<topology::CountValue>(command, "MaximumTransactions", limits.transactions))
        return sansio::unexpected(std::move(*fault));
    topology.route_keys = std::move(keys);
    topology.border = std::move(border);
    topology.choices = choices;
    topology.limits = limits;
    return Records{};
}

}  // namespace central
