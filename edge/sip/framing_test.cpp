#include "edge/sip/framing.hpp"

#include <gtest/gtest.h>

#include "edge/sip/sample_messages_fixture.hpp"
#include "sansio/stream_machine.hpp"
#include "sansio/testing/every_cut.hpp"

namespace sip {
namespace {

static_assert(sansio::StreamMachine<Framer>);

std::string print(Framer::Event const& event) {
    struct Printer {
        std::string operator()(MessageReceived const& e) const {
            return "message " + std::string(e.view->wire());
        }
        std::string operator()(MalformedReceived const& e) const {
            return "malformed " + std::string(describe(e.fault.rule).name) + ' ' +
                   std::to_string(e.fault.offset);
        }
        std::string operator()(PingReceived) const { return "ping"; }
        std::string operator()(StreamFault const& e) const {
            auto const head = e.head == nullptr ? std::string() : ' ' + std::string(e.head->method_text());
            return "fault " + std::string(describe(e.fault.rule).name) + ' ' +
                   std::to_string(e.fault.offset) + head;
        }
    };
    return std::visit(Printer{}, event);
}

std::string trace(std::string_view bytes, FramerLimits limits = {}) {
    Framer framer(limits);
    return sansio::testing::trace_of(framer, bytes, {}, print);
}

TEST(Framer, TheCutsOfTheNetworkDoNotMatter) {
    std::vector<std::string> texts{sample::wire("\n\n") + sample::request() + sample::wire("\n\n\n\n"),
                                   sample::wire("\n"), "\r", "\n"};
    for (auto const& [name, rule] : sample::corpus_cases())
        if (auto text = sample::corpus(name); text.size() < 1200) texts.push_back(std::move(text));
    EXPECT_EQ(sansio::testing::every_cut([] { return Framer(); }, texts, print), "");
}

TEST(Framer, GluedMessagesComeOneByOne) {
    auto const one = sample::request("MESSAGE", "", "hello");
    auto const two = sample::request("BYE");
    EXPECT_EQ(trace(one + two), "message " + one + "\nmessage " + two + "\n");
}

TEST(Framer, ADoubleLineEndIsAPing_Rfc5626_5_4) {
    EXPECT_EQ(trace("\r\n\r\n"), "ping\n");
    EXPECT_EQ(trace("\r\n\r\n\r\n\r\n"), "ping\nping\n");
    EXPECT_EQ(trace("\r\n"), "");
    auto const text = sample::request();
    EXPECT_EQ(trace("\r\n" + text + "\r\n"), "message " + text + "\n");
}

TEST(Framer, AMessageThatComesWholeIsNotCopied) {
    Framer framer;
    auto const text = sample::request();
    framer.receive(sansio::as_bytes(text), {});
    auto const event = framer.poll_event();
    ASSERT_TRUE(event.has_value());
    EXPECT_EQ(std::get<MessageReceived>(*event).view->wire().data(), text.data());
    EXPECT_EQ(framer.pending(), 0U);
}

TEST(Framer, BehindACutMessageTheNextIsReadInPlace) {
    Framer framer;
    auto const text = sample::request("MESSAGE", "", std::string(100, 'x'));
    framer.receive(sansio::as_bytes(text).first(text.size() - 50), {});
    EXPECT_FALSE(framer.poll_event());
    auto const rest = text.substr(text.size() - 50) + text;
    framer.receive(sansio::as_bytes(rest), {});
    EXPECT_EQ(std::get<MessageReceived>(*framer.poll_event()).view->wire(), text);
    EXPECT_EQ(std::get<MessageReceived>(*framer.poll_event()).view->wire().data(), rest.data() + 50);
}

TEST(Framer, OnAStreamContentLengthIsRequired_Rfc3261_18_3) {
    EXPECT_EQ(trace(sample::wire("ACK sip:a@b SIP/2.0\nTo: x\n\n")), "fault content_length_missing 30 ACK\n");
    EXPECT_EQ(trace(sample::wire("ACK sip:a@b SIP/2.0\nl: 0\n\n")).substr(0, 11), "message ACK");
}

TEST(Framer, EqualContentLengthsAreOne) {
    auto const text = sample::request("MESSAGE", "Content-Length: 5\n", "hello");
    EXPECT_EQ(trace(text), "message " + text + "\n");
}

TEST(Framer, AMalformedMessageDoesNotEndTheStream) {
    auto const bad = sample::request("MESSAGE", "no colon\n", "hello");
    auto const good = sample::request();
    EXPECT_EQ(trace(bad + good),
              "malformed header_line " + std::to_string(bad.find("no colon")) + "\nmessage " + good + "\n");
}

TEST(Framer, NothingFollowsAStreamFault) {
    EXPECT_EQ(trace("MESSAGE sip:a SIP/2.0\r\nl: x\r\n\r\n" + sample::request()),
              "fault content_length_value 26 MESSAGE\n");
}

TEST(Framer, LimitsAreKept) {
    auto const text = sample::request("MESSAGE", "", std::string(500, 'x'));
    EXPECT_EQ(trace(text, {.head_max = 100}), "fault head_too_large 100\n");
    EXPECT_NE(trace(text, {.message_max = 500}).find("fault message_too_large"), std::string::npos);
    EXPECT_EQ(trace(std::string(100, 'x'), {.head_max = 100}), "fault head_too_large 100\n");
}

TEST(Framer, ALargeBodyOfUnderTheLimitPasses) {
    auto const text = sample::request("INVITE", "", std::string(64000, 'x'));
    EXPECT_EQ(trace(text), "message " + text + "\n");
}

TEST(Framer, AStreamThatEndsInsideAMessageIsAFault) {
    auto const text = sample::request("MESSAGE", "", "hello");
    EXPECT_EQ(trace(text.substr(0, text.size() - 1)),
              "fault stream_truncated " + std::to_string(text.size() - 1) + " MESSAGE\n");
}

}  // namespace
}  // namespace sip
