// The last screen of a run: the failures alone, then how many passed and where the report lies.
#pragma once
#include <string>

#include "reports/run.hpp"

namespace reports {

struct SummaryStyle {
    bool color = false;
    bool ladders = true;   // a ladder for each failure
    std::string folder{};  // where the report lies; empty: nothing was written
};

std::string summary(Run const& run, SummaryStyle const& style);

}  // namespace reports
