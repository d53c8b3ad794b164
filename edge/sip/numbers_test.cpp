#include <gtest/gtest.h>

#include "edge/sip/content_length.hpp"
#include "edge/sip/cseq.hpp"
#include "edge/sip/max_forwards.hpp"
#include "edge/sip/sample_messages_fixture.hpp"

namespace sip {
namespace {

TEST(Cseq, ANumberBelow2To31AndAMethod) {
    auto const cseq = Cseq::parse("0009\r\n  INVITE");
    ASSERT_TRUE(cseq.has_value());
    EXPECT_EQ(cseq->number, 9U);
    EXPECT_EQ(cseq->method, Method::invite);
    EXPECT_EQ(Cseq::parse("2147483647 X")->number, 2147483647U);
    EXPECT_EQ(Cseq::parse("1 X")->method_text, "X");
}

TEST(Cseq, OthersAreRefused) {
    for (auto const* text : {"", "INVITE", "1", "1 ", "1INVITE", "-1 INVITE", "+1 INVITE",
                             "2147483648 INVITE", "36893488147419103232 INVITE", "1 IN VITE"})
        EXPECT_FALSE(Cseq::parse(text).has_value()) << text;
}

TEST(MaxForwards, IsANumberOfOneByte) {
    EXPECT_EQ(*parse_max_forwards("0068"), 68);
    EXPECT_EQ(*parse_max_forwards("255"), 255);
    for (auto const* text : {"", "256", "-1", "+1", "7 0", "x"})
        EXPECT_FALSE(parse_max_forwards(text).has_value()) << text;
}

TEST(MaxForwards, MayBeAbsent) {
    auto const view = MessageView::parse("OPTIONS sip:a@b SIP/2.0\r\n\r\n");
    EXPECT_EQ(*max_forwards_of(*view), std::nullopt);
}

TEST(ContentLength, TheFaultIsAtItsValue) {
    MessageView view;
    auto const text = sample::wire("SIP/2.0 200 OK\nContent-Length: 5\nl: 6\n\n");
    ASSERT_TRUE(view.index(text));
    EXPECT_EQ(content_length_of(view).error(),
              (SyntaxFault{Rule::content_length_conflict, static_cast<std::uint32_t>(text.find("6\r"))}));
}

}  // namespace
}  // namespace sip
