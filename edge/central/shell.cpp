#include "edge/central/shell.hpp"

#include <algorithm>
#include <iterator>

namespace central {
namespace {

sansio::Result<Records, Fault> take_effect(Command const& command, topology::Topology& topology) {
    if (!command.is_set("WhatIf")) return command.cmdlet->effect(command, topology);
    topology::Topology untouched = topology;
    return command.cmdlet->effect(command, untouched);
}

}  // namespace

sansio::Result<topology::Topology, Fault> apply(Command const& command, topology::Topology topology) {
    if (auto const done = take_effect(command, topology); !done) return sansio::unexpected(done.error());
    return topology;
}

Outcome run(std::string_view script, topology::Topology topology, Place first) {
    Outcome outcome{std::move(topology), {}, {}};
    auto const commands = read(script, first);
    if (!commands) {
        outcome.faults = commands.error();
        return outcome;
    }
    for (Command const& command : *commands) {
        auto done = take_effect(command, outcome.topology);
        if (!done) {
            outcome.faults.push_back(done.error());
            break;
        }
        std::move(done->begin(), done->end(), std::back_inserter(outcome.records));
    }
    return outcome;
}

std::string list_text(Records const& records) {
    std::string text;
    for (Record const& record : records) {
        if (!text.empty()) text += '\n';
        std::size_t width = 0;
        for (auto const& [name, value] : record) width = std::max(width, name.size());
        for (auto const& [name, value] : record) {
            text += name + std::string(width - name.size(), ' ') + " :";
            if (!value.empty()) text += ' ' + value;
            text += '\n';
        }
    }
    return text;
}

}  // namespace central
