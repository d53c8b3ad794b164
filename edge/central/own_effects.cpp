// What Lync has no cmdlet for: Set-FedproofEdge with the route keys, the header names of the border and its diagnostics.
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

/// Takes the argument of that name, if it was given; an empty one clears the value.
template <class Kind>
std::optional<Fault> take(Command const& command, std::string_view name, std::string& value) {
    Argument const* const argument = command.find(name);
    if (!argument) return std::nullopt;
    if (argument->value.empty()) {
        value.clear();
        return std::nullopt;
    }
    auto parsed = Kind::parse(argument->value);
    if (!parsed) return bad_value(*argument, Kind::expected);
    value = std::move(*parsed);
    return std::nullopt;
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
    if (Argument const* const argument = command.find("EnableHeaderForFederatedUsers"))
        border.diagnostics_to_partners = argument->value == "True";
    topology.route_keys = std::move(keys);
    topology.border = std::move(border);
    return Records{};
}

}  // namespace central
