// scenarios/requirements.xml: what a federation edge owes, and which scenarios judge it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/script/scenario.hpp"
#include "sansio/result.hpp"

namespace script {

/// How much a requirement weighs. `choice` is our own decision where no source decides (design.md §6).
enum class Level : std::uint8_t { must, should, lync, choice };
/// The machine whose behaviour it is.
enum class Decider : std::uint8_t { edge, gateway, central, home_server, peer };

std::string_view to_string(Level level);
std::string_view to_string(Decider decider);

struct Requirement {
    std::string id;  // "rfc3261/16.3/3"
    Level level = Level::must;
    std::string clause;  // "RFC 3261 §16.3 step 3", or where the fact was found
    std::vector<Decider> decided_by;
    std::string text;                    // one sentence
    std::vector<std::string> proved_by;  // mutants that turned a scenario of it red; written by ./dev mutants
    std::string not_judged_because;      // a reason where no scenario judges it; else empty
    Place place;
};

/// In the order of the file; ids are unique.
sansio::Result<std::vector<Requirement>, Findings> read_requirements(std::string_view text,
                                                                     std::string_view file);

Requirement const* find_requirement(std::vector<Requirement> const& requirements, std::string_view id);

}  // namespace script
