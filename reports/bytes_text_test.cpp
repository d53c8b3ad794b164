#include "reports/bytes_text.hpp"

#include <gtest/gtest.h>

namespace reports {
namespace {

TEST(BytesText, Utf8IsTakenAsRfc3629SaysIt) {
    EXPECT_TRUE(is_utf8("plain \xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"));
    EXPECT_FALSE(is_utf8("\xc0\xaf"));          // overlong
    EXPECT_FALSE(is_utf8("\xed\xa0\x80"));      // surrogate
    EXPECT_FALSE(is_utf8("\xf4\x90\x80\x80"));  // above U+10FFFF
    EXPECT_FALSE(is_utf8("\xe2\x82"));          // cut short
}

TEST(BytesText, HexGoesThereAndBack) {
    std::string bytes;
    EXPECT_TRUE(from_hex(to_hex(std::string("\0\xff\x7f", 3)), bytes));
    EXPECT_EQ(bytes, std::string("\0\xff\x7f", 3));
    EXPECT_FALSE(from_hex("abc", bytes));
    EXPECT_FALSE(from_hex("zz", bytes));
    EXPECT_EQ(bytes, "");
}

TEST(BytesText, ControlCharactersBecomeVisible) {
    EXPECT_EQ(printable(std::string("a\0\x1b[2J\x7f\xff\n", 9)), "a\\x00\\x1b[2J\\x7f\\xff\n");
    EXPECT_EQ(printable("\xc2\x9b"), "\\xc2\\x9b");  // the C1 form of ESC [
    EXPECT_EQ(printable_line("a\r\nb"), "a\\r\\nb");
    EXPECT_EQ(printable_message("a\r\nb\rc\n\r"), "a\nb\\x0dc\n\\x0d");
}

TEST(BytesText, XmlHoldsNoControlCharacterAndNoOpenMark) {
    EXPECT_EQ(xml_text("<a b=\"c\">&\x01\n"), "&lt;a b=\"c\"&gt;&amp;\\x01\n");
    EXPECT_EQ(xml_attribute("\"it's\"\n<\x02"), "&quot;it&apos;s&quot;&#10;&lt;\\x02");
    EXPECT_EQ(xml_text("\xef\xbf\xbf"), "\\xef\\xbf\\xbf");
}

}  // namespace
}  // namespace reports
