#include "simulators/wire/template_writer.hpp"

#include <gtest/gtest.h>

namespace wire {
namespace {

std::string const ready =
    "A x SIP/2.0\r\nVia: 1\r\nVia: 2\r\nMax-Forwards: 70\r\nContent-Length: 2\r\n\r\nhi";

TEST(TemplateWriter, FillsPlaceholdersEndsLinesInCrlfAndCountsTheBody) {
    auto const text = fill("MESSAGE ${uri} SIP/2.0\nContent-Length: 0\nTo: <${uri}>\n\n${body}\n",
                           {{"uri", "sip:b"}, {"body", "h\xc3\xa9\nx"}});
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, "MESSAGE sip:b SIP/2.0\r\nContent-Length: 5\r\nTo: <sip:b>\r\n\r\nh\xc3\xa9\nx");
}

TEST(TemplateWriter, AHeadLineThatWasAnEmptyPlaceholderVanishes) {
    auto const text = fill("ACK x SIP/2.0\n${route}\n${via}\nX: ${route}\n\n",
                           {{"route", ""}, {"via", "Via: 1\r\nVia: 2"}});
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, "ACK x SIP/2.0\r\nVia: 1\r\nVia: 2\r\nX: \r\nContent-Length: 0\r\n\r\n");
}

TEST(TemplateWriter, ABodyOfTheTemplateKeepsItsLastLineEnd) {
    EXPECT_EQ(*fill("A x SIP/2.0\n\nv=0\nt=0 0\n", {}),
              "A x SIP/2.0\r\nContent-Length: 12\r\n\r\nv=0\r\nt=0 0\r\n");
}

TEST(TemplateWriter, ATextThatEndsInItsHeadGetsTheEmptyLine) {
    EXPECT_EQ(*fill("A x SIP/2.0\nTo: b\n", {}), "A x SIP/2.0\r\nTo: b\r\nContent-Length: 0\r\n\r\n");
}

TEST(TemplateWriter, UnknownAndUnendedPlaceholdersAreFaults) {
    EXPECT_EQ(fill("A ${who}\n\n", {}).error().text, "unknown placeholder: who");
    EXPECT_FALSE(fill("A ${who\n\n", {{"who", "x"}}));
}

TEST(TemplateWriter, EditsSetAddAndRemoveLines) {
    EXPECT_EQ(*edit(ready, {"Max-Forwards: 0"}),
              "A x SIP/2.0\r\nVia: 1\r\nVia: 2\r\nMax-Forwards: 0\r\nContent-Length: 2\r\n\r\nhi");
    EXPECT_EQ(*edit(ready, {"-v", "Route: <sip:c>"}),
              "A x SIP/2.0\r\nMax-Forwards: 70\r\nRoute: <sip:c>\r\nContent-Length: 2\r\n\r\nhi");
    EXPECT_EQ(*edit(ready, {"+Via: 0", "via: 9"}),
              "A x SIP/2.0\r\nvia: 9\r\nMax-Forwards: 70\r\nContent-Length: 2\r\n\r\nhi");
    EXPECT_EQ(*edit(ready, {"=B y SIP/2.0", "-Content-Length"}),
              "B y SIP/2.0\r\nVia: 1\r\nVia: 2\r\nMax-Forwards: 70\r\n\r\nhi");
    EXPECT_FALSE(edit(ready, {"no header"}));
}

TEST(TemplateWriter, AnEditedContentLengthStaysAsItWasOrdered) {
    EXPECT_EQ(*edit(ready, {"Content-Length: 99"}),
              "A x SIP/2.0\r\nVia: 1\r\nVia: 2\r\nMax-Forwards: 70\r\nContent-Length: 99\r\n\r\nhi");
}

}  // namespace
}  // namespace wire
