#include "edge/sip/name_addr.hpp"

#include <gtest/gtest.h>

#include "edge/sip/sample_messages_fixture.hpp"

namespace sip {
namespace {

TEST(NameAddr, TheFourFormsOfAnAddress) {
    struct {
        char const* text;
        char const* display;
        char const* uri;
        char const* tag;
    } const cases[] = {
        {"\"A \\\"<b>\" <sip:a@h;lr>;tag=1", "\"A \\\"<b>\"", "sip:a@h;lr", "1"},
        {"The Watson<sip:a@h>", "The Watson", "sip:a@h", ""},
        {"<sip:a@h;tag=uri>;x;tag=2;epid=9", "", "sip:a@h;tag=uri", "2"},
        {"sip:a@h ;tag=3", "", "sip:a@h", "3"},
        {"sip:a@h;tag=4;x=\"<y>\"", "", "sip:a@h", "4"},
        {"<sip:a@h>;x=\"<y>\";tag=5", "", "sip:a@h", "5"},
    };
    for (auto const& [text, display, uri, tag] : cases) {
        auto const address = NameAddr::parse(text);
        ASSERT_TRUE(address.has_value()) << text;
        EXPECT_EQ(address->display_name, display);
        EXPECT_EQ(address->uri_text, uri);
        EXPECT_EQ(address->tag(), tag);
    }
}

TEST(NameAddr, MalformedOnesAreRefused) {
    for (auto const* text : {"", "<>", "\"open <sip:a@h>", "Bell, A <sip:a@h>", "<sip:a@h", "sip:a@h?x=y",
                             "sip:a@h,b", "<sip:a@h>tag=1", "<sip:a@h>;;", "\"name\"", ";tag=1",
                             "sip:a@h;x=<y>", "sip:a@h;tag=1 <sip:b@h>", "<sip:a@h>;tag=1;tag=2"})
        EXPECT_FALSE(NameAddr::parse(text).has_value()) << text;
}

TEST(NameAddr, OfAMessageFaultsCountFromItsFirstByte) {
    auto const text = sample::wire("OPTIONS sip:a@b.example SIP/2.0\nTo: <sip:a@ho_st>\nFrom: \"x\n\n");
    auto const view = MessageView::parse(text);
    ASSERT_TRUE(view.has_value());
    EXPECT_EQ(uri_of(*view, SingleHeader::to).error(),
              (SyntaxFault{Rule::uri, static_cast<std::uint32_t>(text.find("_st"))}));
    EXPECT_EQ(address_of(*view, SingleHeader::from).error(),
              (SyntaxFault{Rule::name_addr, static_cast<std::uint32_t>(text.find("\"x"))}));
    EXPECT_EQ(address_of(*view, SingleHeader::reply_to).error().rule, Rule::header_missing);
}

}  // namespace
}  // namespace sip
