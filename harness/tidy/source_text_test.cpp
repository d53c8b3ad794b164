#include "harness/tidy/source_text.hpp"

#include <gtest/gtest.h>

namespace tidy {
namespace {

TEST(CodeOnly, BlanksCommentsAndLiteralsAndKeepsEachLineWhereItWas) {
    EXPECT_EQ(code_only("a // b\nc"), "a     \nc");
    EXPECT_EQ(code_only("a /* b\nc */ d"), "a     \n     d");
    EXPECT_EQ(code_only(R"(f("x\"y", 'z'))"), R"(f("    ", ' '))");
}

TEST(CodeOnly, DoesNotTakeADigitSeparatorForACharacter) {
    EXPECT_EQ(code_only("int n = 20'000; // it's"), "int n = 20'000;        ");
}

TEST(CodeOnly, BlanksARawLiteralToItsOwnEnd) {
    EXPECT_EQ(code_only("R\"x(a)\"b)x\" c"), "R\"x(    )x\" c");
    EXPECT_EQ(code_only("R\"(never closed"), "R\"(            ");
}

TEST(CodeOnly, EndsAnUnclosedLiteralWithItsLine) {
    EXPECT_EQ(code_only("\"abc\nd"), "\"   \nd");
}

TEST(WithoutComments, KeepsLiterals) {
    EXPECT_EQ(without_comments("\"//\" // x"), "\"//\"     ");
}

TEST(IncludesOf, TellsOursFromALibrarysAndIgnoresWhatIsCommentedOut) {
    auto const found = includes_of(
        "#pragma once\n#include <span>\n// #include <regex>\n  #include \"sansio/time.hpp\"  // why\n");
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].path, "span");
    EXPECT_FALSE(found[0].in_quotes);
    EXPECT_EQ(found[1].path, "sansio/time.hpp");
    EXPECT_EQ(found[1].line, 4U);
    EXPECT_TRUE(found[1].in_quotes);
}

TEST(LineOf, CountsFromOne) {
    EXPECT_EQ(line_of("a\nb\nc", 0), 1U);
    EXPECT_EQ(line_of("a\nb\nc", 4), 3U);
}

TEST(SourceFile, KnowsItsFolderAndName) {
    SourceFile const file{"edge/sip/via.hpp", ""};
    EXPECT_EQ(file.folder(), "edge/sip");
    EXPECT_EQ(file.name(), "via.hpp");
    EXPECT_EQ((SourceFile{"dev", ""}.folder()), "");
}

TEST(SourceFile, KnowsAProgram) {
    EXPECT_TRUE((SourceFile{"harness/main.cpp", ""}.is_main()));
    EXPECT_TRUE((SourceFile{"edge/service/edge_main.cpp", ""}.is_main()));
    EXPECT_FALSE((SourceFile{"edge/domain.cpp", ""}.is_main()));
}

}  // namespace
}  // namespace tidy
