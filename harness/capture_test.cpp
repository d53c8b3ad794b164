// What a failing run leaves for Wireshark, judged by tshark (package tshark; `./dev setup test` installs it).
#include <algorithm>
#include <sstream>

#include "harness/program_for_test.hpp"

namespace harness {
namespace {

using CaptureTest = ProgramTest;
namespace fs = std::filesystem;

constexpr auto tshark = "/usr/bin/tshark";

/// Frames of `file` that `filter` holds of: each field of each, with tabs between.
class Frames {
public:
    Frames(std::string const& file, std::string const& filter, std::vector<std::string> const& fields,
           std::string const& log) {
        std::vector<std::string> command{tshark, "-n", "-r", file, "-Y", filter, "-T", "fields"};
        for (auto const& field : fields) command.insert(command.end(), {"-e", field});
        runner::ChildProcess child;
        fs::remove(log);
        EXPECT_EQ(child.start(command, log), "") << "./dev setup test installs it";
        EXPECT_TRUE(child.wait(std::chrono::minutes(1)));
        EXPECT_EQ(child.end(), "exit code 0") << file_text(log);
        std::istringstream lines(file_text(log));
        for (std::string line; std::getline(lines, line);)
            if (!line.starts_with("Running as user")) lines_.push_back(line);
    }
    std::vector<std::string> const& lines() const { return lines_; }

private:
    std::vector<std::string> lines_;
};

std::size_t messages_of(reports::ScenarioRecord const& scenario) {
    return static_cast<std::size_t>(std::ranges::count_if(
        scenario.entries, [](auto const& entry) { return std::holds_alternative<reports::Message>(entry); }));
}

TEST_F(CaptureTest, EveryMessageOfAFailingRunIsReadAsSip) {
    std::string const file = scenario("long", "<im from='alice' to='bob'>" + std::string(4000, 'x') +
                                                  "</im><im from='bob' to='alice'>and back</im>" + failing);
    ASSERT_EQ(fedproof({"run", file, "sip/hello-out", "-o", path("out")}), "exit code 1") << said();
    std::vector<std::string> captures;
    for (auto const& entry : fs::directory_iterator(path("out/captures")))
        captures.push_back(entry.path().filename());
    ASSERT_THAT(captures, testing::ElementsAre("sip-long.pcapng"));
    auto const capture = path("out/captures/sip-long.pcapng");
    auto const run = results("out");
    auto const failed = std::ranges::find_if(run.scenarios, reports::is_bad);
    ASSERT_NE(failed, run.scenarios.end());
    std::size_t const messages = messages_of(*failed);
    EXPECT_GT(messages, 8U);
    Frames const understood(
        capture, "sip.Call-ID && sip.CSeq.seq && sip.CSeq.method && sip.Via && sip.from.addr && sip.to.addr",
        {"sip.Call-ID", "ip.src"}, path("tshark"));
    EXPECT_EQ(understood.lines().size(), messages);
    Frames const faults(capture, "_ws.malformed || tcp.analysis.flags || ip.checksum.status == 0",
                        {"frame.number", "_ws.expert.message"}, path("tshark"));
    EXPECT_THAT(faults.lines(), testing::IsEmpty());
    Frames const remarks(capture, "frame.comment contains \"failed\"", {"frame.comment"}, path("tshark"));
    EXPECT_THAT(remarks.lines(), testing::Contains(testing::HasSubstr("expected: ")));
}

TEST_F(CaptureTest, WhatWasSentMalformedStaysSoAndTheRestIsStillRead) {
    // It asks for 2,000 octets more than it has, so a reader of one stream would take the next messages for them.
    std::string const liar = R"(
    <connect from="fabrikam" label="plain"/>
    <send from="bob" on="plain">
      <message exact="true">MESSAGE sip:alice@contoso.com SIP/2.0\r\nContent-Length: 2000\r\n\r\n</message>
    </send>)";
    std::string const file = scenario("liar", liar + passing + failing);
    ASSERT_EQ(fedproof({"run", file, "-o", path("out")}), "exit code 1") << said();
    auto const run = results("out");
    ASSERT_THAT(run.scenarios, testing::SizeIs(1));
    EXPECT_GT(messages_of(run.scenarios.front()), 5U);
    Frames const understood(path("out/captures/sip-liar.pcapng"), "sip.Call-ID && sip.CSeq.seq",
                            {"sip.Call-ID"}, path("tshark"));
    EXPECT_EQ(understood.lines().size(), messages_of(run.scenarios.front()) - 1);
    Frames const all(path("out/captures/sip-liar.pcapng"), "tcp.payload contains \"Content-Length: 2000\"",
                     {"frame.number"}, path("tshark"));
    EXPECT_EQ(all.lines().size(), 1U);
}

TEST_F(CaptureTest, ARunThatPassesLeavesNoneAndTakesAwayThoseOfTheLast) {
    auto const file = scenario("own", failing);
    ASSERT_EQ(fedproof({"run", file, "-o", path("out")}), "exit code 1") << said();
    EXPECT_TRUE(fs::exists(path("out/captures/sip-own.pcapng")));
    ASSERT_EQ(fedproof({"run", "sip/hello-out", "-o", path("out")}), "exit code 0") << said();
    EXPECT_FALSE(fs::exists(path("out/captures")));
    ASSERT_EQ(fedproof({"run", file, "--report", "junit", "-o", path("out")}), "exit code 1") << said();
    EXPECT_FALSE(fs::exists(path("out/captures")));
}

}  // namespace
}  // namespace harness
