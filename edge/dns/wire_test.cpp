#include "edge/dns/wire.hpp"

#include <gtest/gtest.h>

#include "edge/dns/message_builder.hpp"

namespace dns {
namespace {

using sansio::as_bytes;

TEST(DnsWire, AQueryIsOneQuestionWithRecursionDesired_Rfc1035_4_1) {
    std::string const expected = two_bytes(0x1234) + two_bytes(0x0100) + two_bytes(1) + two_bytes(0) +
                                 two_bytes(0) + two_bytes(0) +
                                 question_bytes("_sipfederationtls._tcp.fabrikam.com", 33);
    EXPECT_EQ(encode_query(0x1234, "_sipfederationtls._tcp.fabrikam.com", Type::srv), expected);
}

TEST(DnsWire, ReadsTheRecordsThatAreAskedFor) {
    Message const message{7,
                          question_bytes("a.example", 33),
                          0x8180,
                          {cname_bytes("a.example", 60, "b.example"),
                           srv_bytes("b.example", 30, {10, 20, 5061, "sip.b.example"}),
                           a_bytes("c.example", 5, "\x7f\x01\x02\x03"),
                           record_bytes("c.example", 28, 5, std::string(15, '\0') + '\x01'),
                           record_bytes("c.example", 16, 5, "\x02hi")}};
    auto const response = decode_response(as_bytes(message.bytes()));
    ASSERT_TRUE(response);
    EXPECT_EQ(response->id, 7);
    EXPECT_EQ(response->question_name, "a.example");
    ASSERT_EQ(response->answers.size(), 4U);
    EXPECT_EQ(response->answers[0].alias, "b.example");
    EXPECT_EQ(response->answers[1].service, (SrvRecord{10, 20, 5061, "sip.b.example"}));
    EXPECT_EQ(response->answers[1].ttl, 30U);
    EXPECT_EQ(response->answers[2].address.to_string(), "127.1.2.3");
    EXPECT_EQ(response->answers[3].address.to_string(), "::1");
}

TEST(DnsWire, TheRootAsATargetIsEmpty_Rfc2782) {
    Message const message{
        7, question_bytes("a.example", 33), 0x8180, {srv_bytes("a.example", 1, {0, 0, 0, ""})}};
    EXPECT_EQ(decode_response(as_bytes(message.bytes()))->answers.at(0).service.target, "");
}

TEST(DnsWire, TheSmallerOfTtlAndMinimumIsHowLongNothingIsThere_Rfc2308_5) {
    Message message{7, question_bytes("a.example", 33), 0x8183, {}, {soa_bytes("example", 300, 20)}};
    EXPECT_EQ(decode_response(as_bytes(message.bytes()))->negative_ttl, 20U);
    message.authority = {soa_bytes("example", 10, 20)};
    EXPECT_EQ(decode_response(as_bytes(message.bytes()))->negative_ttl, 10U);
    message.authority.clear();
    EXPECT_FALSE(decode_response(as_bytes(message.bytes()))->negative_ttl);
}

TEST(DnsWire, RefusesWhatIsNoResponseToOneQuestion) {
    std::string const good = Message{7, question_bytes("a.example", 1)}.bytes();
    ASSERT_TRUE(decode_response(as_bytes(good)));
    EXPECT_FALSE(decode_response({}));
    for (std::size_t size = 0; size < good.size(); ++size)
        EXPECT_FALSE(decode_response(as_bytes(good.substr(0, size)))) << size;
    EXPECT_FALSE(decode_response(as_bytes(encode_query(7, "a.example", Type::a))));
    EXPECT_FALSE(decode_response(as_bytes(Message{7, question_bytes("a.example", 1), 0xa180}.bytes())));
    std::string two_questions = good + question_bytes("b.example", 1);
    two_questions[5] = 2;
    EXPECT_FALSE(decode_response(as_bytes(two_questions)));
}

TEST(DnsWire, WhatIsCutWithinARecordStillSaysThatItIsCut_Rfc2181_9) {
    std::string const whole = Message{7,
                                      question_bytes("a.example", 33),
                                      0x8380,
                                      {srv_bytes("a.example", 30, {10, 20, 5061, "sip.a.example"})}}
                                  .bytes();
    auto const question_end = Message{7, question_bytes("a.example", 33)}.bytes().size();
    for (auto size = question_end; size < whole.size(); ++size) {
        auto const response = decode_response(as_bytes(whole.substr(0, size)));
        ASSERT_TRUE(response) << size;
        EXPECT_TRUE(response->is_truncated);
        EXPECT_EQ(response->id, 7);
        EXPECT_EQ(response->question_name, "a.example");
        EXPECT_EQ(response->question_type, 33);
        EXPECT_TRUE(response->answers.empty());
    }
    for (std::size_t size = 0; size < question_end; ++size)
        EXPECT_FALSE(decode_response(as_bytes(whole.substr(0, size)))) << size;
    auto untruncated = whole;
    untruncated[2] = '\x81';
    EXPECT_FALSE(decode_response(as_bytes(untruncated.substr(0, whole.size() - 1))));
}

TEST(DnsWire, AQueryNameHasShortLabelsOfPlainLetters) {
    for (std::string const& good :
         {std::string("a"), std::string("_x._tcp.a-b.example"), std::string(63, 'a') + ".b"})
        EXPECT_TRUE(is_query_name(good)) << good;
    for (std::string const& bad :
         {std::string(""), std::string("."), std::string("a..b"), std::string("a."), std::string(".a"),
          std::string(64, 'a'), std::string("a b"), std::string("a\\.b"), std::string("\xc3\xbc.example")})
        EXPECT_FALSE(is_query_name(bad)) << bad;
    std::string longest;
    for (int label = 0; label < 126; ++label) longest += "a.";
    EXPECT_TRUE(is_query_name(longest + "a"));
    EXPECT_FALSE(is_query_name(longest + "aa"));
    EXPECT_EQ(encode_query(1, longest + "a", Type::a).size(), 12U + 255U + 4U);
}

}  // namespace
}  // namespace dns
