#include "harness/known_failures.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <set>

#include "harness/catalogue_files.hpp"
#include "harness/runner/stopwatch.hpp"
#include "sansio/suggest.hpp"
#include "sansio/wall_time.hpp"
#include "sansio/whole_number.hpp"

namespace harness {
namespace {

using Standing = reports::KnownFailure::Standing;

constexpr std::uint64_t epoch_max = 253'402'300'799;  // the last second of 9999

/// Of a failure, an unexpected pass among them.
Standing standing_of(script::ExpectedFailure const& entry, reports::Outcome const& outcome,
                     sansio::WallTime now) {
    if (outcome.verdict == reports::Verdict::passed) return Standing::passed;
    if (!script::holds_code(outcome.reason, entry.code)) return Standing::other_code;
    return now < entry.end ? Standing::known : Standing::expired;
}

std::optional<sansio::WallTime> today(std::optional<std::string> const& source_date_epoch) {
    if (!source_date_epoch) return sansio::parse_wall_time(runner::calendar_now());
    if (auto const fault = sansio::whole_number_fault(*source_date_epoch, 0, epoch_max); !fault.empty()) {
        std::fprintf(stderr, "fedproof: SOURCE_DATE_EPOCH: %s\n", fault.c_str());
        return std::nullopt;
    }
    std::int64_t seconds = 0;
    std::from_chars(source_date_epoch->data(), source_date_epoch->data() + source_date_epoch->size(),
                    seconds);
    return sansio::WallTime(std::chrono::seconds(seconds));
}

/// Every id that an entry may name.
std::set<std::string> known_ids(std::vector<script::Scenario> const& selected,
                                Installation const& installation) {
    std::set<std::string> ids;
    for (auto const& scenario : selected) ids.insert(scenario.id);
    std::error_code failed;
    if (!std::filesystem::is_directory(installation.scenarios_folder, failed)) return ids;
    for (auto const& scenario : script::load(installation.scenarios_folder, read_options()).scenarios)
        ids.insert(scenario.id);
    return ids;
}

script::Findings unknown_scenarios(std::vector<script::ExpectedFailure> const& entries,
                                   std::string const& file, std::set<std::string> const& ids) {
    std::vector<std::string_view> const words(ids.begin(), ids.end());
    script::Findings findings;
    for (auto const& entry : entries)
        if (!ids.contains(entry.scenario))
            findings.push_back({file, entry.place,
                                "no scenario is called \"" + entry.scenario + "\"" +
                                    sansio::did_you_mean(entry.scenario, words)});
    return findings;
}

}  // namespace

std::optional<reports::KnownFailure> KnownFailures::judge(reports::ScenarioRecord const& scenario) const {
    auto const entry = std::ranges::find(entries_, scenario.start.id, &script::ExpectedFailure::scenario);
    if (entry == entries_.end() || !scenario.outcome) return std::nullopt;
    auto const& outcome = *scenario.outcome;
    if (outcome.verdict != reports::Verdict::passed && outcome.verdict != reports::Verdict::failed)
        return std::nullopt;
    return reports::KnownFailure{scenario.start.id, scenario.start.round, standing_of(*entry, outcome, now_),
                                 entry->code,       entry->expires,       entry->reason};
}

std::optional<KnownFailures> read_known_failures(std::string const& file,
                                                 std::optional<std::string> const& source_date_epoch,
                                                 std::vector<script::Scenario> const& selected,
                                                 Installation const& installation) {
    if (file.empty()) return KnownFailures{};
    auto const now = today(source_date_epoch);
    if (!now) return std::nullopt;
    auto const text = script::read_file(file);
    if (!text) {
        std::fprintf(stderr, "fedproof: --known-failures: %s cannot be read\n", file.c_str());
        return std::nullopt;
    }
    auto entries = script::read_known_failures(*text, file);
    auto const findings =
        entries ? unknown_scenarios(*entries, file, known_ids(selected, installation)) : entries.error();
    if (findings.empty()) return KnownFailures(*std::move(entries), *now);
    print_to_stderr(findings);
    return std::nullopt;
}

}  // namespace harness
