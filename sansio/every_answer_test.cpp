// The kit of testing/every_answer.hpp, shown on a host that asks a server by datagram, then calls it, and on hosts like
// it that break the contract in one way each.
#include "sansio/testing/every_answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sansio::testing {
namespace {

using ::testing::HasSubstr;

enum class Flaw {
    none,
    sends_after_closed,
    reuses_id,
    waits_for_ever,
    asks_for_ever,
    sends_before_open,
    stuck_deadline
};

/// Asks for an address, connects to it, says hello; gives up after 5 s. Tells its user once how it ended.
class Caller final : public Host {
public:
    explicit Caller(Flaw flaw) : flaw_(flaw) {}
    void start(Time now) override {
        actions_.push_back(OpenSocket{SocketId{1}, {}});
        if (flaw_ == Flaw::sends_before_open) ask();
        limit_ = now + std::chrono::seconds{5};
    }
    void handle(Input const& input, Time now) override {
        std::visit([&](auto const& what) { take(what, now); }, input);
    }
    void expire(Time now) override {
        if (!limit_ || *limit_ > now || flaw_ == Flaw::stuck_deadline) return;
        end("timed out");
        if (connection_ != 0) actions_.push_back(Close{ConnectionId{connection_}, Close::Way::abort});
    }
    std::optional<Time> next_deadline() const override { return limit_; }
    std::optional<Action> poll_action() override {
        if (actions_.empty()) return std::nullopt;
        auto action = actions_.front();
        actions_.erase(actions_.begin());
        if (flaw_ == Flaw::asks_for_ever && std::holds_alternative<SendDatagram>(action))
            actions_.push_back(action);
        return action;
    }
    std::span<std::byte const> unsent(ConnectionId) const override { return as_bytes(out_); }
    void sent(ConnectionId, std::size_t count) override { out_.erase(0, count); }
    std::vector<std::string> const& told() const { return told_; }

private:
    void ask() { actions_.push_back(SendDatagram{SocketId{1}, {}, "where?"}); }
    void call() { actions_.push_back(Connect{ConnectionId{++connection_}, {}, {}, plain_tcp, ""}); }
    void end(std::string how) {
        told_.push_back(std::move(how));
        if (flaw_ != Flaw::waits_for_ever) limit_.reset();
        out_.clear();
    }
    void take(SocketOpen const&, Time) {
        if (limit_) ask();
    }
    void take(SocketFailed const&, Time) {
        if (limit_) end("no socket");
    }
    void take(DatagramReceived const& input, Time) {
        if (as_text(input.bytes) == "there" && limit_ && connection_ == 0) call();
    }
    void take(Connected const& input, Time) {
        if (!limit_) return;
        out_ = "hello";
        actions_.push_back(Send{input.connection});
    }
    void take(ConnectFailed const& input, Time) {
        if (flaw_ == Flaw::reuses_id && limit_)
            actions_.push_back(Connect{input.connection, {}, {}, plain_tcp, ""});
        else if (limit_)
            end("no connection");
    }
    void take(Received const& input, Time) {
        if (!limit_) return;
        end("greeted");
        actions_.push_back(Close{input.connection});
    }
    void take(Closed const& input, Time) {
        if (flaw_ == Flaw::sends_after_closed) actions_.push_back(Send{input.connection});
        if (limit_) end("cut off");
    }
    template <class Other>
    void take(Other const&, Time) {}

    Flaw flaw_;
    std::optional<Time> limit_;
    std::uint64_t connection_ = 0;
    std::vector<Action> actions_;
    std::string out_;
    std::vector<std::string> told_;
};

std::string try_caller(Flaw flaw) {
    Play<Caller> play{[flaw] { return std::make_unique<Caller>(flaw); }, {}, {}};
    play.around.datagram = [](SendDatagram const&) { return "there"; };
    play.around.peer = [](ConnectionId, std::string_view) { return "welcome"; };
    play.judge = [](Caller const& host, AnswerStage const&) {
        return host.told().size() == 1 ? ""
                                       : "its user was told " + std::to_string(host.told().size()) + " times";
    };
    return every_answer(play);
}

TEST(EveryAnswer, FindsNothingWrongWithAHostThatKeepsTheContract) {
    EXPECT_EQ(try_caller(Flaw::none), "");
}

TEST(EveryAnswer, CatchesASendOnAClosedConnection) {
    EXPECT_THAT(try_caller(Flaw::sends_after_closed), HasSubstr("Send on connection 1, which is not open"));
}

TEST(EveryAnswer, CatchesAnIdThatIsUsedTwice) {
    EXPECT_EQ(try_caller(Flaw::reuses_id), "answer 2 (Connect 0.0.0.0:0) failed: connection 1 is used twice");
}

TEST(EveryAnswer, CatchesAHostThatNeverComesToRest) {
    EXPECT_THAT(try_caller(Flaw::waits_for_ever), HasSubstr("deadline"));
    EXPECT_THAT(try_caller(Flaw::stuck_deadline), HasSubstr("its deadlines do not end"));
}

TEST(EveryAnswer, CatchesActionsWithoutEnd) {
    EXPECT_THAT(try_caller(Flaw::asks_for_ever), HasSubstr("actions without end"));
}

TEST(EveryAnswer, CatchesADatagramBeforeTheSocketIsOpen) {
    EXPECT_EQ(try_caller(Flaw::sends_before_open),
              "all answers prompt: SendDatagram on a socket that is not open");
}

TEST(EveryAnswer, TriesEachAnswerThatTheHostAwaits) {
    Play<Caller> play{[] { return std::make_unique<Caller>(Flaw::none); }, {}, {}};
    play.around.datagram = [](SendDatagram const&) { return "there"; };
    play.around.peer = [](ConnectionId, std::string_view) { return "welcome"; };
    std::vector<std::string> asked;
    EXPECT_EQ(run_play(play, {}, asked), "");
    EXPECT_THAT(asked, ::testing::ElementsAre("OpenSocket 0.0.0.0:0", "the reply to a datagram to 0.0.0.0:0",
                                              "Connect 0.0.0.0:0", "the peer's bytes on connection 1",
                                              "Close of connection 1"));
}

TEST(EveryAnswer, StepsAcceptAndSpeakAsAPeer) {
    struct Greeter final : Host {
        void start(Time) override {}
        void handle(Input const& input, Time) override {
            if (auto const* const received = std::get_if<Received>(&input)) {
                out = "hello " + std::string(as_text(received->bytes));
                action = Send{received->connection};
            }
        }
        void expire(Time) override {}
        std::optional<Time> next_deadline() const override { return std::nullopt; }
        std::optional<Action> poll_action() override { return std::exchange(action, std::nullopt); }
        std::span<std::byte const> unsent(ConnectionId) const override { return as_bytes(out); }
        void sent(ConnectionId, std::size_t) override { out.clear(); }
        std::optional<Action> action;
        std::string out;
    };
    Play<Greeter> play{[] { return std::make_unique<Greeter>(); }, {}, {}};
    play.steps.push_back(
        [](Greeter&, AnswerStage& stage) { stage.receive(stage.accept(ListenerId{1}), "bob"); });
    play.judge = [](Greeter const&, AnswerStage const& stage) {
        return stage.sent(ConnectionId{accepted_bit | 1U}) == "hello bob" ? "" : "the peer was not greeted";
    };
    EXPECT_EQ(every_answer(play), "");
}

}  // namespace
}  // namespace sansio::testing
