// Lync's diagnostic ids, those that our edge raises and those that it does not: what happened and what to change.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/explain/explanation.hpp"

namespace explain {

/// Nothing for an id that no source of ours knows.
std::optional<Explanation> diagnostic(std::uint32_t id);
/// A SIP status code, with the diagnostics that go with it; nothing for what is none.
std::optional<Explanation> status(std::uint32_t code);
/// All known ids, ascending.
std::vector<std::uint32_t> diagnostic_ids();
/// What a partner's id means and what its administrator should do, in whole sentences; empty for an unknown id.
std::string advice_for_partner(std::uint32_t id);

}  // namespace explain
