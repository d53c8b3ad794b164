// The append-only stream of a run, the only truth of it: one JSON object a line, keys in a fixed order (product.md §4).
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "reports/record.hpp"
#include "sansio/result.hpp"

namespace reports {

/// One line with its line end. The same record gives the same bytes, always.
std::string to_line(Record const& record);
std::string to_line(Timing const& timing);

struct StreamFault {
    std::size_t line = 0;  // from 1; 0: the stream as a whole
    std::string text;
};

/// Reads back what to_line wrote, without or with its line end.
sansio::Result<Record, StreamFault> parse_record(std::string_view line);
sansio::Result<Timing, StreamFault> parse_timing(std::string_view line);

}  // namespace reports
