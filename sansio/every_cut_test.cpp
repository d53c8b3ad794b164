// The kit of testing/every_cut.hpp, shown on a reader of lines and on three readers that do it wrong.
#include "sansio/testing/every_cut.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sansio/stream_machine.hpp"

namespace sansio::testing {
namespace {

using ::testing::HasSubstr;

struct LineReader {
    struct Line {
        std::string text;
    };
    struct Ended {
        std::size_t left_over;
    };
    using Event = std::variant<Line, Ended>;
    enum class Flaw { none, line_of_each_piece, forgets_cr, drops_second_line };

    explicit LineReader(Flaw chosen = Flaw::none) : flaw(chosen) {}
    void receive(std::span<std::byte const> bytes, Time) {
        buffer += as_text(bytes);
        if (flaw == Flaw::line_of_each_piece && !buffer.ends_with("\r\n")) buffer += "\r\n";
        fresh = true;
    }
    void end_of_stream(Time) { ended = true; }
    void expire(Time) {}
    std::optional<Time> next_deadline() const { return std::nullopt; }
    std::span<std::byte const> unsent() const { return as_bytes(out); }
    void sent(std::size_t count) { out.erase(0, count); }
    std::optional<Event> poll_event() {
        auto const end = buffer.find("\r\n");
        if (end != std::string::npos) {
            Line line{buffer.substr(0, end)};
            buffer.erase(0, end + 2);
            out += "ok ";
            if (flaw == Flaw::drops_second_line && !std::exchange(fresh, false)) return poll_event();
            return line;
        }
        if (flaw == Flaw::forgets_cr && buffer.ends_with('\r')) buffer.pop_back();
        if (ended)
            return std::exchange(ended, false) ? std::optional<Event>(Ended{buffer.size()}) : std::nullopt;
        return std::nullopt;
    }

    Flaw flaw;
    std::string buffer;
    std::string out;
    bool fresh = false;
    bool ended = false;
};
static_assert(StreamMachine<LineReader>);

std::string print(LineReader::Event const& event) {
    if (auto const* const line = std::get_if<LineReader::Line>(&event)) return "line " + line->text;
    return "ended " + std::to_string(std::get<LineReader::Ended>(event).left_over);
}

std::string check_reader(LineReader::Flaw flaw) {
    std::vector<std::string> const corpus = {"one\r\n", "two\r\n", "with\rcr\r\n", "left over"};
    return every_cut([flaw] { return LineReader(flaw); }, corpus, print);
}

TEST(EveryCut, FindsNothingWrongWithAMachineThatKeepsTheContract) {
    EXPECT_EQ(check_reader(LineReader::Flaw::none), "");
}

TEST(EveryCut, CatchesAMachineThatTakesAPieceForAMessage) {
    EXPECT_THAT(check_reader(LineReader::Flaw::line_of_each_piece), HasSubstr("text 0 in single bytes"));
}

TEST(EveryCut, CatchesAMachineThatLosesAByteAtACut) {
    auto const complaint = check_reader(LineReader::Flaw::forgets_cr);
    EXPECT_THAT(complaint, HasSubstr("in single bytes"));
    EXPECT_THAT(complaint, HasSubstr("line one"));
}

TEST(EveryCut, CatchesAMachineThatReadsOnlyTheFirstOfTwoGluedMessages) {
    EXPECT_THAT(check_reader(LineReader::Flaw::drops_second_line), HasSubstr("text 0 glued to the next"));
}

TEST(EveryCut, TakesMachinesBehindPointersAndWithoutTime) {
    struct Counter {
        struct Event {
            char letter;
        };
        void receive(std::string_view bytes) { waiting += bytes; }
        std::optional<Event> poll_event() {
            if (waiting.empty()) return std::nullopt;
            Event const event{waiting.front()};
            waiting.erase(0, 1);
            return event;
        }
        std::string waiting;
    };
    auto const make = [] { return std::make_unique<Counter>(); };
    EXPECT_EQ(every_cut(make, {"ab", "c"}, [](Counter::Event event) { return std::string(1, event.letter); }),
              "");
}

}  // namespace
}  // namespace sansio::testing
