#include "edge/dns/resolver.hpp"

#include <algorithm>

#include "edge/dns/wire.hpp"
#include "sansio/check.hpp"
#include "sansio/domain_name.hpp"

namespace dns {
namespace {

Answer failure(Answer::Outcome outcome, std::string text) {
    Answer answer;
    answer.outcome = outcome;
    answer.text = std::move(text);
    return answer;
}

bool is_answer_to(WireResponse const& response, std::string_view name, Type type) {
    return response.question_type == static_cast<std::uint16_t>(type) &&
           sansio::equal_ignoring_case(response.question_name, name);
}

}  // namespace

Resolver::Resolver(Settings settings, sansio::Random random)
    : settings_(std::move(settings)),
      random_(random),
      servers_(settings_.servers, settings_.server_rest),
      tries_(settings_.try_wait),
      cache_(settings_.cached_max, settings_.stale_max) {
    sansio::check(settings_.tries > 0, "a question is asked at least once");
    sansio::check(settings_.sockets > 0, "a question is sent from some socket");
    // Ids are random only while most of the 65,536 are free.
    sansio::check(settings_.questions_max <= 32'768, "at most half of the ids are in use");
}

void Resolver::resolve(QueryId query, std::string_view name, Type type, sansio::Time now) {
    sansio::check(!waiting_.contains(query), "a query id is used once");
    KeyView const key(sansio::without_final_dot(name), type);
    if (auto known = cache_.find(key, now)) {
        actions_.emplace_back(Answered{query, std::move(known)});
    } else if (!is_query_name(key.name)) {
        refuse(query, Answer::Outcome::bad_name, "not a name that DNS can carry");
    } else if (waiting_.size() >= settings_.waiting_max) {
        refuse(query, Answer::Outcome::overloaded, "too many queries wait for DNS");
    } else if (auto const asked = asked_.find(key); asked != asked_.end()) {
        open_.at(asked->second).waiting.push_back(query);
        waiting_.emplace(query, asked->second);
    } else if (open_.size() >= settings_.questions_max) {
        refuse(query, Answer::Outcome::overloaded, "too many DNS questions are open");
    } else {
        open_question(query, key, now);
    }
}

void Resolver::open_question(QueryId query, KeyView key, sansio::Time now) {
    std::uint16_t id = 0;
    do id = static_cast<std::uint16_t>(random_.below(65'536));
    while (open_.contains(id));
    Question& question = open_[id];
    question.key = {std::string(key.name), key.type};
    question.chain.name = question.key.name;
    question.id = id;
    question.waiting.push_back(query);
    asked_.emplace(question.key, id);
    waiting_.emplace(query, id);
    draw(question);
    ask(question, now);
}

/// RFC 5452 §9.2: what an attacker who sees nothing would have to guess. Servers repeat the letters as they were asked.
void Resolver::draw(Question& question) {
    question.socket = static_cast<std::uint32_t>(random_.below(settings_.sockets));
    question.asked = question.chain.name;
    for (char& letter : question.asked) {
        bool const is_letter = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        constexpr char case_bit = 0x20;
        if (is_letter && random_.chance(1, 2)) letter = static_cast<char>(letter ^ case_bit);
    }
}

void Resolver::ask(Question& question, sansio::Time now) {
    auto const server = servers_.choose(question.turns, settings_.tries, now);
    if (!server) return give_up(question, now);
    question.server = *server;
    ++question.turns[*server].asked;
    if (question.forgeries >= settings_.forgeries_max) return ask_over_tcp(question, now);
    try_until(question, now);
    actions_.emplace_back(SendDatagram{question.socket, servers_.at(*server),
                                       encode_query(question.id, question.asked, question.key.type)});
}

/// RFC 7766 §5: TCP is for what a datagram cannot carry, and for what a datagram is not believed.
void Resolver::ask_over_tcp(Question& question, sansio::Time now) {
    if (streams_.size() >= settings_.streams_max)
        return server_failed(question,
                             failure(Answer::Outcome::truncated, "too many DNS connections are open"), now);
    StreamId const stream{next_stream_++};
    streams_[stream].id = question.id;
    question.stream = stream;
    try_until(question, now);
    actions_.emplace_back(OpenStream{stream, servers_.at(question.server)});
}

void Resolver::try_until(Question& question, sansio::Time now) {
    question.generation = ++generation_;
    tries_.arm({question.id, question.generation}, now);
}

/// Asking this server again would bring the same; the next one may know better.
void Resolver::server_failed(Question& question, Answer why, sansio::Time now) {
    close_stream(question);
    question.turns[question.server].has_failed = true;
    question.failure = std::move(why);
    ask(question, now);
}

void Resolver::give_up(Question& question, sansio::Time now) {
    if (auto known = cache_.find_stale(question.key, settings_.stale_ttl, now))
        return conclude(question, std::move(*known), now);
    if (question.failure) return conclude(question, std::move(*question.failure), now);
    std::string text = "no answer from the DNS server";
    std::string_view separator = " ";
    for (auto const& server : settings_.servers) {
        text += std::string(separator) + server.to_string();
        separator = ", ";
    }
    conclude(question, failure(Answer::Outcome::timed_out, std::move(text)), now);
}

void Resolver::refuse(QueryId query, Answer::Outcome outcome, std::string text) {
    actions_.emplace_back(Answered{query, std::make_shared<Answer const>(failure(outcome, std::move(text)))});
}

void Resolver::datagram(std::uint32_t socket, std::span<std::byte const> bytes, sansio::Endpoint from,
                        sansio::Time now) {
    // RFC 5452 §9.1: source, destination, id and question must be those of the query, or the answer may be anybody's.
    auto const server = servers_.find(from);
    auto const response = server ? decode_response(bytes) : std::nullopt;
    if (!response) return;
    auto const open = open_.find(response->id);
    if (open == open_.end()) return forged(*response, now);
    Question& question = open->second;
    bool const was_asked = question.turns[*server].asked > 0 && question.socket == socket;
    if (!was_asked || !is_answer_to(*response, question.chain.name, question.key.type)) return;
    servers_.spoke(*server);
    if (question.stream) return;
    question.server = *server;
    bool const is_believed = response->question_name == question.asked;
    if (response->is_truncated || !is_believed) return ask_over_tcp(question, now);
    hear(question, *response, now);
}

/// RFC 5452 §9.3: who sees forgeries should act. Beyond a few, the answer comes over TCP or not at all.
void Resolver::forged(WireResponse const& response, sansio::Time now) {
    auto const asked = asked_.find({response.question_name, static_cast<Type>(response.question_type)});
    if (asked == asked_.end()) return;
    Question& question = open_.at(asked->second);
    if (question.forgeries < settings_.forgeries_max) ++question.forgeries;
    if (!question.stream && question.forgeries == settings_.forgeries_max) ask_over_tcp(question, now);
}

void Resolver::hear(Question& question, WireResponse const& response, sansio::Time now) {
    TtlLimits const limits{settings_.ttl_min, settings_.ttl_max, settings_.negative_ttl_max,
                           settings_.ttl_scale};
    auto chain = question.chain;
    auto answer = interpret(response, chain, question.key.type, limits, now);
    if (!answer) return follow(question, std::move(chain), now);
    if (answer->found() || answer->is_absent()) return conclude(question, std::move(*answer), now);
    server_failed(question, std::move(*answer), now);
}

/// The response ends at an alias: its target is a question of its own, with new turns.
void Resolver::follow(Question& question, AliasChain chain, sansio::Time now) {
    if (!is_query_name(chain.name))
        return server_failed(question, failure(Answer::Outcome::malformed, "a CNAME record leads to no host"),
                             now);
    close_stream(question);
    question.chain = std::move(chain);
    question.turns = {};
    question.forgeries = 0;
    draw(question);
    ask(question, now);
}

void Resolver::connected(StreamId stream) {
    if (auto const* const question = question_of(stream))
        actions_.emplace_back(
            SendOnStream{stream, with_size(encode_query(question->id, question->asked, question->key.type))});
}

void Resolver::received(StreamId stream, std::span<std::byte const> bytes, sansio::Time now) {
    auto* const question = question_of(stream);
    if (!question) return;
    auto& reader = streams_.at(stream).reader;
    reader.receive(bytes);
    auto const message = reader.poll_event();
    if (!message) return;
    auto const response = decode_response(sansio::as_bytes(*message));
    bool const is_ours = response && response->id == question->id && !response->is_truncated &&
                         is_answer_to(*response, question->chain.name, question->key.type);
    if (!is_ours)
        return server_failed(*question,
                             failure(Answer::Outcome::truncated, "the answer over TCP cannot be used"), now);
    close_stream(*question);
    hear(*question, *response, now);
}

void Resolver::lost(StreamId stream, sansio::Time now) {
    if (auto* const question = question_of(stream))
        server_failed(*question, failure(Answer::Outcome::truncated, "no answer came over TCP"), now);
}

void Resolver::close_stream(Question& question) {
    if (!question.stream) return;
    actions_.emplace_back(CloseStream{*question.stream});
    streams_.erase(*question.stream);
    question.stream.reset();
}

Resolver::Question* Resolver::question_of(StreamId stream) {
    auto const found = streams_.find(stream);
    return found == streams_.end() ? nullptr : &open_.at(found->second.id);
}

void Resolver::conclude(Question& question, Answer answer, sansio::Time now) {
    close_stream(question);
    Question const done = std::move(question);
    open_.erase(done.id);
    asked_.erase(done.key);
    auto const shared = std::make_shared<Answer const>(std::move(answer));
    if (shared->found() || shared->is_absent()) cache_.put(done.key, shared, now);
    for (QueryId const query : done.waiting) {
        waiting_.erase(query);
        actions_.emplace_back(Answered{query, shared});
    }
    tries_.drop_front_while([this](Try const& attempt) { return is_stale(attempt); });
}

bool Resolver::is_stale(Try const& attempt) const {
    auto const open = open_.find(attempt.id);
    return open == open_.end() || open->second.generation != attempt.generation;
}

void Resolver::expire(sansio::Time now) {
    while (auto const attempt = tries_.take(now)) {
        if (is_stale(*attempt)) continue;
        Question& question = open_.at(attempt->id);
        if (question.stream) {
            server_failed(question, failure(Answer::Outcome::truncated, "no answer came over TCP"), now);
        } else {
            servers_.silent(question.server, now);
            ask(question, now);
        }
    }
    tries_.drop_front_while([this](Try const& attempt) { return is_stale(attempt); });
}

std::optional<sansio::Time> Resolver::next_deadline() const {
    return tries_.next();
}

std::optional<Action> Resolver::poll_action() {
    if (actions_.empty()) return std::nullopt;
    std::optional<Action> action(std::move(actions_.front()));
    actions_.pop_front();
    return action;
}

}  // namespace dns
