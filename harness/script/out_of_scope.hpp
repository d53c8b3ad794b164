// scenarios/out_of_scope.xml: what the sources ask and no scenario decides, with the reason.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "harness/script/finding.hpp"
#include "sansio/result.hpp"

namespace script {

struct LeftOut {
    std::string id;      // of the same kind as a requirement's; no requirement has it
    std::string clause;  // "RFC 3261 §16.11"
    std::string reason;  // one sentence or two
    Place place;
};

/// In the order of the file; ids are unique. Findings: what is no such list, with file, line and column.
sansio::Result<std::vector<LeftOut>, Findings> read_out_of_scope(std::string_view text,
                                                                 std::string_view file);

}  // namespace script
