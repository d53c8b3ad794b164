#include "edge/service/log.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "sansio/wall_time.hpp"

namespace edge {
namespace {

using Format = topology::Logging::Format;

auto const noon = *sansio::parse_wall_time("2013-06-01T12:00:00Z");

TEST(LogLine, QuotesInTextWhatWouldOtherwiseEndAValue) {
    sansio::Report const report{sansio::Report::Level::warning,
                                "refused",
                                {{"rule", "blocked_domain"}, {"cause", "a \"b\"\r\nc"}, {"empty", ""}}};
    EXPECT_EQ(log_line(report, noon, Format::text),
              R"(2013-06-01T12:00:00Z warning refused rule=blocked_domain cause="a \"b\"\r\nc" empty="")");
}

TEST(LogLine, IsOneJsonObjectInTheOrderOfTheFields) {
    sansio::Report const report{
        sansio::Report::Level::info, "listening", {{"side", "outside"}, {"local", "127.0.0.1:5061"}}};
    EXPECT_EQ(
        log_line(report, noon, Format::json),
        R"({"at":"2013-06-01T12:00:00Z","level":"info","event":"listening","side":"outside","local":"127.0.0.1:5061"})");
}

TEST(LogLine, ShowsInTextNoByteThatATerminalWouldObey) {
    sansio::Report const report{sansio::Report::Level::info,
                                "refused",
                                {{"uri",
                                  "sip:\x9b"
                                  "31m\xc2\x9b"
                                  "2J\xff"}}};
    auto const line = log_line(report, {}, topology::Logging::Format::text);
    EXPECT_TRUE(std::ranges::all_of(line, [](char letter) { return letter >= ' ' && letter < 0x7f; }))
        << line;
}

TEST(LogLine, ShowsAClauseAsItIsWritten) {
    sansio::Report const report{
        sansio::Report::Level::info, "refused", {{"clause", "RFC 3261 §16.3"}, {"uri", "\\u00a7 §é"}}};
    EXPECT_NE(log_line(report, noon, Format::text).find(R"(clause="RFC 3261 §16.3" uri="\\u00a7 §\u00e9")"),
              std::string::npos)
        << log_line(report, noon, Format::text);
}

TEST(LogLine, SurvivesBytesThatAreNoText) {
    sansio::Report const report{sansio::Report::Level::info, "refused", {{"uri", "sip:\xff\x01@x"}}};
    auto const line = log_line(report, noon, Format::json);
    EXPECT_NE(line.find("\\u0001@x"), std::string::npos) << line;
    EXPECT_EQ(line.find('\xff'), std::string::npos);
}

}  // namespace
}  // namespace edge
