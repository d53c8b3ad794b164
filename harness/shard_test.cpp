#include "harness/shard.hpp"

#include <gmock/gmock.h>

namespace harness {
namespace {

using testing::HasSubstr;

std::string text_of(ShardOrFault const& shard) {
    if (!shard) return shard.error();
    if (!*shard) return "all";
    return std::to_string((*shard)->index) + "/" + std::to_string((*shard)->count);
}

std::string named(std::string const& text) {
    return text_of(find_shard(text, {}));
}

TEST(Shard, IsNamedByTheCommandLine) {
    EXPECT_EQ(named(""), "all");
    EXPECT_EQ(named("1/1"), "1/1");
    EXPECT_EQ(named("3/7"), "3/7");
    EXPECT_THAT(named("3"), HasSubstr("is not I/N, as 1/3"));
    for (auto const* const bad :
         {"0/3", "4/3", "/3", "1/", "1/0", "-1/3", "1/3/5", "1 /3", "01/3", "1/100001", "a/b"})
        EXPECT_THAT(named(bad), HasSubstr("is not a whole number from")) << bad;
}

TEST(Shard, IsNamedByGoogleTestsVariables) {
    ShardEnvironment environment{.gtest_total_shards = "3", .gtest_shard_index = "0"};
    EXPECT_EQ(text_of(find_shard("", environment)), "1/3");
    EXPECT_EQ(text_of(find_shard("2/2", environment)), "2/2");
    environment.gtest_shard_index = "3";
    EXPECT_THAT(text_of(find_shard("", environment)), HasSubstr("GTEST_SHARD_INDEX: '3' is not"));
    environment.gtest_shard_index.reset();
    EXPECT_THAT(text_of(find_shard("", environment)), HasSubstr("but GTEST_SHARD_INDEX is not"));
}

TEST(Shard, IsNamedByKubernetesWhenTheTotalIsSaid) {
    ShardEnvironment environment{.job_completion_index = "4"};
    EXPECT_EQ(text_of(find_shard("", environment)), "all");
    environment.fedproof_shard_total = "5";
    EXPECT_EQ(text_of(find_shard("", environment)), "5/5");
    environment.job_completion_index.reset();
    EXPECT_THAT(text_of(find_shard("", environment)), HasSubstr("but JOB_COMPLETION_INDEX is not"));
}

TEST(Shard, IsNamedBySlurmWhereverItsIdsBegin) {
    ShardEnvironment environment{.slurm_array_task_id = "0", .slurm_array_task_count = "4"};
    EXPECT_EQ(text_of(find_shard("", environment)), "1/4");
    environment.slurm_array_task_min = "1";
    EXPECT_THAT(text_of(find_shard("", environment)), HasSubstr("SLURM_ARRAY_TASK_ID: '0' is not"));
    environment.slurm_array_task_id = "4";
    EXPECT_EQ(text_of(find_shard("", environment)), "4/4");
    environment.slurm_array_task_step = "3";
    EXPECT_EQ(text_of(find_shard("", environment)), "2/4");
    environment.slurm_array_task_id = "5";
    EXPECT_THAT(text_of(find_shard("", environment)), HasSubstr("name the part with --shard"));
}

TEST(Shard, EachScenarioBelongsToExactlyOneAndSizesDifferByOneAtMost) {
    std::vector<int> selection(343);
    for (unsigned count : {1U, 2U, 7U, 400U}) {
        std::size_t all = 0;
        for (unsigned index = 1; index <= count; ++index) {
            auto const size = part_of(selection, reports::Shard{index, count}).size();
            EXPECT_LE(size, selection.size() / count + 1);
            EXPECT_GE(size, selection.size() / count);
            all += size;
        }
        EXPECT_EQ(all, selection.size());
    }
    EXPECT_EQ(part_of(std::vector<int>{1, 2, 3, 4, 5}, reports::Shard{2, 2}), (std::vector<int>{2, 4}));
    EXPECT_EQ(part_of(std::vector<int>{1, 2}, std::nullopt), (std::vector<int>{1, 2}));
}

}  // namespace
}  // namespace harness
