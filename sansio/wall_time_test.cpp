#include "sansio/wall_time.hpp"

#include <gtest/gtest.h>

namespace sansio {
namespace {

using namespace std::chrono_literals;

WallTime unix_second(std::int64_t second) {
    return WallTime{std::chrono::seconds{second}};
}

TEST(WallTime, ReadsDaysAndInstantsInUtc) {
    EXPECT_EQ(parse_wall_time("1970-01-01"), unix_second(0));
    EXPECT_EQ(parse_wall_time("2013-06-01"), unix_second(1'370'044'800));
    EXPECT_EQ(parse_wall_time("2013-06-01T12:34:56"), unix_second(1'370'090'096));
    EXPECT_EQ(parse_wall_time("2013-06-01T12:34:56Z"), unix_second(1'370'090'096));
    EXPECT_EQ(parse_wall_time("2012-02-29"), unix_second(1'330'473'600));
}

TEST(WallTime, IsNothingElse) {
    for (char const* const text :
         {"", "2013", "2013-06", "2013-6-1", "2013-13-01", "2013-02-29", "1969-12-31", "2013-06-01Z",
          "2013-06-01T", "2013-06-01T24:00:00", "2013-06-01T12:60:00", "2013-06-01T12:00:60",
          "2013-06-01T12:00", "2013-06-01T12:00:00+01:00", "2013-06-01 12:00:00", "2013-06-01x"})
        EXPECT_FALSE(parse_wall_time(text)) << text;
}

TEST(WallTime, IsWrittenAsItIsRead) {
    for (char const* const text : {"1970-01-01T00:00:00Z", "2013-06-01T12:34:56Z", "9999-12-31T23:59:59Z"})
        EXPECT_EQ(to_string(*parse_wall_time(text)), text);
    EXPECT_EQ(to_string(unix_second(1) + 999'999us), "1970-01-01T00:00:01Z");
}

TEST(ParseDuration, KnowsFiveUnitsAndFractions) {
    EXPECT_EQ(parse_duration("7us"), 7us);
    EXPECT_EQ(parse_duration("500ms"), 500ms);
    EXPECT_EQ(parse_duration("32s"), 32s);
    EXPECT_EQ(parse_duration("2.5s"), 2'500ms);
    EXPECT_EQ(parse_duration("0.25ms"), 250us);
    EXPECT_EQ(parse_duration("3min"), 3min);
    EXPECT_EQ(parse_duration("1.5h"), 90min);
    EXPECT_EQ(parse_duration("0s"), 0s);
}

TEST(ParseDuration, IsNothingElse) {
    for (char const* const text : {"", "5", "s", "-1s", "+1s", "1 s", "1d", "1S", ".5s", "1.s", "1..5s",
                                   "1.2.3s", "1e3s", "99999999999999999999s", "2000000000s", "1ss"})
        EXPECT_FALSE(parse_duration(text)) << text;
}

}  // namespace
}  // namespace sansio
