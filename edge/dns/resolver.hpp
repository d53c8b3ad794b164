// A stub resolver as a core: questions in, datagrams to one recursive resolver out, answers by id (RFC 1035, RFC 2308).
// It has no socket; its owner carries datagrams between it and the network.
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
#include "sansio/address.hpp"
#include "sansio/fifo_timers.hpp"
#include "sansio/random.hpp"

namespace dns {

struct Settings {
    sansio::Endpoint server{};
    std::uint32_t tries = 3;
    sansio::Duration try_wait = std::chrono::seconds{2};
    sansio::Duration ttl_max = std::chrono::hours{1};
    sansio::Duration negative_ttl_max = std::chrono::minutes{5};  // of "there is no such record"
    std::size_t cached_max = 10'000;                              // answers; the one cached first goes first
    std::size_t questions_max = 1'000;                            // different questions open at a time
    std::size_t waiting_max = 10'000;                             // queries that wait for them
};

/// Chosen by the caller, who never uses one twice.
enum class QueryId : std::uint64_t {};

/// To be sent to the resolver's server.
struct SendDatagram {
    sansio::Endpoint to;
    std::string bytes;
};
/// Answers one query, exactly once, also after cancel().
struct Answered {
    QueryId query;
    std::shared_ptr<Answer const> answer;
};
using Action = std::variant<SendDatagram, Answered>;

class Resolver {
public:
    Resolver(Settings settings, sansio::Random random);

    /// Equal questions share one datagram; what is cached is answered in the next poll_action().
    void resolve(QueryId query, std::string_view name, Type type, sansio::Time now);
    /// The query is answered at once with Outcome::cancelled, unless it was answered before.
    void cancel(QueryId query);
    /// A datagram that came to our socket. What is not from our server, or answers no open question, is ignored.
    void handle(std::span<std::byte const> datagram, sansio::Endpoint from, sansio::Time now);
    void expire(sansio::Time now);
    std::optional<sansio::Time> next_deadline() const;
    std::optional<Action> poll_action();

    /// What is known without asking; nothing when it is not known or has expired. Allocates nothing.
    std::shared_ptr<Answer const> cached(std::string_view name, Type type, sansio::Time now) const {
        return cache_.find({name, type}, now);
    }
    void forget_cached() { cache_.clear(); }
    /// Another server from now on; open questions are asked there at their next try.
    void set_server(sansio::Endpoint server) { settings_.server = server; }
    std::size_t questions() const { return open_.size(); }
    std::size_t cached_size() const { return cache_.size(); }

private:
    struct Question {
        Key key;
        std::uint32_t tries_left = 0;
        std::uint64_t generation = 0;  // of its armed timer
        std::vector<QueryId> waiting;
    };
    struct Try {
        std::uint16_t id;
        std::uint64_t generation;
    };

    void open_question(QueryId query, KeyView key, sansio::Time now);
    void ask(std::uint16_t id, Question& question, sansio::Time now);
    void conclude(std::uint16_t id, Answer answer, sansio::Time now);
    void refuse(QueryId query, Answer::Outcome outcome, std::string text);
    bool is_stale(Try const& attempt) const;
    std::uint16_t fresh_id();

    Settings settings_;
    sansio::Random random_;
    std::map<std::uint16_t, Question> open_;  // by the id on the wire
    ByKey<std::uint16_t> asked_;              // the same, by question
    std::map<QueryId, std::uint16_t> waiting_;
    sansio::FifoTimers<Try> tries_;
    std::uint64_t generation_ = 0;
    Cache cache_;
    std::deque<Action> actions_;
};

}  // namespace dns
