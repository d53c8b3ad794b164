#include "edge/sip/proxy/route_signature.hpp"

#include <gtest/gtest.h>

#include "edge/sip/proxy/weak_hash_fixture.hpp"

namespace sip::proxy {
namespace {

using Verdict = RouteSignature::Verdict;

std::string signed_uri(RouteSignature const& signature, std::string_view call_id) {
    std::string uri;
    signature.append_signed("sip:e.contoso.com:5061;transport=tls;lr", call_id, uri);
    return uri;
}

TEST(RouteSignature, StandsAtTheEndOfTheUri) {
    auto const uri = signed_uri(RouteSignature(weak_hash("key")), "1");
    EXPECT_TRUE(uri.starts_with("sip:e.contoso.com:5061;transport=tls;lr;ms-route-sig="));
    EXPECT_EQ(uri.size(),
              std::string_view("sip:e.contoso.com:5061;transport=tls;lr;ms-route-sig=").size() + 24);
    EXPECT_EQ(uri.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
                                    uri.rfind('=') + 1),
              std::string::npos);
}

TEST(RouteSignature, AnyChangeMakesItBad) {
    RouteSignature const signature(weak_hash("key"));
    auto const uri = signed_uri(signature, "1");
    EXPECT_EQ(signature.judge(uri, "1"), Verdict::good);
    EXPECT_EQ(signature.judge(uri, "2"), Verdict::bad);
    for (std::size_t at = 0; at < uri.size(); ++at) {
        auto changed = uri;
        changed[at] = changed[at] == 'x' ? 'y' : 'x';
        EXPECT_NE(signature.judge(changed, "1"), Verdict::good) << at;
        EXPECT_NE(signature.judge(uri.substr(0, at), "1"), Verdict::good) << at;
    }
    EXPECT_EQ(signature.judge(uri + ";x", "1"), Verdict::bad);
    EXPECT_EQ(signature.judge("sip:e.contoso.com:5061;transport=tls;lr", "1"), Verdict::absent);
}

TEST(RouteSignature, ThePreviousKeyIsGoodAndTheOneBeforeIsNot) {
    auto const old = signed_uri(RouteSignature(weak_hash("old")), "1");
    EXPECT_EQ(RouteSignature(weak_hash("new"), weak_hash("old")).judge(old, "1"), Verdict::good);
    EXPECT_EQ(RouteSignature(weak_hash("newer"), weak_hash("new")).judge(old, "1"), Verdict::bad);
    EXPECT_EQ(RouteSignature(weak_hash("new")).judge(old, "1"), Verdict::bad);
}

TEST(RouteSignature, AnotherEdgeOfThePoolKnowsIt) {
    RouteSignature const here(weak_hash("shared")), there(weak_hash("shared"));
    EXPECT_EQ(there.judge(signed_uri(here, "1"), "1"), Verdict::good);
}

TEST(RouteSignature, WithoutAKeyNothingIsSigned) {
    EXPECT_EQ(signed_uri({}, "1"), "sip:e.contoso.com:5061;transport=tls;lr");
    EXPECT_EQ(RouteSignature().judge("sip:e.contoso.com;lr", "1"), Verdict::good);
}

}  // namespace
}  // namespace sip::proxy
