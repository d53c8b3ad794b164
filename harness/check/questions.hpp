// Asks resolvers over UDP, over TCP where an answer is cut short (RFC 7766 §5), and tells absence from failure and silence.
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sansio/byte_buffer.hpp"
#include "sansio/network.hpp"
#include "sansio/random.hpp"
#include "simulators/internet/dns_wire.hpp"

namespace check {

struct QuestionSettings {
    std::vector<sansio::Endpoint> resolvers;             // asked in turn, at least one
    sansio::Duration timeout = std::chrono::seconds{5};  // of one question, all tries and resolvers together
    std::uint32_t tries = 3;
    std::optional<sansio::IpAddress> local{};  // of the sockets; nothing: any
};

struct Reply {
    enum class Outcome : std::uint8_t {
        records,        // some came; they need not be of the type that was asked
        absent,         // no such name, or none of that type: a resolver says so
        server_failed,  // every resolver that answered failed: SERVFAIL, REFUSED
        no_answer,
    };
    std::size_t question = 0;
    Outcome outcome = Outcome::no_answer;
    std::vector<internet::DnsRecord> records;
    sansio::Duration latency{};
};

/// Each question is answered once by poll_reply(). Connections have ids from `first_connection` on.
class Questions {
public:
    static constexpr std::uint64_t first_connection = std::uint64_t{1} << 62U;

    Questions(QuestionSettings settings, sansio::Random random)
        : settings_(std::move(settings)), random_(random) {}

    void start();
    /// Answers the question's number.
    std::size_t ask(std::string name, internet::RecordType type, sansio::Time now);

    void handle(sansio::Input const& input, sansio::Time now);
    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const;
    std::optional<sansio::Action> poll_action();
    std::optional<Reply> poll_reply();
    std::span<std::byte const> unsent(sansio::ConnectionId connection) const;
    void sent(sansio::ConnectionId connection, std::size_t count);

private:
    struct Question {
        std::size_t number = 0;
        std::string name;
        internet::RecordType type{};
        std::uint32_t tries = 0;
        std::uint32_t failures = 0;
        sansio::Time asked;
        sansio::Time due;
        bool over_tcp = false;
    };
    struct Stream {
        std::uint16_t id = 0;  // of the question
        std::string in;
        sansio::ByteBuffer out;
    };

    sansio::Endpoint const& resolver_of(Question const& question) const;
    void transmit(std::uint16_t id, Question& question, sansio::Time now);
    void take_packet(std::span<std::byte const> packet, sansio::Time now);
    void ask_over_tcp(std::uint16_t id, Question& question);
    void take_failure(std::uint16_t id, sansio::Time now);
    void finish(std::uint16_t id, Reply::Outcome outcome, std::vector<internet::DnsRecord> records,
                sansio::Time now);
    void end_stream(sansio::ConnectionId connection);
    void on(sansio::SocketOpen const& open, sansio::Time now);
    void on(sansio::DatagramReceived const& datagram, sansio::Time now);
    void on(sansio::Connected const& connected, sansio::Time now);
    void on(sansio::Received const& received, sansio::Time now);
    void on(sansio::ConnectFailed const& failed, sansio::Time now);
    void on(sansio::Closed const& closed, sansio::Time now);
    template <class Other>
    void on(Other const&, sansio::Time) {}

    QuestionSettings settings_;
    sansio::Random random_;
    std::map<std::uint16_t, Question> open_;
    std::map<sansio::ConnectionId, Stream> streams_;
    std::map<sansio::SocketId, bool> sockets_;  // open yet?
    std::vector<sansio::SendDatagram> before_they_open_;
    std::deque<sansio::Action> actions_;
    std::deque<Reply> replies_;
    std::size_t asked_ = 0;
    std::uint64_t connections_ = 0;
};

}  // namespace check
