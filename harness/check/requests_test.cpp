#include "harness/check/requests.hpp"

#include <gmock/gmock.h>

#include "simulators/wire/sip_reader.hpp"

namespace check {
namespace {

using testing::HasSubstr;

Caller const caller{"sip.contoso.com", "contoso.com", "alice@contoso.com"};

TEST(Requests, AreReadByAStrangerAsTheyAreMeant) {
    sansio::Random random(1);
    for (auto const& written :
         {write_options(caller, "fabrikam.com", random), write_subscribe(caller, "bob@fabrikam.com", random),
          write_message(caller, "bob@fabrikam.com", "hello", random)}) {
        auto const read = wire::read_sip(written.text);
        ASSERT_TRUE(read) << read.error().text;
        EXPECT_EQ(read->call_id, written.call_id);
        EXPECT_EQ(read->from_uri, "sip:alice@contoso.com");
        EXPECT_THAT(written.text, HasSubstr(";branch=" + written.branch + "\r\n"));
    }
}

TEST(Requests, AskForPresenceOnceAndLeaveNothingBehind) {
    sansio::Random random(1);
    EXPECT_THAT(write_subscribe(caller, "bob@fabrikam.com", random).text,
                testing::AllOf(HasSubstr("SUBSCRIBE sip:bob@fabrikam.com SIP/2.0\r\n"),
                               HasSubstr("\r\nExpires: 0\r\n")));
}

TEST(Requests, AMessageCarriesItsTextWithItsLength) {
    sansio::Random random(1);
    EXPECT_THAT(write_message(caller, "bob@fabrikam.com", "hello", random).text,
                HasSubstr("\r\nContent-Length: 5\r\n\r\nhello"));
}

TEST(Requests, WithoutAUserTheyComeFromNobodyInParticular) {
    sansio::Random random(1);
    EXPECT_THAT(write_options({"sip.contoso.com", "contoso.com", {}}, "fabrikam.com", random).text,
                HasSubstr("From: <sip:federation-check@contoso.com>;tag="));
}

TEST(Requests, ThoseOfThePartnerAreAnsweredWithAllVias) {
    auto const request = [](std::string const& method) {
        return wire::RawMessage(method +
                                " sip:sip.contoso.com SIP/2.0\r\nVia: SIP/2.0/TLS a;branch=z9hG4bK1\r\n"
                                "Via: SIP/2.0/TLS b;branch=z9hG4bK2\r\nFrom: <sip:f>;tag=1\r\nTo: <sip:t>\r\n"
                                "Call-ID: c\r\nCSeq: 4 " +
                                method + "\r\nContent-Length: 0\r\n\r\n");
    };
    EXPECT_THAT(write_answer(request("NOTIFY")),
                testing::AllOf(
                    HasSubstr("SIP/2.0 200 OK\r\nVia: SIP/2.0/TLS a;branch=z9hG4bK1\r\nVia: SIP/2.0/TLS b"),
                    HasSubstr("\r\nCSeq: 4 NOTIFY\r\n")));
    EXPECT_THAT(write_answer(request("INVITE")), HasSubstr("SIP/2.0 501 "));
    EXPECT_EQ(write_answer(request("ACK")), "");
    EXPECT_EQ(write_answer(wire::RawMessage("NOTIFY sip:x SIP/2.0\r\n\r\n")), "");
}

}  // namespace
}  // namespace check
