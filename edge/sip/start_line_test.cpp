#include "edge/sip/start_line.hpp"

#include <gtest/gtest.h>

namespace sip {
namespace {

TEST(StartLine, PartsOfARequestLine) {
    auto const line = StartLine::parse("BYE sip:alice@contoso.com;opaque=x sip/2.0");
    ASSERT_TRUE(line.has_value());
    EXPECT_EQ(line->method, "BYE");
    EXPECT_EQ(line->request_uri, "sip:alice@contoso.com;opaque=x");
    EXPECT_EQ(line->status, 0);
}

TEST(StartLine, AReasonMayBeEmptyOrAbsent_Rfc4475_3_1_1_13) {
    EXPECT_EQ(StartLine::parse("SIP/2.0 200 OK then")->reason, "OK then");
    EXPECT_EQ(StartLine::parse("SIP/2.0 100 ")->status, 100);
    EXPECT_EQ(StartLine::parse("SIP/2.0 100")->status, 100);
}

TEST(StartLine, FaultsPointAtTheirPlace) {
    struct {
        char const* line;
        SyntaxFault fault;
    } const cases[] = {
        {"", {Rule::start_line, 0}},
        {"BYE", {Rule::start_line, 3}},
        {"B(E sip:a SIP/2.0", {Rule::start_line, 0}},
        {"BYE sip:a", {Rule::start_line, 9}},
        {"BYE  SIP/2.0", {Rule::start_line, 4}},
        {"BYE sip:a b SIP/2.0", {Rule::start_line, 10}},
        {"BYE sip:a SIP/2.0 ", {Rule::start_line, 10}},
        {"BYE sip:a HTTP/1.1", {Rule::start_line, 10}},
        {"BYE sip:a SIP/3.0", {Rule::version, 10}},
        {"SIP/3.0 200 OK", {Rule::version, 0}},
        {"SIP/2.0 99 Low", {Rule::start_line, 8}},
        {"SIP/2.0 700 High", {Rule::start_line, 8}},
        {"SIP/2.0 0200 Long", {Rule::start_line, 8}},
        {"SIP/2.0 2x0 Letters", {Rule::start_line, 8}},
    };
    for (auto const& [line, fault] : cases) {
        auto const result = StartLine::parse(line);
        ASSERT_FALSE(result.has_value()) << line;
        EXPECT_EQ(result.error(), fault) << line;
    }
}

}  // namespace
}  // namespace sip
