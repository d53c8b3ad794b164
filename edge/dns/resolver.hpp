// A stub resolver as a core: questions in; datagrams and streams to a few recursive resolvers out; answers by id
// (RFC 1035, RFC 2308, RFC 5452, RFC 7766, RFC 8767). It has no socket; its owner carries bytes to and from the network.
#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "edge/dns/answer.hpp"
#include "edge/dns/cache.hpp"
#include "edge/dns/interpretation.hpp"
#include "edge/dns/servers.hpp"
#include "edge/dns/stream_reader.hpp"
#include "sansio/address.hpp"
#include "sansio/fifo_timers.hpp"
#include "sansio/random.hpp"

namespace dns {

struct Settings {
    std::vector<sansio::Endpoint> servers{};  // in the order in which they are asked; at least one
    std::uint32_t tries = 3;                  // of one question at each server
    sansio::Duration try_wait = std::chrono::seconds{2};
    sansio::Duration server_rest = std::chrono::seconds{30};  // a silent server is asked last for so long
    std::uint32_t ttl_scale = 1;  // scaled time: what a record says of its life is divided by it
    sansio::Duration ttl_min{};   // of what was found
    sansio::Duration ttl_max = std::chrono::hours{1};
    sansio::Duration negative_ttl_max = std::chrono::minutes{5};  // of "there is no such record"
    // What was found serves so much longer while no server says anything: the limit, and the time until the next try.
    sansio::Duration stale_max = std::chrono::minutes{10};
    sansio::Duration stale_ttl = std::chrono::seconds{30};
    std::size_t cached_max = 10'000;    // answers; the one cached first goes first
    std::size_t questions_max = 1'000;  // different questions open at a time
    std::size_t waiting_max = 10'000;   // queries that wait for them
    std::size_t streams_max = 20;       // TCP connections at a time
    std::uint32_t forgeries_max = 8;    // answers with a wrong id before a question goes over TCP
    std::uint32_t sockets = 4;          // of which each question draws one to be sent from
};

/// Chosen by the caller, who never uses one twice.
enum class QueryId : std::uint64_t {};
/// Chosen by the resolver, which never uses one twice.
enum class StreamId : std::uint64_t {};

/// To be sent from the socket of that number, below Settings::sockets.
struct SendDatagram {
    std::uint32_t socket;
    sansio::Endpoint to;
    std::string bytes;
};
/// A plain TCP connection; answered by connected() or lost().
struct OpenStream {
    StreamId stream;
    sansio::Endpoint to;
};
/// The whole of what the stream is to carry.
struct SendOnStream {
    StreamId stream;
    std::string bytes;
};
/// It is not needed any longer, connected or not; what is still said of it is ignored.
struct CloseStream {
    StreamId stream;
};
/// Answers one query, exactly once.
struct Answered {
    QueryId query;
    std::shared_ptr<Answer const> answer;
};
using Action = std::variant<SendDatagram, OpenStream, SendOnStream, CloseStream, Answered>;

class Resolver {
public:
    Resolver(Settings settings, sansio::Random random);

    /// Equal questions share one datagram; what is cached is answered in the next poll_action().
    void resolve(QueryId query, std::string_view name, Type type, sansio::Time now);
    /// A datagram that came to our socket of that number. What is not from a server that was asked, did not come where
    /// the answer belongs, or answers no open question, is ignored.
    void datagram(std::uint32_t socket, std::span<std::byte const> bytes, sansio::Endpoint from,
                  sansio::Time now);
    void connected(StreamId stream);
    void received(StreamId stream, std::span<std::byte const> bytes, sansio::Time now);
    /// The stream did not come to be, or has ended.
    void lost(StreamId stream, sansio::Time now);
    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const;
    std::optional<Action> poll_action();

    /// What is known without asking; nothing when it is not known or has expired. Allocates nothing.
    std::shared_ptr<Answer const> cached(std::string_view name, Type type, sansio::Time now) const {
        return cache_.find({name, type}, now);
    }
    std::size_t questions() const { return open_.size(); }
    std::size_t streams() const { return streams_.size(); }

private:
    struct Question {
        Key key;
        AliasChain chain;   // chain.name is what is being asked for
        std::string asked;  // the same with its letters in drawn case
        std::uint16_t id = 0;
        std::uint32_t socket = 0;
        Servers::Turns turns{};
        std::size_t server = 0;  // asked last
        std::uint32_t forgeries = 0;
        std::optional<StreamId> stream;
        std::optional<Answer> failure;  // the last server's that answered without use
        std::uint64_t generation = 0;   // of its last try
        std::vector<QueryId> waiting;
    };
    struct Stream {
        std::uint16_t id = 0;  // of the question
        StreamReader reader;
    };
    struct Try {
        std::uint16_t id;
        std::uint64_t generation;
    };

    void open_question(QueryId query, KeyView key, sansio::Time now);
    void draw(Question& question);
    void ask(Question& question, sansio::Time now);
    void ask_over_tcp(Question& question, sansio::Time now);
    void try_until(Question& question, sansio::Time now);
    void server_failed(Question& question, Answer why, sansio::Time now);
    void give_up(Question& question, sansio::Time now);
    void hear(Question& question, WireResponse const& response, sansio::Time now);
    void forged(WireResponse const& response, sansio::Time now);
    void follow(Question& question, AliasChain chain, sansio::Time now);
    void conclude(Question& question, Answer answer, sansio::Time now);
    void close_stream(Question& question);
    Question* question_of(StreamId stream);
    void refuse(QueryId query, Answer::Outcome outcome, std::string text);
    bool is_stale(Try const& attempt) const;

    Settings settings_;
    sansio::Random random_;
    Servers servers_;
    std::map<std::uint16_t, Question> open_;  // by the id on the wire
    ByKey<std::uint16_t> asked_;              // the same, by what the caller asked
    std::map<QueryId, std::uint16_t> waiting_;
    std::map<StreamId, Stream> streams_;
    sansio::FifoTimers<Try> tries_;
    std::uint64_t generation_ = 0;
    std::uint64_t next_stream_ = 1;
    Cache cache_;
    std::deque<Action> actions_;
};

}  // namespace dns
