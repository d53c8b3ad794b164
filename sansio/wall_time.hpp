// Calendar text: ISO 8601 in UTC, as the command line, the topology and the evidence write it.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sansio/time.hpp"

namespace sansio {

/// "2013-06-01", "2013-06-01T12:00:00", "2013-06-01T12:00:00Z"; years 1970–9999, UTC. Nothing for anything else.
std::optional<WallTime> parse_wall_time(std::string_view text);
/// "2013-06-01T12:00:00Z"; fractions of a second are dropped.
std::string to_string(WallTime wall);
/// "32s", "500ms", "2.5s", "3min", "1h": a duration as scenarios and topologies write it. Nothing for anything else.
std::optional<Duration> parse_duration(std::string_view text);

}  // namespace sansio
