// What changed between two runs.
#pragma once
#include <string>
#include <vector>

#include "reports/run.hpp"

namespace reports {

struct Change {
    std::string name;    // "sip/hello-out", "sip/hello-out #2"
    std::string before;  // verdict and reason; empty: it did not run
    std::string now;
    bool operator==(Change const&) const = default;
};

/// Each list in the order of the newer run; `gone` in that of the older.
struct Difference {
    std::vector<Change>
        newly_failing;  // it fails and did not fail before, be it that it did not run; or it is unsupported and passed
    std::vector<Change> newly_passing;
    std::vector<Change> still_failing;  // for another reason, or with another verdict
    std::vector<Change> added;          // it did not run before and does not fail
    std::vector<Change> gone;           // it ran before, and now it did not
    std::vector<std::string>
        conditions;  // what else differs, in sentences: mode, seed, version, date, an end that did not come
    bool newer_is_complete = false;
};

Difference difference(Run const& older, Run const& newer);

/// Printable text that ends in one line of counts.
std::string to_text(Difference const& difference);

}  // namespace reports
