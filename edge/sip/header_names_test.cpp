#include "edge/sip/header_names.hpp"

#include <gtest/gtest.h>

#include "sansio/domain_name.hpp"

namespace sip {
namespace {

TEST(HeaderNames, EveryRowIsFoundByItsNameInAnyCase) {
    for (std::size_t i = 0; i < known_headers; ++i) {
        auto const header = static_cast<Header>(i);
        std::string upper(name_of(header));
        for (auto& letter : upper)
            letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
        EXPECT_EQ(find_header(name_of(header)), header) << name_of(header);
        EXPECT_EQ(find_header(upper), header) << upper;
        EXPECT_EQ(find_header(sansio::lower_case(name_of(header))), header) << name_of(header);
    }
}

TEST(HeaderNames, CompactFormsAreTheNames_Rfc3261_7_3_3) {
    EXPECT_EQ(find_header("v"), Header::via);
    EXPECT_EQ(find_header("F"), Header::from);
    EXPECT_EQ(find_header("l"), Header::content_length);
    EXPECT_EQ(find_header("k"), Header::supported);
    EXPECT_EQ(find_header("z"), Header::unknown);
}

TEST(HeaderNames, NamesNearAKnownOneAreUnknown) {
    for (auto const* name : {"", "Vi", "Viaa",
                             "V\x09"
                             "a",
                             "Call_ID", "Call-IE", "@rom", "ms-diagnostic"})
        EXPECT_EQ(find_header(name), Header::unknown) << name;
}

TEST(HeaderNames, SingleAndListKindsAreValuesOfTheSameTable) {
    EXPECT_EQ(to_header(ListHeader::via), Header::via);
    EXPECT_EQ(to_header(SingleHeader::call_id), Header::call_id);
}

}  // namespace
}  // namespace sip
