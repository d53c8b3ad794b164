// Texts are put together when they are played; what is wrong with them, and with labels, is said when they are read.
#include <algorithm>
#include <array>
#include <set>

#include "harness/script/parts.hpp"
#include "harness/script/sip_text.hpp"
#include "sansio/suggest.hpp"

namespace script {
namespace {

/// What a step may speak of.
struct State {
    Variables known;
    std::set<std::string> messages;
    std::set<std::string> connections;
    std::set<std::string> conversations;
    std::set<std::string> flows;

    void add(State const& other) {
        known.insert(other.known.begin(), other.known.end());
        for (auto const& [mine, theirs] : pairs(other)) mine->insert(theirs->begin(), theirs->end());
    }
    void keep(State const& other) {
        std::erase_if(known, [&](auto const& word) { return !other.known.contains(word.first); });
        for (auto const& [mine, theirs] : pairs(other))
            std::erase_if(*mine, [&, all = theirs](auto const& word) { return !all->contains(word); });
    }

private:
    using Words = std::set<std::string>;
    std::array<std::pair<Words*, Words const*>, 4> pairs(State const& other) {
        return {{{&messages, &other.messages},
                 {&connections, &other.connections},
                 {&conversations, &other.conversations},
                 {&flows, &other.flows}}};
    }
};

class TextCheck {
public:
    TextCheck(Source& source, Variables known) : source_(&source), state_{std::move(known), {}, {}, {}, {}} {}

    void steps(std::vector<Step> const& steps) {
        for (auto const& step : steps) {
            place_ = step.place;
            std::visit(*this, step.what);
        }
    }
    void operator()(Im const& im) {
        state_.conversations.insert(im.conversation);
        text(im.text);
    }
    void operator()(Page const& page) { text(page.text); }
    void operator()(Send const& send) {
        text(send.request_uri);
        if (!send.dialog.empty() && !state_.conversations.contains(send.dialog) &&
            !state_.messages.contains(send.dialog))
            source_->report(place_, "no step before this one has label=\"" + send.dialog +
                                        "\" or opens a conversation of that name" + suggestion(send.dialog));
        message_label(send.of);
        writing(send.writing);
        add_message(send.label);
    }
    void operator()(Answer const& answer) {
        message_label(answer.of);
        text(answer.reason);
        writing(answer.writing);
        add_message(answer.label);
    }
    void operator()(Again const& again) {
        message_label(again.of);
        connection_label(again.delivery.connection);
        add_message(again.label);
    }
    void operator()(Expect const& expect) {
        for (auto const& capture : expect.captures) state_.known[capture.name] = "1";
        expectation(expect);
        add_names(expect);
    }
    void operator()(InAnyOrder const& group) {
        for (auto const& expect : group.expects) {
            place_ = expect.place;
            expectation(expect);
        }
        for (auto const& expect : group.expects) add_names(expect);
    }
    void operator()(Connect const& connect) { state_.connections.insert(connect.name); }
    void operator()(Connected const& connected) {
        if (!connected.name.empty()) state_.connections.insert(connected.name);
    }
    void operator()(CloseConnection const& close) { connection_label(close.connection); }
    void operator()(Closed const& closed) { connection_label(closed.connection); }
    void operator()(Pong const& pong) { connection_label(pong.connection); }
    void operator()(Traffic const& traffic) {
        for (auto const& flow : traffic.flows)
            if (!flow.p99_of.empty() && !state_.flows.contains(flow.p99_of))
                source_->report(flow.place,
                                "no <traffic> before this one has a flow with label=\"" + flow.p99_of + "\"");
        for (auto const& flow : traffic.flows) state_.flows.insert(flow.label);
    }
    void operator()(Repeat const& repeat) {
        state_.known["n"] = "1";
        steps(repeat.steps);
        state_.known.erase("n");
    }
    /// A role knows what was before, and later steps what all roles found.
    void operator()(Parallel const& parallel) {
        auto const before = state_;
        auto after = state_;
        for (auto const& role : parallel.roles) {
            state_ = before;
            steps(role);
            after.add(state_);
        }
        state_ = std::move(after);
    }
    /// Later steps know what was found whichever way it went.
    void operator()(OneOf const& one_of) {
        auto const before = state_;
        std::optional<State> after;
        for (auto const& way : one_of.ways) {
            state_ = before;
            steps(way);
            if (after)
                after->keep(state_);
            else
                after = state_;
        }
        if (after) state_ = std::move(*after);
    }
    template <class Other>
    void operator()(Other const&) {}

private:
    void text(std::string const& text) {
        if (auto const filled = substitute(text, state_.known); !filled)
            source_->report(place_, filled.error().message);
    }
    void text(std::optional<std::string> const& given) { text(given.value_or("")); }

    void writing(Writing const& writing) {
        text(writing.body);
        for (auto const& header : writing.headers) text(header.value);
        for (auto const& literal : writing.literals)
            if (auto const bytes = to_bytes(literal, state_.known); !bytes)
                source_->report(literal.place, bytes.error().message);
        connection_label(writing.delivery.connection);
    }
    void expectation(Expect const& expect) {
        message_label(expect.of);
        text(expect.body);
        text(expect.request_uri);
        text(expect.start_line);
        for (auto const& header : expect.headers)
            for (auto const* given :
                 {&header.is, &header.has, &header.lacks, &header.first, &header.last, &header.matches})
                text(*given);
        for (auto const& same : expect.same) message_label(same.of);
        connection_label(expect.same_connection);
        connection_label(expect.other_connection);
    }
    void add_names(Expect const& expect) {
        for (auto const& capture : expect.captures) state_.known[capture.name] = "1";
        add_message(expect.label);
    }
    void add_message(std::string const& label) {
        if (label.empty()) return;
        state_.messages.insert(label);
        for (auto const word : message_words()) state_.known[label + "." + std::string(word)] = "1";
    }

    void message_label(std::string const& label) {
        if (label.empty() || state_.messages.contains(label)) return;
        source_->report(place_, "no step before this one has label=\"" + label + "\"" + suggestion(label));
    }
    void connection_label(std::string const& label) {
        if (label.empty() || state_.messages.contains(label) || state_.connections.contains(label)) return;
        source_->report(place_, "no message and no connection before this step has label=\"" + label + "\"" +
                                    suggestion(label));
    }
    std::string suggestion(std::string const& label) const {
        std::vector<std::string_view> words(state_.messages.begin(), state_.messages.end());
        words.insert(words.end(), state_.connections.begin(), state_.connections.end());
        return sansio::did_you_mean(label, words);
    }

    Source* source_;
    State state_;
    Place place_;
};

}  // namespace

void check_texts(Scenario const& scenario, Source& source) {
    TextCheck(source, variables(scenario)).steps(scenario.story);
}

}  // namespace script
