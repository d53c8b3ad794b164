// Texts are put together when they are played; what is wrong with them, and with labels, is said when they are read.
#include <algorithm>
#include <set>

#include "harness/script/parts.hpp"
#include "harness/script/sip_text.hpp"
#include "sansio/suggest.hpp"

namespace script {
namespace {

class TextCheck {
public:
    TextCheck(Source& source, Variables known) : source_(&source), known_(std::move(known)) {}

    void steps(std::vector<Step> const& steps) {
        for (auto const& step : steps) {
            place_ = step.place;
            std::visit(*this, step.what);
        }
    }
    void operator()(Im const& im) {
        conversations_.insert(im.conversation);
        text(im.text);
    }
    void operator()(Page const& page) { text(page.text); }
    void operator()(Send const& send) {
        text(send.request_uri);
        if (!send.dialog.empty() && !conversations_.contains(send.dialog) && !messages_.contains(send.dialog))
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
        for (auto const& capture : expect.captures) known_[capture.name] = "1";
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
    void operator()(Connect const& connect) { connections_.insert(connect.name); }
    void operator()(Connected const& connected) {
        if (!connected.name.empty()) connections_.insert(connected.name);
    }
    void operator()(CloseConnection const& close) { connection_label(close.connection); }
    void operator()(Closed const& closed) { connection_label(closed.connection); }
    void operator()(Pong const& pong) { connection_label(pong.connection); }
    void operator()(Traffic const& traffic) {
        for (auto const& flow : traffic.flows)
            if (!flow.p99_of.empty() && !flows_.contains(flow.p99_of))
                source_->report(flow.place,
                                "no <traffic> before this one has a flow with label=\"" + flow.p99_of + "\"");
        for (auto const& flow : traffic.flows) flows_.insert(flow.label);
    }
    void operator()(Repeat const& repeat) {
        known_["n"] = "1";
        steps(repeat.steps);
        known_.erase("n");
    }
    template <class Other>
    void operator()(Other const&) {}

private:
    void text(std::string const& text) {
        if (auto const filled = substitute(text, known_); !filled)
            source_->report(place_, filled.error().message);
    }
    void text(std::optional<std::string> const& given) { text(given.value_or("")); }

    void writing(Writing const& writing) {
        text(writing.body);
        for (auto const& header : writing.headers) text(header.value);
        for (auto const& literal : writing.literals)
            if (auto const bytes = to_bytes(literal, known_); !bytes)
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
        for (auto const& capture : expect.captures) known_[capture.name] = "1";
        add_message(expect.label);
    }
    void add_message(std::string const& label) {
        if (label.empty()) return;
        messages_.insert(label);
        for (auto const word : message_words()) known_[label + "." + std::string(word)] = "1";
    }

    void message_label(std::string const& label) {
        if (label.empty() || messages_.contains(label)) return;
        source_->report(place_, "no step before this one has label=\"" + label + "\"" + suggestion(label));
    }
    void connection_label(std::string const& label) {
        if (label.empty() || messages_.contains(label) || connections_.contains(label)) return;
        source_->report(place_, "no message and no connection before this step has label=\"" + label + "\"" +
                                    suggestion(label));
    }
    std::string suggestion(std::string const& label) const {
        std::vector<std::string_view> words(messages_.begin(), messages_.end());
        words.insert(words.end(), connections_.begin(), connections_.end());
        return sansio::did_you_mean(label, words);
    }

    Source* source_;
    Variables known_;
    std::set<std::string> messages_;
    std::set<std::string> connections_;
    std::set<std::string> conversations_;
    std::set<std::string> flows_;
    Place place_;
};

}  // namespace

void check_texts(Scenario const& scenario, Source& source) {
    TextCheck(source, variables(scenario)).steps(scenario.story);
}

}  // namespace script
