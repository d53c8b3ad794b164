#include "harness/shard.hpp"

#include <charconv>

#include "sansio/whole_number.hpp"

namespace harness {
namespace {

using Variable = ShardEnvironment::Variable;
using Number = sansio::Result<std::uint64_t, std::string>;

constexpr std::uint64_t shards_max = 100'000;
constexpr std::uint64_t ids_max = 0xffff'ffff;

/// `what` names the number in the fault.
Number number(std::string const& what, std::string const& text, std::uint64_t least, std::uint64_t most) {
    if (auto const fault = sansio::whole_number_fault(text, least, most); !fault.empty())
        return sansio::unexpected(what + ": " + fault);
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

ShardOrFault shard(std::uint64_t index, std::uint64_t count) {
    return reports::Shard{static_cast<unsigned>(index), static_cast<unsigned>(count)};
}

ShardOrFault of_command_line(std::string const& text) {
    auto const slash = text.find('/');
    if (slash == std::string::npos)
        return sansio::unexpected("--shard: '" + text + "' is not I/N, as 1/3 for the first of three");
    auto const count = number("--shard I/N: N", text.substr(slash + 1), 1, shards_max);
    if (!count) return sansio::unexpected(count.error());
    auto const index = number("--shard I/N: I", text.substr(0, slash), 1, *count);
    if (!index) return sansio::unexpected(index.error());
    return shard(*index, *count);
}

/// Both variables count from 0; `total` says how many there are.
ShardOrFault of_pair(std::string const& index_name, Variable const& index, std::string const& total_name,
                     Variable const& total) {
    if (!total) return sansio::unexpected(index_name + " is set, but " + total_name + " is not");
    if (!index) return sansio::unexpected(total_name + " is set, but " + index_name + " is not");
    auto const count = number(total_name, *total, 1, shards_max);
    if (!count) return sansio::unexpected(count.error());
    auto const place = number(index_name, *index, 0, *count - 1);
    if (!place) return sansio::unexpected(place.error());
    return shard(*place + 1, *count);
}

ShardOrFault of_slurm(ShardEnvironment const& environment) {
    auto const count = number("SLURM_ARRAY_TASK_COUNT", *environment.slurm_array_task_count, 1, shards_max);
    if (!count) return sansio::unexpected(count.error());
    auto const least =
        number("SLURM_ARRAY_TASK_MIN", environment.slurm_array_task_min.value_or("0"), 0, ids_max);
    if (!least) return sansio::unexpected(least.error());
    auto const step =
        number("SLURM_ARRAY_TASK_STEP", environment.slurm_array_task_step.value_or("1"), 1, ids_max);
    if (!step) return sansio::unexpected(step.error());
    auto const id = number("SLURM_ARRAY_TASK_ID", *environment.slurm_array_task_id, *least,
                           *least + *step * (*count - 1));
    if (!id) return sansio::unexpected(id.error());
    // An array such as 1,5,9 in steps of 1 does not say which place an id has.
    if ((*id - *least) % *step != 0)
        return sansio::unexpected("SLURM_ARRAY_TASK_ID " + *environment.slurm_array_task_id +
                                  " is none of the ids that MIN and STEP give; name the part with --shard");
    return shard((*id - *least) / *step + 1, *count);
}

}  // namespace

ShardOrFault find_shard(std::string const& text, ShardEnvironment const& environment) {
    if (!text.empty()) return of_command_line(text);
    if (environment.gtest_total_shards || environment.gtest_shard_index)
        return of_pair("GTEST_SHARD_INDEX", environment.gtest_shard_index, "GTEST_TOTAL_SHARDS",
                       environment.gtest_total_shards);
    // Kubernetes sets the index in every indexed Job, whatever it is for: only ours makes it one of shards.
    if (environment.fedproof_shard_total)
        return of_pair("JOB_COMPLETION_INDEX", environment.job_completion_index, "FEDPROOF_SHARD_TOTAL",
                       environment.fedproof_shard_total);
    if (environment.slurm_array_task_id && environment.slurm_array_task_count) return of_slurm(environment);
    return std::nullopt;
}

}  // namespace harness
