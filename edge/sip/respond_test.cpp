#include "edge/sip/respond.hpp"

#include <gtest/gtest.h>

#include "edge/sip/sample_messages_fixture.hpp"

namespace sip {
namespace {

std::string answer(std::string const& request, int status, ResponseParts const& parts) {
    MessageView view;
    EXPECT_TRUE(view.index(request).has_value());
    sansio::ByteBuffer out;
    respond(view, status, parts, out);
    return std::string(out.text());
}

TEST(Respond, TakesOverWhatTheRequestIdentifies_Rfc3261_8_2_6_2) {
    auto const request =
        sample::request("MESSAGE", "v: SIP/2.0/TLS pool.fabrikam.com;branch=z9hG4bK0\nSubject: not this\n");
    EXPECT_EQ(
        answer(request, 404,
               {.to_tag = "a9", .top_via_parameters = ";received=127.0.1.30", .headers = "Server: x\r\n"}),
        sample::wire("SIP/2.0 404 Not Found\n"
                     "Via: SIP/2.0/TLS sip.fabrikam.com:5061;branch=z9hG4bKsample1;received=127.0.1.30\n"
                     "Via: SIP/2.0/TLS pool.fabrikam.com;branch=z9hG4bK0\n"
                     "From: \"Bob\" <sip:bob@fabrikam.com>;tag=b1;epid=0202ddeeff\n"
                     "To: <sip:alice@contoso.com>;tag=a9\n"
                     "Call-ID: sample-1\nCSeq: 1 MESSAGE\nServer: x\nContent-Length: 0\n\n"));
}

TEST(Respond, ParametersGoToTheTopViaOfACommaList) {
    auto const request =
        sample::wire("OPTIONS sip:a@b SIP/2.0\nVia: SIP/2.0/TLS one;branch=1 , SIP/2.0/TLS two\n\n");
    EXPECT_NE(answer(request, 200, {.top_via_parameters = ";x=1"})
                  .find("Via: SIP/2.0/TLS one;branch=1;x=1 , SIP/2.0/TLS two\r\n"),
              std::string::npos);
}

TEST(Respond, ATagIsNeverAddedToOneOrToA100) {
    auto const tagged = sample::wire("BYE sip:a@b SIP/2.0\nTo: <sip:a@b>;tag=old\n\n");
    EXPECT_NE(answer(tagged, 481, {.to_tag = "new"}).find("To: <sip:a@b>;tag=old\r\n"), std::string::npos);
    auto const trying = answer(sample::request("INVITE", "Timestamp: 54\n"), 100, {.to_tag = "new"});
    EXPECT_EQ(trying.find("new"), std::string::npos);
    EXPECT_NE(trying.find("Timestamp: 54\r\n"), std::string::npos);
}

TEST(Respond, AMalformedRequestIsAnsweredWithWhatItHas) {
    auto const text = answer("MESSAGE  sip:a SIP/2.0\nVia: SIP/2.0/TLS x\nCSeq: y\n\n", 400, {.to_tag = "t"});
    EXPECT_EQ(
        text,
        sample::wire(
            "SIP/2.0 400 Bad Request\nVia: SIP/2.0/TLS x\nFrom: <sip:invalid.invalid>\n"
            "To: <sip:invalid.invalid>;tag=t\nCall-ID: invalid\nCSeq: 0 MESSAGE\nContent-Length: 0\n\n"));
}

TEST(Respond, AnAddressThatIsNoneIsQuoted) {
    auto const text = answer(
        "INVITE sip:a@b.example SIP/2.0\nVia: SIP/2.0/TLS x\nFrom: Bell, \"A <sip:c@d.example>;tag=1\n"
        "To: <sip:a@b_c>\nCall-ID: 1\nCSeq: 9999999999 INVITE\n\n",
        400, {.to_tag = "t"});
    EXPECT_NE(text.find("\r\nFrom: \"Bell, \\\"A <sip:c@d.example>;tag=1\" <sip:invalid.invalid>\r\n"),
              std::string::npos);
    EXPECT_NE(text.find("\r\nTo: \"<sip:a@b_c>\" <sip:invalid.invalid>;tag=t\r\n"), std::string::npos);
    EXPECT_NE(text.find("\r\nCSeq: 9999999999 INVITE\r\n"), std::string::npos);
}

TEST(Respond, OfAMalformedViaHostAndBranchAreKept) {
    auto const via_of = [](std::string const& via) {
        auto const text = answer("INVITE sip:a@b.example SIP/2.0\nVia: " + via + "\n\n", 400, {});
        auto const begin = text.find("Via: ") + 5;
        return text.substr(begin, text.find("\r\n", begin) - begin);
    };
    EXPECT_EQ(via_of("SIP/2.0/TLS a.example;;branch=z9hG4bK1;x=(,;"),
              "SIP/2.0/TLS a.example;branch=z9hG4bK1");
    EXPECT_EQ(via_of("SIP/2.0/TLS ;branch=z9hG4bK1"), "SIP/2.0/TLS invalid.invalid;branch=z9hG4bK1");
    EXPECT_EQ(via_of("what"), "SIP/2.0/TLS invalid.invalid");
    EXPECT_EQ(via_of("SIP/2.0/TLS a.example;branch=z9hG4bK1;x=\"open, SIP/2.0/TLS b.example;branch=z9hG4bK0"),
              "SIP/2.0/TLS a.example;branch=z9hG4bK1");
    EXPECT_EQ(via_of("SIP/2.0/TLS a.example:x; Branch = z9hG4bK1;old-branch=z9hG4bK0"),
              "SIP/2.0/TLS a.example;branch=z9hG4bK1");
}

TEST(Respond, BelowAMalformedViaTheOthersStayInTheirOrder) {
    auto const text = answer(
        "INVITE sip:a@b.example SIP/2.0\nVia: SIP/2.0/TLS a.example:x;branch=z9hG4bK3, SIP/2.0/TLS "
        "b.example;branch=z9hG4bK2, what\n"
        "Via: SIP/2.0/TLS c.example;branch=z9hG4bK1\n\n",
        400, {.top_via_parameters = ";received=127.0.0.1"});
    EXPECT_NE(text.find("\r\nVia: SIP/2.0/TLS a.example;branch=z9hG4bK3;received=127.0.0.1\r\n"
                        "Via: SIP/2.0/TLS b.example;branch=z9hG4bK2\r\n"
                        "Via: SIP/2.0/TLS c.example;branch=z9hG4bK1\r\nFrom: "),
              std::string::npos)
        << text;
}

TEST(Respond, NothingThatIsNoSipIsRepeated) {
    using namespace std::string_literals;
    auto const text =
        "INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/TLS x\n ;branch=z9hG4bK1\r\nFrom: a\0b\rc\r\nTo: \"\\\0\" "
        "<sip:a@b>\r\n ;x\r\nCall-ID: 1\tx\r\n\r\n"s;
    MessageView view;
    ASSERT_TRUE(view.index(text));
    sansio::ByteBuffer out;
    respond(view, 400, {}, out);
    EXPECT_EQ(out.text(),
              "SIP/2.0 400 Bad Request\r\nVia: SIP/2.0/TLS x  ;branch=z9hG4bK1\r\nFrom: \"a b c\" "
              "<sip:invalid.invalid>\r\nTo: \"\\\0\" "
              "<sip:a@b>\r\n ;x\r\nCall-ID: 1\tx\r\nCSeq: 0 INVITE\r\nContent-Length: 0\r\n\r\n"s);
}

TEST(Respond, ABodyComesWithItsLengthAndType) {
    auto const text =
        answer(sample::request(), 200, {.reason = "Fine", .content_type = "text/plain", .body = "hello"});
    EXPECT_EQ(text.substr(0, 16), "SIP/2.0 200 Fine");
    EXPECT_NE(text.find("Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"), std::string::npos);
}

TEST(Respond, AnAckIsNeverAnswered) {
    MessageView view;
    auto const can = [&](std::string const& text) { return view.index(text) && can_be_answered(view); };
    EXPECT_TRUE(can(sample::request("MESSAGE")));
    EXPECT_FALSE(can(sample::request("ACK")));
    EXPECT_FALSE(can("ACK  sip:a SIP/2.0\r\nVia: x\r\n\r\n"));
    EXPECT_FALSE(can("xACK sip:a SIP/2.0\r\nVia: x\r\nCSeq: 1 ACK\r\n\r\n"));
    EXPECT_FALSE(can("OPTIONS sip:a SIP/2.0\r\n\r\n"));
}

}  // namespace
}  // namespace sip
