#include "edge/dns/resolver.hpp"

#include <algorithm>

#include "edge/dns/interpretation.hpp"
#include "edge/dns/wire.hpp"
#include "sansio/check.hpp"
#include "sansio/domain_name.hpp"

namespace dns {

Resolver::Resolver(Settings settings, sansio::Random random)
    : settings_(settings), random_(random), tries_(settings.try_wait), cache_(settings.cached_max) {
    sansio::check(settings_.tries > 0, "a question is asked at least once");
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
    std::uint16_t const id = fresh_id();
    Question& question = open_[id];
    question.key = {std::string(key.name), key.type};
    question.tries_left = settings_.tries;
    question.waiting.push_back(query);
    asked_.emplace(question.key, id);
    waiting_.emplace(query, id);
    ask(id, question, now);
}

std::uint16_t Resolver::fresh_id() {
    std::uint16_t id = 0;
    do id = static_cast<std::uint16_t>(random_.below(65'536));
    while (open_.contains(id));
    return id;
}

void Resolver::ask(std::uint16_t id, Question& question, sansio::Time now) {
    --question.tries_left;
    question.generation = ++generation_;
    tries_.arm({id, question.generation}, now);
    actions_.emplace_back(
        SendDatagram{settings_.server, encode_query(id, question.key.name, question.key.type)});
}

void Resolver::refuse(QueryId query, Answer::Outcome outcome, std::string text) {
    Answer answer;
    answer.outcome = outcome;
    answer.text = std::move(text);
    actions_.emplace_back(Answered{query, std::make_shared<Answer const>(std::move(answer))});
}

void Resolver::cancel(QueryId query) {
    auto const waiting = waiting_.find(query);
    if (waiting == waiting_.end()) return;
    // The question stays open: its answer is worth keeping.
    std::erase(open_.at(waiting->second).waiting, query);
    waiting_.erase(waiting);
    refuse(query, Answer::Outcome::cancelled, "cancelled");
}

void Resolver::handle(std::span<std::byte const> datagram, sansio::Endpoint from, sansio::Time now) {
    // RFC 5452 §9.1: source, id and question must be those of the query, or the answer may be anybody's.
    if (from != settings_.server) return;
    auto const response = decode_response(datagram);
    if (!response) return;
    auto const open = open_.find(response->id);
    if (open == open_.end()) return;
    Key const& key = open->second.key;
    if (response->question_type != static_cast<std::uint16_t>(key.type)) return;
    if (!sansio::equal_ignoring_case(response->question_name, key.name)) return;
    TtlLimits const limits{settings_.ttl_max, settings_.negative_ttl_max};
    conclude(response->id, interpret(*response, key.name, key.type, limits, now), now);
}

void Resolver::conclude(std::uint16_t id, Answer answer, sansio::Time now) {
    auto const open = open_.find(id);
    Question const question = std::move(open->second);
    open_.erase(open);
    asked_.erase(question.key);
    auto const shared = std::make_shared<Answer const>(std::move(answer));
    cache_.put(question.key, shared, now);
    for (QueryId const query : question.waiting) {
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
        if (question.tries_left > 0) {
            ask(attempt->id, question, now);
            continue;
        }
        Answer answer;
        answer.outcome = Answer::Outcome::timed_out;
        answer.text = "no answer from the DNS server " + settings_.server.to_string();
        conclude(attempt->id, std::move(answer), now);
    }
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
