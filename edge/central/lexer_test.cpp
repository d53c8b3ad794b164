#include "edge/central/lexer.hpp"

#include <gtest/gtest.h>

namespace central {
namespace {

/// Tokens in one line: words as they are, <variable>, -parameter, -parameter:, and ; for an end.
std::string cut(std::string_view script) {
    auto const tokens = tokenize(script, {});
    if (!tokens) return "fault: " + tokens.error().front().message;
    std::string text;
    for (Token const& token : *tokens) {
        if (!text.empty()) text += ' ';
        switch (token.kind) {
            case Token::Kind::word:
                text += token.text;
                break;
            case Token::Kind::variable:
                text += '<' + token.text + '>';
                break;
            case Token::Kind::parameter:
                text += '-' + token.text + (token.has_colon ? ":" : "");
                break;
            case Token::Kind::end:
                text += ';';
                break;
        }
    }
    return text;
}

TEST(CentralLexer, CutsWordsParametersAndVariables) {
    struct Row {
        std::string_view script, tokens;
    };
    for (Row const& row :
         {Row{"", ";"}, Row{"  \t # nothing", ";"}, Row{"A -B c -D:e\r\n", "A -B c -D: e ; ;"},
          Row{"A -B $TRUE -C:$false $Null", "A -B <$true> -C: <$false> <$null> ;"},
          Row{"A;B # x\nC", "A ; B ; C ;"}, Row{"A `\r\n  -B c", "A -B c ;"}, Row{"A b`\n-C", "A b -C ;"},
          Row{"A -5 a-b a#b c@d", "A -5 a-b a#b c@d ;"}})
        EXPECT_EQ(cut(row.script), row.tokens) << row.script;
}

TEST(CentralLexer, QuotesKeepBlanksAndDoubleForThemselves) {
    struct Row {
        std::string_view script, tokens;
    };
    for (Row const& row : {Row{R"("a b")", "a b ;"}, Row{R"('a # b')", "a # b ;"}, Row{R"("a""b")", "a\"b ;"},
                           Row{"'a''b'", "a'b ;"}, Row{R"("a`"b")", "a\"b ;"}, Row{"'a`b'", "a`b ;"},
                           Row{R"('$a')", "$a ;"}, Row{R"("5 $")", "5 $ ;"}, Row{R"("-B")", "-B ;"},
                           Row{R"(a"b c"d)", "ab cd ;"}, Row{R"(a "")", "a  ;"}})
        EXPECT_EQ(cut(row.script), row.tokens) << row.script;
}

TEST(CentralLexer, RefusesWhatItDoesNotKnow) {
    struct Row {
        std::string_view script, fault;
    };
    for (Row const& row :
         {Row{"A \"b", "the quote is not closed in its line"},
          Row{"A 'b\n'", "the quote is not closed in its line"},
          Row{"A | B", "the shell does not know |; a value with it should stand in quotes"},
          Row{"A @{}", "the shell does not know @; a value with it should stand in quotes"},
          Row{"A $ture", "the shell has no variable $ture (did you mean \"$true\"?)"},
          Row{"A \"$b\"", "variables in quotes are not known; single quotes take a $ as it is"},
          Row{"A -B\"c\"", "a blank should stand behind -B"},
          Row{"A b`", "there is nothing behind the backtick"},
          Row{"A \x01", "a value should be UTF-8 text without control characters"},
          Row{"A \xff", "a value should be UTF-8 text without control characters"}})
        EXPECT_EQ(cut(row.script), "fault: " + std::string(row.fault)) << row.script;
}

TEST(CentralLexer, PlacesCountFromWhereTheScriptBegins) {
    auto const tokens = tokenize("A -B\n  'c'", {7, 11});
    ASSERT_TRUE(tokens);
    std::vector<Place> places;
    for (Token const& token : *tokens) places.push_back(token.place);
    EXPECT_EQ(places, (std::vector<Place>{{7, 11}, {7, 13}, {7, 15}, {8, 3}, {8, 6}}));
}

TEST(CentralLexer, FindsTheFaultsOfAllLines) {
    auto const tokens = tokenize("A |\nB\nC $x y |\nD (", {});
    ASSERT_FALSE(tokens);
    std::vector<Place> places;
    for (Fault const& fault : tokens.error()) places.push_back(fault.place);
    EXPECT_EQ(places, (std::vector<Place>{{1, 3}, {3, 3}, {4, 3}}));
}

}  // namespace
}  // namespace central
