#include "edge/sip/rewrite.hpp"

#include <gtest/gtest.h>

namespace sip {
namespace {

std::string rendered(Rewrite const& rewrite, std::string_view wire) {
    sansio::ByteBuffer out;
    out.append("before ");
    rewrite.render(wire, out);
    return std::string(out.text());
}

TEST(Rewrite, WithoutEditsTheBytesStay) {
    EXPECT_EQ(rendered(Rewrite(), "abc"), "before abc");
}

TEST(Rewrite, EditsApplyInTheOrderOfTheirPlaces) {
    Rewrite rewrite;
    rewrite.remove(4, 2);
    rewrite.insert(0, {"<", "<"});
    rewrite.replace(2, 1, {"C"});
    rewrite.insert(6, {">"});
    EXPECT_EQ(rendered(rewrite, "abcdef"), "before <<abCd>");
    EXPECT_EQ(rewrite.splices(), 4U);
}

TEST(Rewrite, AtOnePlaceInsertionsKeepTheirOrder) {
    Rewrite rewrite;
    rewrite.remove(1, 2);
    rewrite.insert(1, {"1"});
    rewrite.insert(1, {"2"});
    EXPECT_EQ(rendered(rewrite, "abcd"), "before a12d");
}

TEST(Rewrite, OverlappingRemovalsRemoveOnceAndInsertionsStay) {
    Rewrite rewrite;
    rewrite.remove(1, 4);
    rewrite.remove(2, 1);
    rewrite.remove(3, 3);
    rewrite.insert(3, {"+"});
    EXPECT_EQ(rendered(rewrite, "abcdefg"), "before a+g");
}

TEST(Rewrite, InsertedTextMayEndBeforeRendering) {
    Rewrite rewrite;
    {
        std::string const passing(100, 'x');
        rewrite.insert(1, {passing});
    }
    EXPECT_EQ(rendered(rewrite, "ab"), "before a" + std::string(100, 'x') + "b");
    rewrite.clear();
    EXPECT_EQ(rendered(rewrite, "ab"), "before ab");
}

}  // namespace
}  // namespace sip
