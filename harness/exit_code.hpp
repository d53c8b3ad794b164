// What a run's evidence means for a script (product.md §1).
#pragma once
#include "harness/verbs.hpp"
#include "reports/run.hpp"

namespace harness {

/// Interrupted by a signal; else a fault of ours; else a failure that is not known, or a known one that did not come; else a
/// scenario that could not be played, of a target that it did not come up; else passed.
int exit_code(reports::Run const& run);

}  // namespace harness
