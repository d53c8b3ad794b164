#include "reports/pcapng.hpp"

#include <gmock/gmock.h>

#include "reports/message_end.hpp"
#include "reports/test_capture.hpp"
#include "reports/test_run.hpp"

namespace reports {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

using namespace std::string_literals;

constexpr auto whole = "OPTIONS sip:a SIP/2.0\r\nContent-Length: 0\r\n\r\n";

ScenarioRecord with_messages(std::vector<Message> const& messages) {
    auto scenario = failed_scenario();
    scenario.entries.assign(messages.begin(), messages.end());
    return scenario;
}

ReadCapture read_back(ScenarioRecord const& scenario) {
    auto const capture = CaptureReader(pcapng(small_run().header, scenario)).read();
    EXPECT_TRUE(capture);
    return capture.value_or(ReadCapture{});
}

TEST(Pcapng, AMessageComesInAConversationFromHandshakeToFin) {
    auto const capture = read_back(with_messages({{std::chrono::seconds(2), "contoso", "edge", "", whole}}));
    EXPECT_EQ(capture.link_type, 101U);
    std::vector<std::size_t> flags;
    for (auto const& packet : capture.packets) {
        flags.push_back(packet.flags());
        EXPECT_TRUE(has_right_checksums(packet));
        EXPECT_EQ(packet.at_us, 1'370'044'802'000'000U);  // 2013-06-01 00:00:02
    }
    EXPECT_THAT(flags, ElementsAre(0x02U, 0x12U, 0x10U, 0x18U, 0x10U, 0x11U, 0x11U, 0x10U));
    EXPECT_EQ(capture.packets.at(3).payload(), whole);
    EXPECT_EQ(capture.packets.at(3).u16(22), 5060U);
    EXPECT_EQ(capture.packets.at(3).bytes.substr(12, 8), "\xc0\x00\x02\x01\xc0\x00\x02\x02"s);
}

TEST(Pcapng, PartiesHaveTheirNamesByColumn) {
    auto const capture = read_back(with_messages({{{}, "stranger", "edge", "", whole}}));
    EXPECT_THAT(capture.names, testing::SizeIs(4));
    EXPECT_EQ(capture.names.at("\xc0\x00\x02\x02"s), "edge");
    EXPECT_EQ(capture.names.at("\xc0\x00\x02\x04"s), "stranger");
}

TEST(Pcapng, LongMessagesAreCutAndAnswersGoTheSameWay) {
    std::string const body(5000, 'x');
    std::string const request = "MESSAGE sip:a SIP/2.0\r\nContent-Length: 5000\r\n\r\n" + body;
    auto const capture =
        read_back(with_messages({{{}, "contoso", "edge", "", request}, {{}, "edge", "contoso", "", whole}}));
    auto const streams = streams_of(capture);
    ASSERT_TRUE(streams);
    EXPECT_THAT(*streams, testing::SizeIs(2));
    EXPECT_THAT(*streams, Contains(testing::Pair(testing::_, request)));
    EXPECT_THAT(*streams, Contains(testing::Pair(testing::_, whole)));
    for (auto const& packet : capture.packets) {
        EXPECT_LE(packet.bytes.size(), 1440U);
        EXPECT_TRUE(has_right_checksums(packet));
    }
}

TEST(Pcapng, BehindAMessageWithoutAnEndThePairBeginsAnew) {
    std::string const endless = "MESSAGE sip:a SIP/2.0\r\nContent-Length: 9\r\n\r\nx";
    auto const streams = streams_of(
        read_back(with_messages({{{}, "contoso", "edge", "", endless}, {{}, "contoso", "edge", "", whole}})));
    ASSERT_TRUE(streams);
    EXPECT_THAT(*streams, testing::SizeIs(4));  // two conversations, both directions
    EXPECT_THAT(*streams, Contains(testing::Pair(testing::_, endless)));
    EXPECT_THAT(*streams, Contains(testing::Pair(testing::_, whole)));
}

TEST(Pcapng, StepsAreRemarksAndTheVerdictStandsInFront) {
    auto const capture = read_back(failed_scenario());
    EXPECT_THAT(capture.comments,
                ElementsAre("sip/hello-out: Alice says hello to Bob", "failed: step 2: nothing in 5 s",
                            "again: fedproof run sip/hello-out --seed 7"));
    std::vector<std::string> remarks;
    for (auto const& packet : capture.packets)
        remarks.insert(remarks.end(), packet.comments.begin(), packet.comments.end());
    EXPECT_THAT(remarks, Contains("step 1 (line 11), passed: alice sends MESSAGE"));
    EXPECT_THAT(remarks, Contains(HasSubstr("failed: ")));
    EXPECT_THAT(remarks, Contains("fabrikam: connection from the edge"));
}

TEST(Pcapng, AScenarioWithoutMessagesIsAFileWithoutPackets) {
    auto scenario = with_messages({});
    scenario.entries = {Occurrence{{}, "edge", "could not start"}};
    auto const capture = read_back(scenario);
    EXPECT_TRUE(capture.packets.empty());
    EXPECT_THAT(capture.comments, Contains("edge: could not start"));
}

TEST(Pcapng, FilesAreNamedByIdAndRound) {
    EXPECT_EQ(pcapng_file_name({.id = "sip/hello-out"}), "sip-hello-out.pcapng");
    EXPECT_EQ(pcapng_file_name({.id = "sip/hello-out", .round = 3}), "sip-hello-out-3.pcapng");
}

TEST(MessageEnd, IsToldByOneContentLengthThatIsTrue_Rfc3261_18_3) {
    EXPECT_TRUE(tells_its_end(whole));
    EXPECT_TRUE(tells_its_end("SIP/2.0 200 OK\r\nl :\t3 \r\n\r\nabc"));
    EXPECT_TRUE(tells_its_end("\r\n\r\n"));
    for (auto const* const bytes :
         {"SIP/2.0 200 OK\r\n\r\n", "SIP/2.0 200 OK\r\nContent-Length: 3\r\n\r\nab",
          "SIP/2.0 200 OK\r\nContent-Length: 0\r\nl: 0\r\n\r\n", "SIP/2.0 200 OK\r\nContent-Length: 0\r\n",
          "SIP/2.0 200 OK\r\nContent-Length: -1\r\n\r\n", "SIP/2.0 200 OK\r\nContent-Length: 0x\r\n\r\n",
          "hello"})
        EXPECT_FALSE(tells_its_end(bytes)) << bytes;
}

}  // namespace
}  // namespace reports
