#include "simulators/peer_console.hpp"

#include "simulators/wire/slices.hpp"

namespace simulators {
namespace {

std::string_view take_word(std::string_view& line) {
    line = wire::trimmed(line);
    auto const word = line.substr(0, line.find(' '));
    line = wire::trimmed(line.substr(word.size()));
    return word;
}

std::string line_of(kit::Observation const& seen) {
    using Kind = kit::Observation::Kind;
    std::string line(kit::to_text(seen.kind));
    auto const& summary = seen.summary;
    if (seen.kind == Kind::note) line += " " + seen.note;
    if (seen.kind == Kind::sent || seen.kind == Kind::received) {
        line += summary.is_request ? " " : " " + std::to_string(summary.status) + " ";
        line += summary.method + " from " + std::string(wire::address_of(summary.from_uri)) + " to " +
                std::string(wire::address_of(summary.to_uri));
        if (summary.is_request && summary.method == "MESSAGE") line += ": " + summary.body;
        if (!seen.fault.empty()) line += " (" + seen.fault + ")";
    }
    if (!seen.text.empty()) line += ": " + seen.text;
    return line;
}

}  // namespace

bool PeerConsole::command(std::string_view line, sansio::Time now) {
    auto const verb = take_word(line);
    if (verb == "quit") return false;
    if (verb.empty()) return true;
    auto const to = take_word(line);
    if (to.empty()) {
        output_ += "usage: im|page|bye|options ADDRESS [TEXT], or quit\n";
    } else if (verb == "im") {
        im(to, line, now);
    } else if (verb == "page") {
        print(party_.page(user_, to, line, now));
    } else if (verb == "options") {
        print(party_.options(user_, to, now));
    } else if (verb == "bye") {
        auto const call = party_.call_between(user_, to);
        print(party_.finish(call ? call->call_id : std::string(), user_, now));
    } else {
        output_ += "unknown command: " + std::string(verb) + "\n";
    }
    return true;
}

void PeerConsole::advance(sansio::Time now) {
    for (std::size_t round = waiting_.size(); round > 0; --round) {
        auto waiting = std::move(waiting_.front());
        waiting_.pop_front();
        auto const call = party_.call(waiting.call_id, user_);
        using State = kit::CallView::State;
        if (call && call->state == State::established)
            print(party_.say(waiting.call_id, user_, waiting.text, now));
        else if (call && call->state == State::inviting)
            waiting_.push_back(std::move(waiting));
        else
            output_ += "not said, there is no session: " + waiting.text + "\n";
    }
}

std::string PeerConsole::take_output() {
    for (; printed_ < journal_.size(); ++printed_) output_ += line_of(journal_.at(printed_)) + "\n";
    return std::move(output_);
}

void PeerConsole::im(std::string_view to, std::string_view text, sansio::Time now) {
    auto call = party_.call_between(user_, to);
    if (!call) {
        auto const sent = party_.open(user_, to, now);
        if (!sent) return print(sent);
        call = party_.call(sent->call_id, user_);
    }
    waiting_.push_back({call ? call->call_id : std::string(), std::string(text)});
    advance(now);
}

void PeerConsole::print(kit::Sent const& sent) {
    if (!sent) output_ += sent.error().text + "\n";
}

}  // namespace simulators
