#include "edge/sip/message_view.hpp"

#include <gtest/gtest.h>

#include "edge/sip/sample_messages_fixture.hpp"

namespace sip {
namespace {

std::vector<std::string> all(MessageView const& view, ListHeader header) {
    std::vector<std::string> texts;
    auto elements = view.elements(header);
    while (auto const element = elements.next()) texts.emplace_back(element->text);
    return texts;
}

using Texts = std::vector<std::string>;

TEST(MessageView, ReadsStartLineHeadersAndBody) {
    auto const text = sample::request("MESSAGE", "X-Odd: kept\n", "hello");
    auto const view = MessageView::parse(text);
    ASSERT_TRUE(view.has_value());
    EXPECT_TRUE(view->is_request());
    EXPECT_EQ(view->method(), Method::message);
    EXPECT_EQ(view->request_uri(), "sip:alice@contoso.com");
    EXPECT_EQ(view->single(SingleHeader::call_id), "sample-1");
    EXPECT_EQ(view->single(SingleHeader::subject), std::nullopt);
    EXPECT_EQ(view->line_name(6), "X-Odd");
    EXPECT_EQ(view->line_text(6), "X-Odd: kept\r\n");
    EXPECT_EQ(view->body(), "hello");
    EXPECT_EQ(std::string(view->head()) + std::string(view->body()), text);
}

TEST(MessageView, ReadsAResponse) {
    auto const text = sample::response(486, "SIP/2.0/TLS me;branch=z9hG4bK1");
    auto const view = MessageView::parse(text);
    ASSERT_TRUE(view.has_value());
    EXPECT_FALSE(view->is_request());
    EXPECT_EQ(view->status(), 486);
    EXPECT_EQ(view->reason(), "Reason");
    EXPECT_EQ(view->count(Header::via), 2U);
}

TEST(MessageView, ListsAreWalkedThroughCommasAndLines) {
    auto const text = sample::request(
        "MESSAGE", "Route: <sip:a;x=1,2>, \"q,\\\"<\" <sip:b>\nroute:<sip:c>\nSupported: a,,b\n");
    auto const view = MessageView::parse(text);
    ASSERT_TRUE(view.has_value());
    EXPECT_EQ(all(*view, ListHeader::route), (Texts{"<sip:a;x=1,2>", "\"q,\\\"<\" <sip:b>", "<sip:c>"}));
    EXPECT_EQ(all(*view, ListHeader::supported), (Texts{"a", "", "b"}));
    EXPECT_EQ(all(*view, ListHeader::require), Texts{});
}

TEST(MessageView, ElementsKnowTheirPlaceInTheLine) {
    auto const text = sample::request("MESSAGE", "Route: <sip:a>, <sip:b>\nRoute: <sip:c>\n");
    auto const view = MessageView::parse(text);
    auto routes = view->elements(ListHeader::route);
    auto const a = routes.next(), b = routes.next(), c = routes.next();
    EXPECT_TRUE(!a->only && !a->last_in_line && !b->only && b->last_in_line && c->only);
    EXPECT_EQ(c->line, b->line + 1);
}

TEST(MessageView, FoldedLinesAreOneValue_Rfc3261_7_3_1) {
    auto const text = sample::request("MESSAGE", "Subject: one\n  two\n\tthree\nOrganization:\n late\n");
    auto const view = MessageView::parse(text);
    ASSERT_TRUE(view.has_value());
    EXPECT_EQ(view->single(SingleHeader::subject), "one\r\n  two\r\n\tthree");
    EXPECT_EQ(view->single(SingleHeader::organization), "late");
}

TEST(MessageView, MoreLinesThanInlineSlotsAreStillFound) {
    std::string headers;
    for (int i = 0; i < 200; ++i) headers += "X-" + std::to_string(i) + ": v\n";
    auto const text = sample::request("MESSAGE", headers + "Supported: late\nSupported: later\n");
    auto const view = MessageView::parse(text);
    ASSERT_TRUE(view.has_value());
    EXPECT_EQ(all(*view, ListHeader::supported), (Texts{"late", "later"}));
    EXPECT_EQ(view->line_name(205), "X-199");
}

TEST(MessageView, TheLimitIs256Lines) {
    auto const with = [](int lines) {
        std::string headers;
        for (int i = 0; i < lines; ++i) headers += "X: v\n";
        auto const text = sample::request("MESSAGE", headers);
        auto const view = MessageView::parse(text);
        return view ? std::string_view("taken") : describe(view.error().rule).name;
    };
    EXPECT_EQ(with(256 - 7), "taken");
    EXPECT_EQ(with(257 - 7), "too_many_headers");
}

TEST(MessageView, ABodyShorterThanSaidIsAFaultAndALongerOneIsCut) {
    auto const text = sample::request("MESSAGE", "", "hello");
    EXPECT_EQ(MessageView::parse(text.substr(0, text.size() - 1)).error().rule, Rule::stream_truncated);
    EXPECT_EQ(MessageView::parse(text + "more")->body(), "hello");
}

TEST(MessageView, FaultsSayWhere) {
    auto const text = sample::request("MESSAGE", "no colon here\n");
    auto const view = MessageView::parse(text);
    ASSERT_FALSE(view.has_value());
    EXPECT_EQ(view.error(),
              (SyntaxFault{Rule::header_line, static_cast<std::uint32_t>(text.find("no colon"))}));
}

std::string_view flaw_of(std::string const& text) {
    auto const view = MessageView::parse(text);
    return view ? std::string_view("taken") : describe(view.error().rule).name;
}

TEST(MessageView, ControlCharactersStandInQuotedPairsOnly_Rfc3261_25_1) {
    using namespace std::string_literals;
    EXPECT_EQ(flaw_of(sample::request("MESSAGE", "Subject: \"a\\\0b\"\n"s)), "taken");
    EXPECT_EQ(flaw_of(sample::request("MESSAGE", "Subject: one\ttwo\n")), "taken");
    EXPECT_EQ(flaw_of(sample::request("MESSAGE", "Subject: a\0b\n"s)), "control_letter");
    EXPECT_EQ(flaw_of(sample::request("MESSAGE", "X-Odd: a\x7f\n")), "control_letter");
    EXPECT_EQ(flaw_of(sample::request("MESSAGE", "Content-Type: a/b\n", "a\0b"s)), "taken");
}

TEST(MessageView, ALineEndsInCrLfAndNoOtherWay_Rfc3261_7) {
    auto text = sample::request("MESSAGE", "Subject: one two\n");
    auto const blank = text.find("one two") + 3;
    text[blank] = '\n';
    EXPECT_EQ(MessageView::parse(text).error(),
              (SyntaxFault{Rule::line_end, static_cast<std::uint32_t>(blank)}));
    text[blank] = '\r';
    EXPECT_EQ(MessageView::parse(text).error(),
              (SyntaxFault{Rule::line_end, static_cast<std::uint32_t>(blank)}));
}

TEST(MessageView, NoFlawHidesOneOfTheFraming) {
    auto text = sample::request("MESSAGE", "no colon\nSubject: one two\n");
    text[text.find("one two") + 3] = '\n';
    EXPECT_EQ(flaw_of(text), "line_end");
}

TEST(MessageView, ABackslashNeverHidesTheEndOfALine) {
    auto const text = sample::request("MESSAGE", "Subject: ends in \\\nX-Odd: next\n");
    auto const view = MessageView::parse(text);
    ASSERT_TRUE(view.has_value());
    EXPECT_EQ(view->single(SingleHeader::subject), "ends in \\");
}

TEST(MessageView, WhiteSpaceBeforeTheColonIsNoPartOfTheName_Rfc3261_7_3_1) {
    auto const text = sample::request("MESSAGE", "Subject \t : lost\nX-Odd\t:here\n");
    auto const view = MessageView::parse(text);
    ASSERT_TRUE(view.has_value());
    EXPECT_EQ(view->single(SingleHeader::subject), "lost");
    EXPECT_EQ(view->line_name(7), "X-Odd");
    for (auto const* line : {": nameless\n", "Sub ject: x\n", "Subject\n", "Sub@ject: x\n"})
        EXPECT_EQ(flaw_of(sample::request("MESSAGE", line)), "header_line") << line;
}

TEST(MessageView, AViewCanBeIndexedAgain) {
    MessageView view;
    ASSERT_TRUE(
        view.index(sample::wire("OPTIONS sip:a@b.example SIP/2.0\nTo: <sip:a@b.example>\nVia: x\n\n")));
    auto const text = sample::wire("SIP/2.0 200 OK\nVia: y\n\n");
    EXPECT_EQ(view.index(text), text.size());
    EXPECT_FALSE(view.has(Header::to));
    EXPECT_EQ(view.line_value(0), "y");
    EXPECT_EQ(view.status(), 200);
}

TEST(MessageView, AHeadWithoutItsEmptyLineIsNotComplete) {
    MessageView view;
    EXPECT_EQ(view.index("OPTIONS sip:a SIP/2.0\r\nTo: x\r\n"), std::nullopt);
    EXPECT_EQ(MessageView::parse("OPTIONS sip:a SIP/2.0\r\nTo: x\r\n").error().rule, Rule::stream_truncated);
}

TEST(MessageView, AResponseThatCannotBeReadIsNoRequest) {
    for (std::string const line : {"SIP/7.0 200 OK", "sip/7.0 200 OK", "Sip/2.0 2000 OK", "sip/2.0 x"}) {
        MessageView view;
        auto const text = line + "\r\n\r\n";
        ASSERT_TRUE(view.index(text).has_value());
        EXPECT_TRUE(view.fault().has_value()) << line;
        EXPECT_FALSE(view.is_request()) << line;
    }
    MessageView view;
    view.index("MESSAGE  sip:a@b SIP/2.0\r\n\r\n");
    EXPECT_TRUE(view.is_request());
}

}  // namespace
}  // namespace sip
