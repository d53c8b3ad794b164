#include "harness/check/questions.hpp"

#include <gmock/gmock.h>

namespace check {
namespace {

using internet::DnsAnswer;
using internet::DnsResponse;
using internet::RecordType;
using std::chrono::milliseconds;
using std::chrono::seconds;

sansio::Endpoint const first{sansio::IpAddress::v4(192, 0, 2, 1), 53};
sansio::Endpoint const second{sansio::IpAddress::v4(192, 0, 2, 2), 53};

class QuestionsTest : public testing::Test {
protected:
    QuestionsTest() {
        questions.start();
        questions.ask("sip.fabrikam.com", RecordType::a, now);
        questions.handle(sansio::SocketOpen{sansio::SocketId{1}, {}}, now);
        take_actions();
    }
    void take_actions() {
        while (auto action = questions.poll_action()) {
            if (auto* datagram = std::get_if<sansio::SendDatagram>(&*action)) sent.push_back(*datagram);
            if (auto* connect = std::get_if<sansio::Connect>(&*action)) connection = connect->connection;
        }
    }
    DnsResponse response(DnsAnswer answer, bool truncated = false) {
        auto const query = internet::parse_query(sansio::as_bytes(std::string_view(sent.back().bytes)));
        return {query->id, query->name, query->type, std::move(answer), truncated};
    }
    void answer(DnsAnswer what, bool truncated = false) {
        auto const packet = internet::pack(response(std::move(what), truncated));
        questions.handle(sansio::DatagramReceived{sansio::SocketId{1}, sent.back().to,
                                                  sansio::as_bytes(std::string_view(packet))},
                         now);
        take_actions();
    }
    void run_to_the_end() {
        while (auto const due = questions.next_deadline()) {
            now = *due;
            questions.expire(now);
            take_actions();
        }
    }

    sansio::Time now{};
    Questions questions{{{first, second}, seconds{5}, 3, {}}, sansio::Random(1)};
    std::vector<sansio::SendDatagram> sent;
    sansio::ConnectionId connection{};
};

DnsAnswer const address{
    DnsAnswer::Code::no_error, {{"sip.fabrikam.com", sansio::IpAddress::v4(192, 0, 2, 9)}}, {}};

TEST_F(QuestionsTest, AnAnswerEndsAQuestion) {
    now += milliseconds{7};
    answer(address);
    auto const reply = questions.poll_reply();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->outcome, Reply::Outcome::records);
    EXPECT_EQ(reply->latency, milliseconds{7});
    EXPECT_FALSE(questions.next_deadline());
}

TEST_F(QuestionsTest, AbsenceIsAnAnswerAndFailureAsksTheOtherResolver) {
    answer({DnsAnswer::Code::server_failure, {}, {}});
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(sent[1].to, second);
    answer({DnsAnswer::Code::name_error, {}, {}});
    EXPECT_EQ(questions.poll_reply()->outcome, Reply::Outcome::absent);
}

TEST_F(QuestionsTest, WhenEachResolverFailsThatIsTheAnswer) {
    answer({DnsAnswer::Code::server_failure, {}, {}});
    answer({DnsAnswer::Code::refused, {}, {}});
    EXPECT_EQ(questions.poll_reply()->outcome, Reply::Outcome::server_failed);
}

TEST_F(QuestionsTest, SilenceEndsAfterTheTimeoutWhateverTheTries) {
    run_to_the_end();
    EXPECT_EQ(questions.poll_reply()->outcome, Reply::Outcome::no_answer);
    EXPECT_EQ(now - sansio::Time{}, seconds{5});
    EXPECT_EQ(sent.size(), 3U);
}

TEST_F(QuestionsTest, AnAnswerThatIsCutShortIsFetchedOverTcp) {
    answer({}, true);
    ASSERT_GE(static_cast<std::uint64_t>(connection), Questions::first_connection);
    questions.handle(sansio::Connected{connection, {}, {}, {}}, now);
    auto const query = sansio::as_text(questions.unsent(connection));
    ASSERT_GT(query.size(), 2U);
    EXPECT_EQ(static_cast<std::size_t>(query[1]), query.size() - 2);
    auto const packet = internet::pack(response(address));
    std::string const framed = std::string{'\0', static_cast<char>(packet.size())} + packet;
    for (char const& byte : framed)
        questions.handle(sansio::Received{connection, sansio::as_bytes(std::string_view(&byte, 1))}, now);
    EXPECT_EQ(questions.poll_reply()->outcome, Reply::Outcome::records);
}

TEST_F(QuestionsTest, AnAnswerFromElsewhereOrToAnotherQuestionIsNone) {
    auto other = response(address);
    other.name = "sip.contoso.com";
    auto const packet = internet::pack(other);
    auto const bytes = sansio::as_bytes(std::string_view(packet));
    questions.handle(sansio::DatagramReceived{sansio::SocketId{1}, first, bytes}, now);
    auto const good = internet::pack(response(address));
    sansio::Endpoint const stranger{sansio::IpAddress::v4(192, 0, 2, 66), 53};
    questions.handle(
        sansio::DatagramReceived{sansio::SocketId{1}, stranger, sansio::as_bytes(std::string_view(good))},
        now);
    EXPECT_FALSE(questions.poll_reply());
}

}  // namespace
}  // namespace check
