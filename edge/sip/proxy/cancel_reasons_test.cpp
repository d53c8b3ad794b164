#include "edge/sip/proxy/cancel_reasons.hpp"

#include <gtest/gtest.h>

#include "edge/sip/sample_messages_fixture.hpp"

namespace sip::proxy {
namespace {

std::string reasons(std::string_view lines, Direction direction = Direction::outbound) {
    auto const text = sample::request("CANCEL", lines);
    return reasons_of_cancel(*MessageView::parse(text), direction, {});
}

TEST(CancelReasons, AreCopiedAsTheyAre_Rfc3326_2) {
    EXPECT_EQ(reasons("Subject: x\nReason: SIP ;cause=200 ;text=\"Call completed elsewhere\"\nX-Y: z\n"
                      "reason: Q.850 ;cause=16\n"),
              "Reason: SIP ;cause=200 ;text=\"Call completed elsewhere\"\r\nreason: Q.850 ;cause=16\r\n");
    EXPECT_EQ(reasons("Subject: x\n"), "");
}

TEST(CancelReasons, CrossTheBorderLikeAnyHeader) {
    for (auto const direction : {Direction::inbound, Direction::outbound})
        EXPECT_EQ(reasons("ms-diagnostics: 5;reason=\"in\"\n"
                          "ms-diagnostics-public: 6;reason=\"out\";source=\"pool01.contoso.com\"\n"
                          "ms-diagnostics-public: 7;reason=\"second\"\n",
                          direction),
                  "ms-diagnostics-public: 6;reason=\"out\"\r\n");
}

TEST(CancelReasons, HaveABound) {
    auto const long_line = "Reason: SIP ;cause=200 ;text=\"" + std::string(2000, 'x') + "\"\n";
    EXPECT_EQ(reasons(long_line + "Reason: Q.850 ;cause=16\n"), "Reason: Q.850 ;cause=16\r\n");
}

}  // namespace
}  // namespace sip::proxy
