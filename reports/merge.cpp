#include "reports/merge.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>

namespace reports {
namespace {

constexpr unsigned shards_max = 100'000;

using Fault = std::optional<std::string>;
using Name = std::pair<unsigned, std::size_t>;  // round, and place in the selection: the order of a run

std::vector<std::string> const& selection_of(RunHeader const& header) {
    return header.shard ? header.selection : header.scenarios;
}

std::string shard_text(Shard shard) {
    return "shard " + std::to_string(shard.index) + " of " + std::to_string(shard.count);
}

/// "out/2 has seed 7, but out/1 has 1"
std::string differs(MergePart const& part, MergePart const& first, std::string const& what,
                    std::string const& own, std::string const& other) {
    return part.name + " has " + what + " " + own + ", but " + first.name + " has " + other +
           ": they are not parts of one run";
}

Fault difference(MergePart const& part, MergePart const& first) {
    RunHeader const& own = part.run.header;
    RunHeader const& other = first.run.header;
    if (own.version != other.version) return differs(part, first, "version", own.version, other.version);
    if (own.mode != other.mode) return differs(part, first, "mode", own.mode, other.mode);
    if (own.seed != other.seed)
        return differs(part, first, "seed", std::to_string(own.seed), std::to_string(other.seed));
    if (own.date != other.date) return differs(part, first, "date", own.date, other.date);
    if (own.repeat != other.repeat)
        return differs(part, first, "repeat", std::to_string(own.repeat), std::to_string(other.repeat));
    if (own.shard.has_value() != other.shard.has_value())
        return part.name + " and " + first.name + ": one is a shard and the other is not";
    if (own.shard && own.shard->count != other.shard->count)
        return part.name + " is " + shard_text(*own.shard) + ", but " + first.name + " is " +
               shard_text(*other.shard);
    if (selection_of(own) != selection_of(other))
        return part.name + " and " + first.name +
               " did not select the same scenarios: run all with the same selectors and the same files";
    return std::nullopt;
}

Fault shard_fault(std::vector<MergePart> const& parts) {
    std::map<unsigned, std::string> seen;
    for (auto const& part : parts) {
        Shard const shard = *part.run.header.shard;
        if (shard.count == 0 || shard.count > shards_max || shard.index == 0 || shard.index > shard.count)
            return part.name + ": there is no " + shard_text(shard);
        if (auto const [place, is_new] = seen.emplace(shard.index, part.name); !is_new)
            return shard_text(shard) + " is there twice: " + place->second + " and " + part.name;
    }
    return std::nullopt;
}

class Merger {
public:
    explicit Merger(std::vector<MergePart> parts) : parts_(std::move(parts)) {
        header_ = parts_.front().run.header;
        header_.scenarios = selection_of(parts_.front().run.header);
        header_.selection.clear();
        header_.shard.reset();
        rounds_of_part_ = header_.repeat = std::max(1U, header_.repeat);
        for (std::size_t place = 0; place < header_.scenarios.size(); ++place)
            places_.emplace(header_.scenarios[place], place);
    }

    sansio::Result<Merged, std::string> merge() {
        if (places_.size() != header_.scenarios.size())
            return sansio::unexpected(parts_.front().name + " selects a scenario twice");
        bool const shards = parts_.front().run.header.shard.has_value();
        if (!shards) {
            auto const rounds = std::uint64_t{rounds_of_part_} * parts_.size();
            if (rounds > std::numeric_limits<unsigned>::max())
                return sansio::unexpected(std::string("these are more rounds than can be counted"));
            header_.repeat = static_cast<unsigned>(rounds);
        }
        for (std::size_t index = 0; index < parts_.size(); ++index) {
            unsigned const rounds_before = shards ? 0 : static_cast<unsigned>(index) * rounds_of_part_;
            if (auto fault = take(parts_[index], rounds_before)) return sansio::unexpected(*std::move(fault));
        }
        note_gaps(shards);
        note_not_run();
        finish(shards);
        return std::move(merged_);
    }

private:
    Fault take(MergePart& part, unsigned rounds_before) {
        std::set<std::string> const own(part.run.header.scenarios.begin(), part.run.header.scenarios.end());
        for (auto& scenario : part.run.scenarios) {
            std::string const id = scenario.start.id;
            if (!own.contains(id) || !places_.contains(id))
                return part.name + ": " + id + " is none of the scenarios that it was to run";
            if (scenario.start.round == 0 || scenario.start.round > rounds_of_part_)
                return part.name + ": " + id + " has a round " + std::to_string(scenario.start.round);
            // Without a verdict it was cut short, which is not having run.
            if (!scenario.outcome) continue;
            Name const name{scenario.start.round + rounds_before, places_.at(id)};
            scenario.start.round = scenario.outcome->round = name.first;
            if (scenario.timing) scenario.timing->round = name.first;
            if (scenario.known) scenario.known->round = name.first;
            if (!records_.emplace(name, std::move(scenario)).second)
                return part.name + ": " + id + " is there twice";
        }
        return std::nullopt;
    }

    void note_gaps(bool shards) {
        std::set<unsigned> present;
        for (auto const& part : parts_) {
            auto const shard = part.run.header.shard;
            if (shard) present.insert(shard->index);
            if (part.run.end) continue;
            cause_ = "a part without its end";
            merged_.gaps.push_back((shard ? shard_text(*shard) : part.name) +
                                   (part.run.interrupted
                                        ? " was interrupted by " + part.run.interrupted->cause
                                        : " did not come to its end"));
        }
        if (!shards) return;
        unsigned const count = parts_.front().run.header.shard->count;
        for (unsigned index = 1; index <= count; ++index)
            if (!present.contains(index)) {
                cause_ = "a missing shard";
                merged_.gaps.push_back(shard_text({index, count}) + " is missing");
            }
    }

    void note_not_run() {
        auto const total = std::uint64_t{header_.repeat} * header_.scenarios.size();
        merged_.not_run_count = total - records_.size();
        auto const named =
            static_cast<std::size_t>(std::min<std::uint64_t>(merged_.not_run_count, Merged::names_max));
        for (unsigned round = 1; merged_.not_run.size() < named; ++round)
            for (std::size_t place = 0; place < header_.scenarios.size(); ++place)
                if (merged_.not_run.size() < named && !records_.contains({round, place}))
                    merged_.not_run.push_back(header_.scenarios[place] +
                                              (round == 1 ? "" : " #" + std::to_string(round)));
    }

    void finish(bool shards) {
        Run& run = merged_.run;
        run.header = std::move(header_);
        for (auto& [name, record] : records_) run.scenarios.push_back(std::move(record));
        Counts const counts = run.counts();
        if (merged_.complete())
            run.end = RunEnd{counts};
        else
            run.interrupted = Interrupted{cause_, counts,
                                          static_cast<unsigned>(std::min<std::uint64_t>(
                                              merged_.not_run_count, std::numeric_limits<unsigned>::max()))};
        for (auto const& part : parts_)
            if (part.run.timing) add(*part.run.timing, shards);
    }

    /// Shards ran beside each other, repeated runs one after the other.
    void add(RunTiming const& timing, bool shards) {
        auto& all = merged_.run.timing;
        if (!all) {
            all = timing;
            return;
        }
        all->started = std::min(all->started, timing.started);
        all->real = shards ? std::max(all->real, timing.real) : all->real + timing.real;
        all->jobs = shards ? all->jobs + timing.jobs : std::max(all->jobs, timing.jobs);
    }

    std::vector<MergePart> parts_;
    RunHeader header_;
    unsigned rounds_of_part_ = 1;
    std::string cause_ = "a gap in the results";  // why the result is not whole, if it is not
    std::map<std::string, std::size_t> places_;
    std::map<Name, ScenarioRecord> records_;
    Merged merged_;
};

}  // namespace

sansio::Result<Merged, std::string> merge(std::vector<MergePart> parts) {
    if (parts.empty()) return sansio::unexpected(std::string("there is nothing to merge"));
    for (auto const& part : parts)
        if (auto fault = difference(part, parts.front())) return sansio::unexpected(*std::move(fault));
    RunHeader const& header = parts.front().run.header;
    if (header.shard) {
        if (auto fault = shard_fault(parts)) return sansio::unexpected(*std::move(fault));
    } else if (parts.size() > 1 && header.mode == "virtual") {
        return sansio::unexpected(
            parts[1].name + " and " + parts[0].name +
            " are the same run: in virtual mode one seed gives one result; use --shard to divide "
            "a run or --repeat for more rounds");
    }
    return Merger(std::move(parts)).merge();
}

}  // namespace reports
