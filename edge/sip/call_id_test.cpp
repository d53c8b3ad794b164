#include "edge/sip/call_id.hpp"

#include <gtest/gtest.h>

#include "edge/sip/sample_messages_fixture.hpp"

namespace sip {
namespace {

Result<std::string, SyntaxFault> read(std::string const& value) {
    auto const text = sample::wire("OPTIONS sip:a@b.example SIP/2.0\n" + value + "\n");
    auto const view = MessageView::parse(text);
    if (!view) return unexpected<SyntaxFault>(view.error());
    auto const call_id = call_id_of(*view);
    if (!call_id) return unexpected<SyntaxFault>(call_id.error());
    return std::string(*call_id);
}

TEST(CallId, IsTakenAsItStands) {
    EXPECT_EQ(read("Call-ID: word%ZK-!.*_+'@more`~)(><:\\/\"][?}{\n"),
              "word%ZK-!.*_+'@more`~)(><:\\/\"][?}{");
    EXPECT_EQ(read("i:\n  folded@here\n"), "folded@here");
}

TEST(CallId, EmptyOrWithSpaceItIsNone_Rfc3261_20_8) {
    EXPECT_EQ(read("Call-ID:\n").error().rule, Rule::call_id);
    EXPECT_EQ(read("Call-ID: a b\n").error().rule, Rule::call_id);
    EXPECT_EQ(read("Call-ID: a\tb\n").error().rule, Rule::call_id);
    EXPECT_EQ(read("Subject: x\n").error().rule, Rule::header_missing);
}

}  // namespace
}  // namespace sip
