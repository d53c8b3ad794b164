#include "sansio/domain_name.hpp"

#include <gtest/gtest.h>

namespace sansio {
namespace {

TEST(DomainName, IsMadeOfLabelsOfLettersDigitsAndInnerHyphens_Rfc1123_2_1) {
    std::string const longest_label(63, 'a');
    for (std::string const& good :
         {std::string("contoso.com"), std::string("A-1.Contoso.COM"), std::string("3com.com"),
          std::string("xn--bcher-kva.example"), longest_label + ".com"})
        EXPECT_TRUE(is_domain_name(good)) << good;
    for (std::string const& bad :
         {std::string(""), std::string("com"), std::string("contoso.com."), std::string(".com"),
          std::string("a..com"), std::string("-a.com"), std::string("a-.com"), std::string("a_b.com"),
          std::string("a b.com"), std::string("192.0.2.1"), std::string("[::1]"),
          std::string("*.contoso.com"), "a" + longest_label + ".com"})
        EXPECT_FALSE(is_domain_name(bad)) << bad;
}

TEST(DomainName, HasAtMost253Letters) {
    std::string name;
    for (int label = 0; label < 62; ++label) name += "abc.";
    EXPECT_TRUE(is_domain_name(name + "abcde"));
    EXPECT_FALSE(is_domain_name(name + "abcdef"));
}

TEST(DomainName, ComparesAndHashesWithoutAsciiCaseOnly) {
    EXPECT_TRUE(equal_ignoring_case("SIP.Contoso.com", "sip.contoso.COM"));
    EXPECT_FALSE(equal_ignoring_case("contoso.com", "contoso.co"));
    EXPECT_FALSE(equal_ignoring_case("@", "`"));
    EXPECT_EQ(hash_ignoring_case("Contoso.COM"), hash_ignoring_case("contoso.com"));
    EXPECT_NE(hash_ignoring_case("contoso.com"), hash_ignoring_case("contosp.com"));
    EXPECT_EQ(lower_case("Ab[@Z"), "ab[@z");
}

TEST(DomainName, LosesOneFinalDotAndItsFirstLabel) {
    EXPECT_EQ(without_final_dot("sip.contoso.com."), "sip.contoso.com");
    EXPECT_EQ(without_final_dot("."), "");
    EXPECT_EQ(without_final_dot("contoso.com"), "contoso.com");
    EXPECT_EQ(parent_domain("sip.contoso.com"), "contoso.com");
    EXPECT_EQ(parent_domain("com"), "");
}

}  // namespace
}  // namespace sansio
