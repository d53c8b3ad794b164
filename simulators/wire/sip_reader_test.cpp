#include "simulators/wire/sip_reader.hpp"

#include <gtest/gtest.h>

namespace wire {
namespace {

std::string message(std::string_view extra = "", std::string_view version = "SIP/2.0") {
    return "INVITE sip:bob@fabrikam.com;gruu " + std::string(version) +
           "\r\nVia: SIP/2.0/TLS "
           "sip.contoso.com:5061;branch=z9hG4bK1;branched=FALSE;ms-internal-info=\"x2\"\r\n"
           "Max-Forwards: 70\r\nFrom: \"Alice\"<sip:alice@contoso.com>;tag=a2;epid=0101aabbcc\r\n"
           "To: <sip:bob@fabrikam.com>\r\nCall-ID: im-0001\r\nCSeq: 7 INVITE\r\n" +
           std::string(extra) + "Content-Length: 4\r\n\r\nbody";
}

std::string without(std::string text, std::string_view name) {
    auto const at = text.find("\r\n" + std::string(name) + ":");
    return text.erase(at, text.find("\r\n", at + 2) - at);
}

TEST(SipReader, SummarisesARequest) {
    auto const summary = read_sip(message());
    ASSERT_TRUE(summary);
    EXPECT_TRUE(summary->is_request);
    EXPECT_EQ(summary->method, "INVITE");
    EXPECT_EQ(summary->request_uri, "sip:bob@fabrikam.com;gruu");
    EXPECT_EQ(summary->call_id, "im-0001");
    EXPECT_EQ(summary->cseq_number, 7U);
    EXPECT_EQ(summary->from_uri, "sip:alice@contoso.com");
    EXPECT_EQ(summary->from_tag, "a2");
    EXPECT_EQ(summary->to_tag, "");
    EXPECT_EQ(summary->body, "body");
}

TEST(SipReader, SummarisesAResponse) {
    auto text = message();
    text.replace(0, text.find("\r\n"), "SIP/2.0 504 Server time-out");
    auto const summary = read_sip(text);
    ASSERT_TRUE(summary);
    EXPECT_FALSE(summary->is_request);
    EXPECT_EQ(summary->status, 504);
    EXPECT_EQ(summary->reason, "Server time-out");
    EXPECT_EQ(summary->method, "INVITE");
}

TEST(SipReader, EachMandatoryHeaderIsMissed_Rfc3261_8_1_1) {
    for (auto const* name : {"Via", "From", "To", "Call-ID", "CSeq"})
        EXPECT_FALSE(read_sip(without(message(), name))) << name;
}

TEST(SipReader, RefusesWhatLibosip2TakesAlone) {
    EXPECT_FALSE(read_sip(message("", "SIP/7.0")));
    EXPECT_FALSE(read_sip("garbage"));
    EXPECT_FALSE(read_sip(""));
}

TEST(SipReader, RefusesWhatTheTwoReadersReadDifferently) {
    EXPECT_FALSE(read_sip(message("CSeq: 9 INVITE\r\n")));
    EXPECT_FALSE(read_sip(message("Call-ID: other\r\n")));
}

}  // namespace
}  // namespace wire
