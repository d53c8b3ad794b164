// A list of failures that are expected for now (product.md §2): each with its reason, its last day and the code that it shows.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "harness/script/finding.hpp"
#include "sansio/result.hpp"
#include "sansio/time.hpp"

namespace script {

/// <failure scenario="sip/hello-out" code="504" expires="2026-12-31">Why it is accepted, as a sentence.</failure>
struct ExpectedFailure {
    std::string scenario;    // its id
    std::string code;        // must stand in the failure's reason as whole words: "504", "1034", "step 3"
    std::string expires;     // the last day, as written
    sansio::WallTime end{};  // the first moment after it, in UTC
    std::string reason;
    Place place;  // of the scenario's id
};

/// In the order of the file; a scenario stands in it once. Findings: what is no such list, with file, line and column.
sansio::Result<std::vector<ExpectedFailure>, Findings> read_known_failures(std::string_view text,
                                                                           std::string_view file);

/// Whether `code` stands in `text` with neither a letter nor a digit beside it.
bool holds_code(std::string_view text, std::string_view code);

}  // namespace script
