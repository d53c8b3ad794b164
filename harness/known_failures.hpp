// What a list of known failures says of the scenarios of a run.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "harness/script/known_failures.hpp"
#include "harness/script/scenario.hpp"
#include "harness/verbs.hpp"
#include "reports/run.hpp"

namespace harness {

/// Failures that --known-failures names, and the day that decides whether an entry has expired.
class KnownFailures {
public:
    KnownFailures() = default;
    KnownFailures(std::vector<script::ExpectedFailure> entries, sansio::WallTime now)
        : entries_(std::move(entries)), now_(now) {}

    /// Nothing: the list does not name the scenario, or it could not be judged (unsupported, error).
    std::optional<reports::KnownFailure> judge(reports::ScenarioRecord const& scenario) const;

private:
    std::vector<script::ExpectedFailure> entries_;
    sansio::WallTime now_{};
};

/// Reads the list `file` (none when empty). `selected` are the scenarios of the run; an entry may name any other of the catalogue, too.
/// The day is the real one, or SOURCE_DATE_EPOCH when that is set. Nothing: stderr says why.
std::optional<KnownFailures> read_known_failures(std::string const& file,
                                                 std::optional<std::string> const& source_date_epoch,
                                                 std::vector<script::Scenario> const& selected,
                                                 Installation const& installation);

}  // namespace harness
