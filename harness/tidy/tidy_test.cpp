// The house rules, held against this repository. Run from its root.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include <gtest/gtest.h>

#include "harness/tidy/arrows.hpp"
#include "harness/tidy/rules.hpp"

namespace tidy {
namespace {

namespace fs = std::filesystem;

constexpr std::array skipped{"build", "out", ".git", "__pycache__"};
constexpr std::array suffixes{".cpp", ".hpp", ".inc", ".txt", ".cmake", ".xml", ".xsd", ".py", ".sh"};

bool ends_with_any(std::string const& path) {
    return path == "dev" || path == ".ci/run" ||
           std::ranges::any_of(suffixes, [&](char const* end) { return path.ends_with(end); });
}

std::string content(fs::path const& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Every source and data file below the working directory, sorted by path.
std::vector<SourceFile> const& tree() {
    static std::vector<SourceFile> const files = [] {
        std::vector<SourceFile> found;
        for (fs::recursive_directory_iterator entry("."), end; entry != end; ++entry) {
            auto const name = entry->path().filename().string();
            if (entry->is_directory()) {
                if (std::ranges::find(skipped, name) != skipped.end()) entry.disable_recursion_pending();
                continue;
            }
            auto path = entry->path().lexically_relative(".").generic_string();
            if (entry->is_regular_file() && ends_with_any(path))
                found.push_back({path, content(entry->path())});
        }
        std::ranges::sort(found, {}, &SourceFile::path);
        return found;
    }();
    return files;
}

bool is_cpp(SourceFile const& file) {
    return file.path.ends_with(".cpp") || file.path.ends_with(".hpp") || file.path.ends_with(".inc");
}

template <class Rule>
std::vector<Finding> in_each_source(Rule rule) {
    std::vector<Finding> found;
    for (auto const& file : tree())
        if (is_cpp(file)) std::ranges::copy(rule(file), std::back_inserter(found));
    return found;
}

testing::AssertionResult clean(std::vector<Finding> const& findings) {
    if (findings.empty()) return testing::AssertionSuccess();
    auto result = testing::AssertionFailure();
    for (auto const& finding : findings)
        result << '\n' << finding.path << ':' << finding.line << ": " << finding.text;
    return result;
}

TEST(Tree, IsTheRepositorysRoot) {
    ASSERT_TRUE(fs::exists("CMakeLists.txt") && fs::exists("sansio/time.hpp"))
        << "run tidy_test from the repository's root";
}

TEST(Tree, FollowsTheArrows) {
    EXPECT_TRUE(clean(in_each_source(forbidden_includes)));
}

TEST(Tree, GivesEachArrowToAFolderThatExists) {
    for (auto const& row : arrows()) EXPECT_TRUE(fs::is_directory(row.folder)) << row.folder;
}

TEST(Tree, IncludesWhatExists) {
    EXPECT_TRUE(clean(in_each_source([](SourceFile const& file) { return missing_includes(file, tree()); })));
}

TEST(Tree, HasNoBannedCallOutsideDrivers) {
    EXPECT_TRUE(clean(in_each_source(banned_calls)));
}

TEST(Tree, HasNoIoHeaderInACore) {
    EXPECT_TRUE(clean(in_each_source(banned_headers)));
}

TEST(Tree, HasNoEmptyWordInATypeName) {
    EXPECT_TRUE(clean(in_each_source(banned_names)));
}

TEST(Tree, IncludesLdnsInOneFileOfEachSide) {
    EXPECT_TRUE(clean(included_twice(tree(), "ldns/")));
}

TEST(Tree, BuildsEachSource) {
    EXPECT_TRUE(clean(unbuilt_sources(tree())));
}

TEST(Tree, FindsEachScenarioWhereItsIdSays) {
    EXPECT_TRUE(clean(misnamed_scenarios(tree())));
}

TEST(Tree, HasNoLeftoverNote) {
    std::vector<Finding> found;
    for (auto const& file : tree()) std::ranges::copy(leftover_notes(file), std::back_inserter(found));
    EXPECT_TRUE(clean(found));
}

TEST(Tree, TellsItsTenLongestFiles) {
    std::vector<std::pair<std::ptrdiff_t, std::string>> lengths;
    for (auto const& file : tree())
        if (is_cpp(file)) lengths.emplace_back(std::ranges::count(file.text, '\n'), file.path);
    ASSERT_FALSE(lengths.empty());
    std::ranges::sort(lengths, std::greater<>());
    lengths.resize(std::min<std::size_t>(lengths.size(), 10));
    std::cout << "the longest files, as news:\n";
    for (auto const& [lines, path] : lengths) std::cout << "  " << lines << ' ' << path << '\n';
}

}  // namespace
}  // namespace tidy
