#include "simulators/wire/slicer.hpp"

#include <gmock/gmock.h>

#include "sansio/byte_buffer.hpp"

namespace wire {
namespace {

using testing::ElementsAre;

std::string const first = "MESSAGE sip:a@b SIP/2.0\r\nContent-Length: 7\r\n\r\n\r\n\r\nabc";
std::string const second = "SIP/2.0 200 OK\r\nl:0\r\n\r\n";

/// What comes out of `stream` when it arrives in these pieces; a fault as its text with its place.
std::vector<std::string> slice(std::vector<std::string_view> const& pieces, SliceLimits limits = {}) {
    Slicer slicer(limits);
    std::vector<std::string> found;
    for (auto const piece : pieces) {
        slicer.receive(sansio::as_bytes(piece));
        while (auto next = slicer.next()) {
            if (auto const* message = std::get_if<RawMessage>(&*next))
                found.push_back(message->bytes());
            else
                found.push_back(to_text(std::get<SliceFault>(*next).rule));
        }
    }
    return found;
}

TEST(Slicer, EveryCutInTwoGivesTheSameMessages) {
    std::string const stream = "\r\n\r\n" + first + "\r\n" + second + first;
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        auto const view = std::string_view(stream);
        EXPECT_THAT(slice({view.substr(0, cut), view.substr(cut)}), ElementsAre(first, second, first)) << cut;
    }
}

TEST(Slicer, SingleBytesGiveTheSameMessages) {
    std::string const stream = first + second + "\r\n\r\n" + first;
    std::vector<std::string_view> bytes;
    for (std::size_t at = 0; at < stream.size(); ++at)
        bytes.push_back(std::string_view(stream).substr(at, 1));
    EXPECT_THAT(slice(bytes), ElementsAre(first, second, first));
}

TEST(Slicer, CountsKeepAlivesBetweenMessages_Rfc3261_7_5) {
    Slicer slicer;
    slicer.receive(sansio::as_bytes("\r\n\r\n\r"));
    EXPECT_FALSE(slicer.next());
    EXPECT_EQ(slicer.keep_alives(), 2U);
    EXPECT_EQ(slicer.pending(), 1U);
}

TEST(Slicer, AStreamNeedsOneContentLength_Rfc3261_18_3) {
    EXPECT_THAT(slice({"ACK x SIP/2.0\r\nVia: x\r\n\r\n"}), ElementsAre("Content-Length is missing"));
    EXPECT_THAT(slice({"ACK x SIP/2.0\r\nContent-Length: -1\r\n\r\n"}),
                ElementsAre("Content-Length is no number"));
    EXPECT_THAT(slice({"ACK x SIP/2.0\r\nl: 1\r\nContent-Length: 2\r\n\r\nab"}),
                ElementsAre("Content-Length stands twice and differs"));
    EXPECT_THAT(slice({"A x SIP/2.0\r\nl: 99999999999999999999999\r\n\r\n"}),
                ElementsAre("the body is too long"));
}

TEST(Slicer, AFaultEndsTheStreamAndIsToldOnce) {
    EXPECT_THAT(slice({"A\nB\r\n", first}), ElementsAre("a line of the head ends in LF without CR"));
    EXPECT_THAT(
        slice({std::string_view(first).substr(0, 30), first}, {.head_size_max = 20, .body_size_max = 9}),
        ElementsAre("the head is too long"));
}

TEST(Slicer, TheFaultsPlaceCountsFromTheStartOfTheStream) {
    Slicer slicer;
    slicer.receive(sansio::as_bytes("\r\n" + second + "AB\nC"));
    EXPECT_TRUE(std::holds_alternative<RawMessage>(*slicer.next()));
    EXPECT_EQ(std::get<SliceFault>(*slicer.next()).offset, 2 + second.size() + 2);
}

}  // namespace
}  // namespace wire
