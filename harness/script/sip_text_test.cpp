#include "harness/script/sip_text.hpp"

#include <gmock/gmock.h>

#include "harness/script/reader.hpp"
#include "harness/script/story_for_test.hpp"

namespace script {
namespace {

using testing::HasSubstr;

std::string bytes_of(std::string text, Variables const& known = {}) {
    auto const bytes = to_bytes({std::move(text), false, {}}, known);
    return bytes ? *bytes : "fault: " + bytes.error().message;
}

TEST(SipText, TheCommonIndentationGoesAndLinesEndWithCrlf) {
    EXPECT_EQ(bytes_of("\n    OPTIONS sip:a SIP/2.0\n    Call-ID: 1\n     folded\n  "),
              "OPTIONS sip:a SIP/2.0\r\nCall-ID: 1\r\n folded\r\nContent-Length: 0\r\n\r\n");
}

TEST(SipText, ContentLengthIsComputedWhereItStands) {
    EXPECT_EQ(bytes_of("\nMESSAGE sip:a SIP/2.0\nl: 99\nCall-ID: 1\n\nhello\n"),
              "MESSAGE sip:a SIP/2.0\r\nContent-Length: 5\r\nCall-ID: 1\r\n\r\nhello");
}

TEST(SipText, ContentLengthIsAddedWhereItIsMissing) {
    EXPECT_EQ(bytes_of("\nMESSAGE sip:a SIP/2.0\n\ntwo\nlines\n"),
              "MESSAGE sip:a SIP/2.0\r\nContent-Length: 10\r\n\r\ntwo\r\nlines");
}

TEST(SipText, EscapesAreBytes) {
    EXPECT_EQ(bytes_of("a: \\x41\\xff\\r\\n\\0\\\\\\$"),
              std::string("a: A\xff\r\n\0\\$", 10) + "\r\nContent-Length: 0\r\n\r\n");
    EXPECT_THAT(bytes_of("\\q"), HasSubstr("fault: an escape is one of"));
    EXPECT_THAT(bytes_of("\\x4"), HasSubstr("fault: \\x needs two"));
}

TEST(SipText, ExactTextStaysAsItIs) {
    Literal const literal{"\n  a: \\x41 ${b}\n", true, {}};
    EXPECT_EQ(to_bytes(literal, {}).value(), literal.text);
}

TEST(SipText, VariablesAreReplaced) {
    EXPECT_EQ(substitute("${alice}, no ${n}$", {{"alice", "alice@contoso.com"}, {"n", "7"}}).value(),
              "alice@contoso.com, no 7$");
    EXPECT_EQ(substitute("x ${bob}", {}).error().offset, 2U);
    EXPECT_THAT(substitute("${bob", {}).error().message, HasSubstr("never closed"));
}

TEST(SipText, EveryoneOfTheCastHasVariables) {
    auto const scenario = read(scenario_with(R"(<wait for="1s"/>)"), "sip/test.xml");
    auto known = variables(scenario.value().front());
    EXPECT_EQ(known["carol"], "carol@northwind.example");
    EXPECT_EQ(known["contoso.edge"], "sip.contoso.com");
    EXPECT_EQ(known["contoso.internal-edge"], "edge-int.contoso.com");
    EXPECT_EQ(known["northwind.server"], "sip.northwind.example");
}

}  // namespace
}  // namespace script
