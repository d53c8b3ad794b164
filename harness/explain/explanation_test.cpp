#include "harness/explain/explanation.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace explain {
namespace {

Explanation sample() {
    Explanation made{"requirement", "a/1", "A title", {}};
    made.say("what to change", "one two");
    made.say("nothing", "");
    made.list("story", {"first", "second"});
    return made;
}

TEST(Explanation, PartsAreParagraphsAndEmptyOnesAreLeftOut) {
    EXPECT_EQ(to_text(sample()),
              "requirement a/1\n  A title\n\nwhat to change\n  one two\n\nstory\n  first\n  second\n");
}

TEST(Explanation, LongLinesBreakAtWordsAndListsStayReadable) {
    Explanation made{"x", "1", "t", {}};
    made.list("l", {std::string(60, 'a') + " " + std::string(60, 'b')});
    EXPECT_EQ(to_text(made),
              "x 1\n  t\n\nl\n  " + std::string(60, 'a') + "\n      " + std::string(60, 'b') + "\n");
}

TEST(Explanation, BytesKeepTheirLinesAndReachNoTerminalRaw) {
    Explanation made{"x", "1", "t", {}};
    made.list("bytes", {"INVITE a\r\n\x1b[2J\n"});
    EXPECT_EQ(to_text(made), "x 1\n  t\n\nbytes\nINVITE a\n\\x1b[2J\n");
}

TEST(Explanation, JsonHasAKeyForEachPart) {
    auto const document = nlohmann::json::parse(to_json(sample()));
    EXPECT_EQ(document["id"], "a/1");
    EXPECT_EQ(document["what_to_change"], "one two");
    EXPECT_EQ(document["story"].size(), 2U);
    EXPECT_FALSE(document.contains("nothing"));
}

}  // namespace
}  // namespace explain
