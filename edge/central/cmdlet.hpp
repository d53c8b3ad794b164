// The management shell's one table: which cmdlets there are, what each takes and what it does (Lync Server 2013 help).
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "edge/topology/topology.hpp"
#include "sansio/result.hpp"

namespace central {

enum class ParameterType : std::uint8_t {
    text,
    fqdn,     // a domain name, kept in lower case
    boolean,  // $true, $false, 1, 0
    number,   // a decimal uint32
    flag,     // a switch: stands alone, or -Name:$false
    pattern,  // * and ? stand for any characters
};

/// Parameter sets of one cmdlet are bits; a parameter belongs to those in `sets`, and a command must fit into one.
inline constexpr std::uint8_t every_set = 0xff;

struct Parameter {
    std::string_view name;
    ParameterType type = ParameterType::text;
    std::uint8_t sets = every_set;
    bool is_positional = false;  // may be given without its name
    bool is_mandatory = false;   // in each of its sets
    bool is_nullable = false;    // $null or "" clear it
    std::uint32_t number_min = 0;
    std::uint32_t number_max = 0xffff'ffff;
};

/// A place in a script; both count from 1.
struct Place {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    bool operator==(Place const&) const = default;
};

/// What is wrong with a command, for the administrator who typed it.
struct Fault {
    Place place;
    std::string message;
    bool operator==(Fault const&) const = default;
};

struct Argument {
    Parameter const* parameter = nullptr;
    std::string value;  // checked; booleans and flags are "True" or "False"; $null is empty
    Place place;
};

struct Cmdlet;

/// A command as it was read and checked against the table.
struct Command {
    Cmdlet const* cmdlet = nullptr;
    std::vector<Argument> arguments;
    Place place;

    /// Nothing when the parameter was not given. `name` as in the table.
    Argument const* find(std::string_view name) const;
    bool is_set(std::string_view name) const;  // a flag that was given and is not $false
};

/// One object that a cmdlet returns: properties in their order.
using Record = std::vector<std::pair<std::string, std::string>>;
using Records = std::vector<Record>;

/// Changes the topology, or leaves it as it was and says why.
using Effect = sansio::Result<Records, Fault> (*)(Command const& command, topology::Topology& topology);

struct Cmdlet {
    std::string_view name;
    std::span<Parameter const> parameters;  // without the common ones
    std::uint8_t sets = 1;                  // how many parameter sets there are
    Effect effect;
};

std::span<Cmdlet const> cmdlets();
/// Names are found without regard to case.
Cmdlet const* find_cmdlet(std::string_view name);
/// -Confirm, -Force, -WhatIf: every cmdlet takes them; only -WhatIf has an effect: nothing is changed.
std::span<Parameter const> common_parameters();

}  // namespace central
