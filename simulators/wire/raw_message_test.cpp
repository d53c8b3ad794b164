#include "simulators/wire/raw_message.hpp"

#include <gmock/gmock.h>

#include "simulators/wire/slices.hpp"

namespace wire {
namespace {

using testing::ElementsAre;

TEST(RawMessage, KeepsAllValuesOfANameInOrderByteForByte) {
    RawMessage const message(
        "INVITE sip:bob@fabrikam.com SIP/2.0\r\n"
        "Via: SIP/2.0/TLS a;x=%41\r\nv:SIP/2.0/TLS b , SIP/2.0/TLS c\r\nVIA : d;\r\n  "
        "e=\"<,>\"\r\n\r\nbody\r\n\r\nmore");
    EXPECT_THAT(message.values("via"),
                ElementsAre("SIP/2.0/TLS a;x=%41", "SIP/2.0/TLS b , SIP/2.0/TLS c", "d;\r\n  e=\"<,>\""));
    EXPECT_EQ(message.body(), "body\r\n\r\nmore");
    EXPECT_EQ(message.request_uri(), "sip:bob@fabrikam.com");
}

TEST(RawMessage, ReadsAStatusLineAndTheMethodOfItsCseq) {
    RawMessage const message("SIP/2.0 404 Not Found\r\nCSeq: 7 MESSAGE\r\n\r\n");
    EXPECT_FALSE(message.is_request());
    EXPECT_EQ(message.status(), 404);
    EXPECT_EQ(message.method(), "MESSAGE");
    EXPECT_EQ(RawMessage("SIP/2.0 4x4 No\r\n\r\n").status(), 0);
}

TEST(RawMessage, AnyBytesAreAMessage) {
    for (auto const* bytes : {"", "\r\n", "\r\n\r\n", "x", ":\r\n:\r\n", "A B\r\nno colon\r\n\r\n"}) {
        RawMessage const message{std::string(bytes)};
        EXPECT_EQ(message.value("Via"), "") << bytes;
        EXPECT_EQ(message.head().size() + message.body().size(), message.bytes().size()) << bytes;
    }
}

TEST(Slices, CommasInQuotesAndAngleBracketsDoNotSeparate) {
    EXPECT_THAT(elements("\"a, \\\"b\" <sip:x,y@z>;q=1, <sip:c>"),
                ElementsAre("\"a, \\\"b\" <sip:x,y@z>;q=1", "<sip:c>"));
}

TEST(Slices, ParametersOfTheHeaderAreNotThoseOfTheUri) {
    EXPECT_EQ(parameter("\"Bob;tag=no\"<sip:bob@x;tag=uri>;TAG=b2;epid=01", "tag"), "b2");
    EXPECT_EQ(parameter("<sip:bob@x;tag=uri>", "tag"), "");
    EXPECT_EQ(parameter("sip:bob@x;tag=b3", "tag"), "b3");
}

TEST(Slices, PartsOfAUri) {
    EXPECT_EQ(uri_of("\"<not this>\" <sip:bob@x;gruu>;tag=1"), "sip:bob@x;gruu");
    EXPECT_EQ(address_of("sip:bob@fabrikam.com:5061;opaque=user:epid:AA;gruu"), "bob@fabrikam.com");
    EXPECT_EQ(address_of("sip:sip.fabrikam.com:5061;transport=tls"), "sip.fabrikam.com");
    EXPECT_EQ(host_of("sip:[2001:db8::7]:5061"), "[2001:db8::7]");
    EXPECT_EQ(port_of("sip:[2001:db8::7]:5061"), 5061);
    EXPECT_EQ(port_of("sip:bob@fabrikam.com"), 0);
    EXPECT_EQ(cseq_number("4711 INVITE"), 4711U);
    EXPECT_EQ(cseq_method("4711  INVITE"), "INVITE");
}

}  // namespace
}  // namespace wire
