#include "edge/sip/parameters.hpp"

#include <gtest/gtest.h>

namespace sip {
namespace {

TEST(Parameters, AreFoundByNameInAnyCase) {
    auto const parameters = Parameters::parse(" ; tag = b1;lr;ms-info=\"a;b\\\"c\" ;x==eq");
    ASSERT_TRUE(parameters.has_value());
    EXPECT_EQ(parameters->value_of("TAG"), "b1");
    EXPECT_TRUE(parameters->has("lr"));
    EXPECT_EQ(parameters->value_of("lr"), std::nullopt);
    EXPECT_EQ(parameters->value_of("ms-info"), "\"a;b\\\"c\"");
    EXPECT_EQ(parameters->value_of("x"), "=eq");
    EXPECT_FALSE(parameters->has("info"));
}

TEST(Parameters, TheWantedOneIsFoundOnTheWay) {
    auto const tag_of = [](std::string_view text) {
        std::string_view tag;
        EXPECT_TRUE(Parameters::parse(text, "tag", tag).has_value()) << text;
        return tag;
    };
    EXPECT_EQ(tag_of(";x=1; TaG = a1 ;y=b2"), "a1");
    EXPECT_EQ(tag_of(";tagged=1;y=\";tag=q\""), "");
    EXPECT_EQ(tag_of(";tag;x"), "");
    EXPECT_EQ(tag_of(""), "");
}

TEST(Parameters, TheWantedOneStandsOnce_Rfc3261_7_3_1) {
    std::string_view value;
    for (auto const* text : {";tag=1;tag=2", ";tag=1;x;TAG=1", ";tag;tag=1", ";tag=1;tag"})
        EXPECT_EQ(Parameters::parse(text, "tag", value).error().rule, Rule::parameters) << text;
}

TEST(Parameters, OfHeadersAreRefused) {
    for (auto const* text :
         {";", ";;a", ";a=", ";a b", ";a=\"open", ";a=1,b", "a=1", ";(=1", ";a=1;", ";a=<x>"})
        EXPECT_FALSE(Parameters::parse(text).has_value()) << text;
}

TEST(Parameters, OfUrisKnowEscapesAndNoSpace) {
    EXPECT_EQ(Parameters::parse_of_uri(";opaque=user:epid:AAAA;gruu")->value_of("opaque"), "user:epid:AAAA");
    EXPECT_TRUE(Parameters::parse_of_uri("").has_value());
    for (auto const* text : {";", ";;", ";a=", ";=b", ";a=1;", ";a=%4", ";a=%zz", ";a=1 ", ";a=\"q\"", "x;a"})
        EXPECT_FALSE(Parameters::parse_of_uri(text).has_value()) << text;
}

}  // namespace
}  // namespace sip
