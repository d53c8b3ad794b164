// Which part of a selection one machine of several runs: --shard, or what the machine's scheduler says (product.md §1).
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reports/record.hpp"
#include "sansio/result.hpp"

namespace harness {

/// Variables of the environment that name a shard; nothing where one is not set.
struct ShardEnvironment {
    using Variable = std::optional<std::string>;
    Variable gtest_total_shards{};  // GoogleTest's protocol, counted from 0
    Variable gtest_shard_index{};
    Variable job_completion_index{};  // an indexed Job of Kubernetes, counted from 0
    Variable fedproof_shard_total{};  // Kubernetes does not tell how many there are
    Variable slurm_array_task_id{};   // an array job of Slurm: ids from MIN in steps of STEP
    Variable slurm_array_task_count{};
    Variable slurm_array_task_min{};
    Variable slurm_array_task_step{};
};

using ShardOrFault = sansio::Result<std::optional<reports::Shard>, std::string>;

/// `text`: "2/3" of the command line, empty when it says nothing; only then the environment counts, GoogleTest's variables before
/// those of Kubernetes and those before Slurm's. Nothing: everything runs. The fault is a sentence.
ShardOrFault find_shard(std::string const& text, ShardEnvironment const& environment);

/// Whether scenario number `index`, from 0 in the order of the whole selection, belongs to the shard. They are dealt like cards: sizes
/// differ by one at most, and neighbours, which are alike in their cost, come to different shards. A hash of the id would spread
/// them by chance only. Which scenario goes where depends on the selection, so `report merge` demands that all shards had the same.
constexpr bool belongs_to(reports::Shard shard, std::size_t index) {
    return index % shard.count == shard.index - 1;
}

/// What belongs to the shard of all of `selection`; without a shard all of it.
template <class Scenario>
std::vector<Scenario> part_of(std::vector<Scenario> selection, std::optional<reports::Shard> shard) {
    if (!shard) return selection;
    std::vector<Scenario> part;
    for (std::size_t index = 0; index < selection.size(); ++index)
        if (belongs_to(*shard, index)) part.push_back(std::move(selection[index]));
    return part;
}

}  // namespace harness
