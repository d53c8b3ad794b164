#include "reports/event_stream.hpp"

#include <gtest/gtest.h>

#include "reports/test_run.hpp"

namespace reports {
namespace {

TEST(EventStream, LinesAreAContract) {
    EXPECT_EQ(
        to_line(Record(small_run().header)),
        R"({"record":"run","format":1,"version":"0.1","mode":"virtual","seed":7,"date":"2013-06-01T00:00:00Z",)"
        R"("scenarios":["failure/cut","sip/hello-out"]})"
        "\n");
    EXPECT_EQ(to_line(Record(Message{std::chrono::microseconds(1500), "contoso", "edge", "OPTIONS sip:x",
                                     "OPTIONS\r\n"})),
              R"({"record":"message","at_us":1500,"from":"contoso","to":"edge","summary":"OPTIONS sip:x",)"
              R"("bytes":"OPTIONS\r\n"})"
              "\n");
    EXPECT_EQ(
        to_line(Record(Interrupted{"SIGINT", {.passed = 2}, 3})),
        R"({"record":"interrupted","cause":"SIGINT","passed":2,"failed":0,"unsupported":0,"error":0,"not_run":3})"
        "\n");
    EXPECT_EQ(to_line(Timing(RunTiming{"2026-01-02T03:04:05Z", std::chrono::seconds(2), 2})),
              R"({"record":"run_time","started":"2026-01-02T03:04:05Z","real_us":2000000,"jobs":2})"
              "\n");
}

TEST(EventStream, AShardSaysOfWhatItIsAPart) {
    auto header = small_run().header;
    header.shard = Shard{2, 3};
    header.selection = {"failure/cut", "sip/hello-out", "sip/im"};
    std::string const line = to_line(Record(header));
    EXPECT_NE(
        line.find(R"("shard":{"index":2,"count":3},"selection":["failure/cut","sip/hello-out","sip/im"],)"),
        std::string::npos)
        << line;
    auto const again = parse_record(line);
    ASSERT_TRUE(again) << again.error().text;
    EXPECT_TRUE(*again == Record(header));
}

TEST(EventStream, KnownFailuresAndFaultsOfOursComeBack) {
    KnownFailure const known{"sip/x",      2,          KnownFailure::Standing::other_code, "504",
                             "2026-12-31", "ticket 17"};
    auto const again = parse_timing(to_line(Timing(known)));
    ASSERT_TRUE(again) << again.error().text;
    EXPECT_TRUE(*again == Timing(known));
    EXPECT_FALSE(parse_timing(R"({"record":"known_failure","id":"x","standing":"odd","expires":""})"));
    Record const outcome = Outcome{.id = "sip/x", .verdict = Verdict::error, .is_our_fault = true};
    EXPECT_TRUE(*parse_record(to_line(outcome)) == outcome);
}

TEST(EventStream, EveryRecordComesBackAsItWas) {
    std::vector<Record> records{small_run().header, failed_scenario().start, *failed_scenario().outcome,
                                RunEnd{{1, 2, 3, 4}}, Interrupted{"SIGTERM", {1, 2, 3, 4}, 5}};
    for (auto const& entry : failed_scenario().entries)
        std::visit([&](auto const& record) { records.emplace_back(record); }, entry);
    for (auto const& record : records) {
        auto const again = parse_record(to_line(record));
        ASSERT_TRUE(again) << again.error().text;
        EXPECT_TRUE(*again == record) << to_line(record);
    }
}

TEST(EventStream, BytesThatAreNoTextSurvive) {
    Message const message{std::nullopt, "edge", "dns", "query", std::string("\0\xff\xfe", 3)};
    std::string const line = to_line(Record(message));
    EXPECT_NE(line.find(R"("bytes_hex":"00fffe")"), std::string::npos);
    auto const again = parse_record(line);
    ASSERT_TRUE(again);
    EXPECT_TRUE(*again == Record(message));
}

TEST(EventStream, TimingsComeBackAsTheyWere) {
    Timing const timing =
        ScenarioTiming{"sip/x", 2, std::chrono::microseconds(7), {std::chrono::microseconds(3)}};
    auto const again = parse_timing(to_line(timing));
    ASSERT_TRUE(again);
    EXPECT_TRUE(*again == timing);
}

TEST(EventStream, StrangeLinesAreFaultsAndNoCrash) {
    for (auto const* line : {"", "{}", "[]", "{\"record\":\"run\"}",
                             "{\"record\":\"verdict\",\"id\":\"x\",\"verdict\":\"good\"}",
                             "{\"record\":\"message\",\"from\":1,\"to\":\"x\"}", "{\"record\":\"dance\"}"})
        EXPECT_FALSE(parse_record(line)) << line;
}

}  // namespace
}  // namespace reports
