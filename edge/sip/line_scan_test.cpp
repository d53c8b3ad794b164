#include "edge/sip/line_scan.hpp"

#include <string>

#include <gtest/gtest.h>

namespace sip {
namespace {

TEST(LineScan, FindsEachControlCharacterAtEachPlace) {
    for (std::size_t size = 0; size < 40; ++size) {
        std::string text(size, 'x');
        EXPECT_EQ(find_control(text, 0), size);
        for (std::size_t at = 0; at < size; ++at) {
            for (char const control : {'\0', '\t', '\n', '\r', '\x1f', '\x7f'}) {
                text[at] = control;
                EXPECT_EQ(find_control(text, 0), at);
                EXPECT_EQ(find_control(text, at), at);
                EXPECT_EQ(find_control(text, at + 1), size);
            }
            text[at] = 'x';
        }
    }
}

TEST(LineScan, AnEvenNumberOfBackslashesEscapesNothing) {
    EXPECT_TRUE(is_escaped("\\x", 1));
    EXPECT_FALSE(is_escaped("\\\\x", 2));
    EXPECT_TRUE(is_escaped("a\\\\\\x", 4));
    EXPECT_FALSE(is_escaped("x", 0));
}

TEST(LineScan, LettersAboveAsciiAreNoControls) {
    std::string text;
    for (int byte = 0x80; byte < 0x100; ++byte) text += static_cast<char>(byte);
    EXPECT_EQ(find_control(text, 0), text.size());
    EXPECT_EQ(find_control(" ~", 0), 2U);
}

}  // namespace
}  // namespace sip
